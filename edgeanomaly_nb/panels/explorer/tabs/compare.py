"""The Compare tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...compare import ComparePanel
from .tab import Tab

if TYPE_CHECKING:
    from ....block.config import AnomalyConfig
    from ..block_handle import BlockHandle


class CompareTab(Tab[ComparePanel]):
    """The comparison of a block with another one, which stays the same when the next block is shown."""

    title = "Compare"

    def __init__(self) -> None:
        super().__init__()
        self._before: AnomalyConfig | None = None
        self._swapped = False

    def build(self, block: BlockHandle) -> ComparePanel:
        """Build the comparison."""
        return ComparePanel(block.config, self._before, swapped=self._swapped)

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
