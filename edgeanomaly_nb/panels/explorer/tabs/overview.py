"""The Overview tab: the facts of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....facts import facts, training_facts
from ....html import pairs_html
from ....text import one_line
from ...shared.panel import HtmlPanel
from .tab import Tab

if TYPE_CHECKING:
    from ....block.config import AnomalyConfig
    from ..block_handle import BlockHandle


class OverviewTab(Tab[HtmlPanel]):
    """The facts of a block; the first part of the static form, without a heading."""

    title = "Overview"

    def build(self, block: BlockHandle) -> HtmlPanel:
        """Build the table of facts."""
        return HtmlPanel(overview_html(block.config))

    def static_html(self, block: BlockHandle) -> str:
        """Return the table of facts."""
        return overview_html(block.config)


def overview_html(config: AnomalyConfig) -> str:
    """Return the facts of a block as a table in the colours of the page; all text is escaped.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "carried, conveyor, dropped, idle" in overview_html(ea.load_sample("motion"))
    True
    """
    rows = facts(config)
    after = [name for name, _ in rows].index("classes") + 1
    rows[after:after] = [pair for pair in training_facts(config) if pair[0] not in dict(rows)]
    return pairs_html(
        (name[:1].upper() + name[1:], text) for name, text in [("name", one_line(config.name)), *rows]
    )
