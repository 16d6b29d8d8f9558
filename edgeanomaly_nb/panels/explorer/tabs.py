"""What the explorer shows of a block: tabs that are built when they are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ..axes.panel import AxesPanel
from ..compare import ComparePanel
from ..shared.controls import close_tree
from ..thresholds.panel import ThresholdsPanel
from .export import ExportTab
from .messages import overview_html

if TYPE_CHECKING:
    import pandas as pd

    from ...block.config import AnomalyConfig

TITLES = ("Overview", "Axes", "Thresholds", "Compare", "Export")


class BlockTabs(widgets.Tab):  # type: ignore[misc]
    """Overview, axes, thresholds, comparison and exports of a block.

    Another block has the same tab open, and is compared with the same one.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> tabs = BlockTabs()
    >>> tabs.show(ea.load_sample("motion"))
    >>> tabs.selected_index = TITLES.index("Axes")
    >>> tabs.contents
    {'Overview': HTML(value=...), 'Axes': AxesPanel(33 axes, 33 shown)}
    """

    def __init__(self) -> None:
        self._config: AnomalyConfig | None = None
        self._compared: dict[str, Any] = {}
        self.contents: dict[str, widgets.Widget] = {}
        super().__init__([widgets.VBox() for _ in TITLES], titles=TITLES, layout={"min_height": "120px"})
        self.observe(lambda _: self._fill(), names="selected_index")

    def show(self, config: AnomalyConfig) -> None:
        """Show a block in place of another."""
        self._compared = self._comparison()
        self._config = config
        old, self.contents = self.contents, {}
        for box in self.children:
            box.children = ()
        for content in old.values():
            close_tree(content)
        self._fill()

    def compare_with(self, before: AnomalyConfig, *, swapped: bool = False) -> pd.DataFrame:
        """Open the comparison with another block, and give its changes frame."""
        self._compared = {"before": before, "swapped": swapped}
        panel = self.contents.get("Compare")
        if panel is not None:
            panel.take(before, swapped=swapped)
        self.selected_index = TITLES.index("Compare")
        changes: pd.DataFrame = self.contents["Compare"].view
        return changes

    def static_html(self) -> str:
        """Write the block that is shown as HTML that needs no kernel."""
        if self._config is None:
            return ""
        titles = ["Axes", "Thresholds", *["Compare"] * bool(self._comparison().get("before"))]
        parts = (f"<h4>{title}</h4>{self._static_part(title, self._config)}" for title in titles)
        return overview_html(self._config) + "".join(parts)

    def _comparison(self) -> dict[str, Any]:
        panel = self.contents.get("Compare")
        return self._compared if panel is None else {"before": panel.before, "swapped": panel.swapped}

    def _fill(self) -> None:
        """Build what the open tab shows, unless it is there."""
        if self._config is None or self.selected_index is None:
            return
        title = TITLES[self.selected_index]
        if title not in self.contents:
            self.contents[title] = self._make(title, self._config)
            self.children[self.selected_index].children = (self.contents[title],)

    def _make(self, title: str, config: AnomalyConfig) -> Any:
        if title == "Overview":
            return widgets.HTML(overview_html(config))
        if title == "Compare":
            return ComparePanel(config, **self._compared)
        return {"Axes": AxesPanel, "Thresholds": ThresholdsPanel, "Export": ExportTab}[title](config)

    def _static_part(self, title: str, config: AnomalyConfig) -> str:
        if title in self.contents:
            return str(self.contents[title].static_html())
        made = self._make(title, config)
        try:
            return str(made.static_html())
        finally:
            close_tree(made)
