"""AxesTable: the axes of a block in the page, which searches, filters and sorts them itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from ...facts import selection_text
from ...text import counted
from ..shared.late_load import LateLoadWidget, script_of
from .pack import pack
from .state import STATE, AxesState

if TYPE_CHECKING:
    import pandas as pd

    from ...block.axes_filter import AxesFilter

_HERE = Path(__file__)
#: The script of the table and of the files that it uses.
SCRIPT = script_of(_HERE.with_name("table_data"), _HERE.with_name("table_elements"), _HERE)
STYLE = _HERE.with_suffix(".css").read_text(encoding="utf-8")


class AxesTable(AxesState, LateLoadWidget):
    """A table of an axes frame that searches, filters, sorts and marks in the page.

    The columns are sent once, as bytes; the traits of `AxesState` are synchronised both ways. The table keeps
    its keys from JupyterLab with the attribute of https://github.com/jupyterlab/lumino/pull/15.

    Parameters
    ----------
    axes : DataFrame
        An axes frame.
    axes_filter : AxesFilter, optional
        The filter of that frame, if there is one already.
    **state
        Any trait of `AxesState`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> table = AxesTable(ea.load_sample("motion").axes, query="rms")
    >>> table.marked = [22, 0]
    >>> table.marked
    (0, 22)
    """

    _esm = traitlets.Unicode(SCRIPT).tag(sync=True)
    _css = traitlets.Unicode(STYLE).tag(sync=True)
    _axes = traitlets.Dict(help="Vocabulary and columns, from `pack`.").tag(sync=True)
    summary = traitlets.Unicode(help="How many axes are selected and favourite, as text.").tag(sync=True)

    def __init__(self, axes: pd.DataFrame, axes_filter: AxesFilter | None = None, **state: Any) -> None:
        self.set_axes(axes, axes_filter, state)
        super().__init__(_axes=pack(axes, self.filter), summary=selection_text(axes), **state)

    @traitlets.default("keys")
    def _default_keys(self) -> list[str]:
        return [*self.traits(sync=True), *STATE]  # on the panel the same traits stay in Python

    def __repr__(self) -> str:
        return f"AxesTable({counted(len(self.ix), 'axis', 'axes')})"
