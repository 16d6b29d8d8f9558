"""The Axes tab."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ....text import one_line
from ...axes.panel import AxesPanel
from ...shared.panel import HtmlPanel, Panel
from .tab import Tab

if TYPE_CHECKING:
    from ..block_handle import BlockHandle


class AxesTab(Tab[Panel]):
    """The axes of a block, or a sentence for a kind of block that has none."""

    title = "Axes"

    def build(self, block: BlockHandle) -> Panel:
        """Build the axes panel."""
        if block.kind.has_axes:
            return AxesPanel(block.config)
        name = one_line(block.kind.short_name, 40)
        return HtmlPanel(f"<p>A block of this kind ({escape(name)}) has no axes to select.</p>")
