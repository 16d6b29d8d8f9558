"""The Thresholds tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...thresholds.panel import ThresholdsPanel
from .tab import Tab

if TYPE_CHECKING:
    from ..block_handle import BlockHandle


class ThresholdsTab(Tab[ThresholdsPanel]):
    """The thresholds of a block."""

    title = "Thresholds"

    def build(self, block: BlockHandle) -> ThresholdsPanel:
        """Build the thresholds panel."""
        return ThresholdsPanel(block.config)
