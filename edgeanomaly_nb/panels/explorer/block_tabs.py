"""BlockTabs: what the explorer shows of a block, in tabs that are built when they are opened."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from ...block.config import AnomalyConfig
from ...studio.threshold_result import ThresholdsWritten
from ..shared.panel import Panel
from .apply_box import Writing
from .block_handle import BlockHandle
from .tabs import AxesTab, CompareTab, ExportTab, OverviewTab, ScoresTab, ThresholdsTab


class BlockTabs(widgets.Tab):  # type: ignore[misc]
    """Overview, axes, thresholds, scores, comparison and exports of a block.

    When another block is shown, the same tab stays open.

    Parameters
    ----------
    written : callable, optional
        Called with the result of a change of thresholds; None if nothing can be written.
    failed : callable, optional
        Called with the error of a change whose panel was closed in the meantime.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
    >>> tabs = BlockTabs()
    >>> tabs.show(BlockHandle(ea.load_sample("motion")))
    >>> tabs.select("Axes")
    AxesPanel(33 axes, 33 shown)
    >>> list(tabs.panels)
    ['Overview', 'Axes']
    """

    def __init__(
        self,
        written: Callable[[ThresholdsWritten], object] | None = None,
        failed: Callable[[str], object] | None = None,
    ) -> None:
        self.block: BlockHandle | None = None
        scores_tab = ScoresTab()
        writing = None
        if written is not None and failed is not None:
            writing = Writing(lambda: scores_tab.scores, written, failed)
        self.axes_tab, self.thresholds_tab, self.compare_tab = AxesTab(), ThresholdsTab(writing), CompareTab()
        self.tabs = (
            OverviewTab(self.show_place),
            self.axes_tab,
            self.thresholds_tab,
            scores_tab,
            self.compare_tab,
            ExportTab(),
        )
        titles = [tab.title for tab in self.tabs]
        super().__init__([widgets.VBox() for _ in titles], titles=titles, layout={"min_height": "120px"})
        self.observe(lambda _: self._fill(), names="selected_index")

    @property
    def panels(self) -> dict[str, Panel]:
        """The panels that exist, by the title of their tab."""
        return {tab.title: tab.panel for tab in self.tabs if tab.panel is not None}

    def show(self, block: BlockHandle) -> None:
        """Show a block in place of another."""
        self.block = block
        for box, tab in zip(self.children, self.tabs, strict=True):
            box.children = ()
            tab.close()
        self._fill()

    def select(self, title: str) -> Panel:
        """Open a tab by its title, and return its panel."""
        self.selected_index = self.titles.index(title)
        return self.panels[title]

    def show_place(self, title: str, settings: dict[str, str]) -> None:
        """Open a tab, with these settings of its panel."""
        panel = self.select(title)
        for name, value in settings.items():
            setattr(panel, name, value)

    def compare_with(self, before: AnomalyConfig, *, swapped: bool = False) -> None:
        """Open the comparison with another block."""
        self.compare_tab.compare_with(before, swapped=swapped)
        self.select(self.compare_tab.title)

    def static_html(self) -> str:
        """Return the block that is shown as HTML that needs no kernel."""
        if self.block is None:
            return ""
        return "".join(tab.static_html(self.block) for tab in self.tabs)

    def _fill(self) -> None:
        """Build the panel of the open tab, if it does not exist."""
        index = self.selected_index
        if self.block is not None and index is not None:
            self.children[index].children = (self.tabs[index].open(self.block),)
