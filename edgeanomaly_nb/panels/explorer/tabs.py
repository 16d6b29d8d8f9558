"""The tabs of the explorer, one class per tab."""

from __future__ import annotations

from html import escape
from typing import ClassVar, Generic, TypeVar

import pandas as pd

from ...block.config import AnomalyConfig
from ...studio.threshold_result import ThresholdsWritten
from ...text import one_line
from ..axes.panel import AxesPanel
from ..compare import ComparePanel
from ..shared.panel import HtmlPanel, Panel
from ..thresholds.panel import ThresholdsPanel
from .apply_box import ONLY_APPLY_WRITES, ApplyBox, Writing
from .block_handle import BlockHandle
from .export_panel import ExportPanel
from .keys import is_sample
from .other_blocks import OtherBlocks
from .overview import OverviewPanel, Show, overview_html
from .windows_loader import WindowsLoader
from .windows_messages import no_scores_text

P = TypeVar("P", bound=Panel)


class Tab(Generic[P]):
    """One tab of the explorer: its title, how its panel is built, and its static form.

    The panel is built when the tab is opened, and closed when another block is shown. A subclass has a title
    and implements `build`.
    """

    title: ClassVar[str]

    def __init__(self) -> None:
        self.panel: P | None = None

    def build(self, block: BlockHandle) -> P:
        """Build the panel for a block."""
        raise NotImplementedError

    def open(self, block: BlockHandle) -> P:
        """Return the panel for a block; it is built if it does not exist."""
        self.panel = self.panel or self.build(block)
        return self.panel

    def close(self) -> None:
        """Close the panel."""
        if self.panel is not None:
            self.panel.close()
            self.panel = None

    def static_html(self, block: BlockHandle) -> str:
        """Return what the tab shows of a block as HTML that needs no kernel; the panel need not be open."""
        panel = self.panel or self.build(block)
        try:
            return f"<h4>{self.title}</h4>{panel.static_html()}"
        finally:
            if panel is not self.panel:
                panel.close()


class OverviewTab(Tab[OverviewPanel]):
    """The findings and the facts of a block; the first part of the static form, without a heading.

    Parameters
    ----------
    show : callable
        Opens the tab that shows what a finding is about.
    """

    title = "Overview"

    def __init__(self, show: Show) -> None:
        super().__init__()
        self._show = show

    def build(self, block: BlockHandle) -> OverviewPanel:
        """Build the findings and the table of facts."""
        return OverviewPanel(block.config, self._show)

    def static_html(self, block: BlockHandle) -> str:
        """Return the findings and the facts."""
        return overview_html(block.config)


class AxesTab(Tab[Panel]):
    """The axes of a block, or a sentence for a kind of block that has none."""

    title = "Axes"

    def build(self, block: BlockHandle) -> Panel:
        """Build the axes panel."""
        if block.kind.has_axes:
            return AxesPanel(block.config)
        name = one_line(block.kind.short_name, 40)
        return HtmlPanel(f"<p>A block of this kind ({escape(name)}) has no axes to select.</p>")


class ThresholdsTab(Tab[ThresholdsPanel]):
    """The thresholds of a block, and, if that is allowed, buttons that write what is tried.

    Parameters
    ----------
    writing : Writing, optional
        What the buttons need; None if nothing can be written.
    """

    title = "Thresholds"

    def __init__(self, writing: Writing | None = None) -> None:
        super().__init__()
        self._writing = writing
        self.apply_box: ApplyBox | None = None
        #: The last change, to be shown with the block that was read after it.
        self.result: ThresholdsWritten | None = None

    def build(self, block: BlockHandle) -> ThresholdsPanel:
        """Build the thresholds panel, without buttons: they have no static form."""
        return ThresholdsPanel(block.config)

    def open(self, block: BlockHandle) -> ThresholdsPanel:
        """Return the thresholds panel, with the buttons."""
        is_new = self.panel is None
        panel = super().open(block)
        if is_new:
            self._add_buttons(panel, block)
        return panel

    def _add_buttons(self, panel: ThresholdsPanel, block: BlockHandle) -> None:
        result, self.result = self.result, None
        if self._writing is not None and block.client is not None:
            shown = result if result is not None and result.config is block.config else None
            self.apply_box = ApplyBox(panel, block, self._writing, shown)
            panel.add_actions(self.apply_box, ONLY_APPLY_WRITES)


class ScoresTab(Tab[Panel]):
    """The scores of windows: at once for the samples, after a click for other blocks."""

    title = "Scores"

    def build(self, block: BlockHandle) -> Panel:
        """Build the panel that fetches windows, or a sentence for a block without scores."""
        is_from_samples = is_sample(block.client)
        reason = no_scores_text(block, is_sample=is_from_samples)
        return (
            HtmlPanel(f"<p>{escape(reason)}</p>") if reason else WindowsLoader(block, at_once=is_from_samples)
        )

    def static_html(self, block: BlockHandle) -> str:
        """Return the scores; empty if no windows were fetched."""
        return "" if self.scores is None else super().static_html(block)

    @property
    def scores(self) -> pd.DataFrame | None:
        """The scores of the windows that were fetched, or None."""
        panel = self.panel.scores if isinstance(self.panel, WindowsLoader) else None
        return None if panel is None else panel.scores


class CompareTab(Tab[ComparePanel]):
    """The comparison of a block with another one, which stays the same when the next block is shown."""

    title = "Compare"

    def __init__(self) -> None:
        super().__init__()
        self._before: AnomalyConfig | None = None
        self._swapped = False

    def build(self, block: BlockHandle) -> ComparePanel:
        """Build the comparison, with a select of the other blocks of the project."""
        panel = ComparePanel(block.config, self._before, swapped=self._swapped)
        others = OtherBlocks(block, lambda config: panel.take(config, swapped=panel.swapped), panel.refuse)
        panel.controls.children = (others, *panel.controls.children)
        return panel

    def compare_with(self, before: AnomalyConfig, *, swapped: bool) -> None:
        """Compare this block, and each block that is shown later, with another one."""
        self._before, self._swapped = before, swapped
        if self.panel is not None:
            self.panel.take(before, swapped=swapped)

    def close(self) -> None:
        """Close the panel, and keep what it compares with."""
        self._keep_comparison()
        super().close()

    def static_html(self, block: BlockHandle) -> str:
        """Return the comparison; empty if nothing is compared."""
        self._keep_comparison()
        return super().static_html(block) if self._before is not None else ""

    def _keep_comparison(self) -> None:
        if self.panel is not None:
            self._before, self._swapped = self.panel.before, self.panel.swapped


class ExportTab(Tab[ExportPanel]):
    """Buttons for exports; they have no static form."""

    title = "Export"

    def build(self, block: BlockHandle) -> ExportPanel:
        """Build the buttons."""
        return ExportPanel(block)

    def static_html(self, block: BlockHandle) -> str:
        """Return nothing: an export needs a kernel."""
        return ""
