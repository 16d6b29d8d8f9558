"""Tab: one tab of the explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from ...shared.panel import Panel

if TYPE_CHECKING:
    from ..block_handle import BlockHandle

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
