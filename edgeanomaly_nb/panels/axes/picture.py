"""AxesPicture: the picture of all axes in the page, where filters dim cells and clicks mark axes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import traitlets

from ...block.axes_filter import AxesFilter
from ...facts import selection_text
from ...plots import axes_figure, figure_svg
from ...plots.axes.grid import Grid, grid_of
from ...text import counted
from ..shared.late_load import SVG_SCRIPT, THEME_STYLE, LateLoadWidget, script_of, style_of
from .state import STATE, AxesState
from .table import pack

_HERE = Path(__file__)
#: The script of the picture and of the files that it uses.
SCRIPT = script_of(SVG_SCRIPT, _HERE.with_name("table_data"), _HERE)
STYLE = style_of(THEME_STYLE, _HERE)


class AxesPicture(AxesState, LateLoadWidget):
    """The picture of all axes of a frame: drawn once, with cells that the page dims, describes and marks.

    The traits of `AxesState` are synchronised both ways, as those of `AxesTable`.

    Parameters
    ----------
    axes : DataFrame
        An axes frame with at least one row.
    axes_filter : AxesFilter, optional
        The filter of that frame, if there is one already.
    **state
        Any trait of `AxesState`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> AxesPicture(ea.load_sample("motion").axes, show="selected")
    AxesPicture(33 axes)
    """

    _esm = traitlets.Unicode(SCRIPT).tag(sync=True)
    _css = traitlets.Unicode(STYLE).tag(sync=True)
    _synced = STATE
    _axes = traitlets.Dict(help="Vocabulary and columns, from `pack`.").tag(sync=True)
    _svg = traitlets.Unicode(help="The picture.").tag(sync=True)
    _grid = traitlets.Dict(help="Where the cells are, from `grid_places`.").tag(sync=True)

    def __init__(self, axes: pd.DataFrame, axes_filter: AxesFilter | None = None, **state: object) -> None:
        self.set_axes(axes, axes_filter, state)
        figure = axes_figure(axes)
        svg = figure_svg(figure, label=selection_text(axes))
        box = figure.axes[0].get_position()  # arranged by figure_svg
        area = [float(side) for side in (box.x0, 1 - box.y1, box.width, box.height)]
        places = grid_places(grid_of(axes)) | {"area": area}  # as parts of the picture
        super().__init__(_axes=pack(axes, self.filter), _svg=svg, _grid=places, **state)

    def __repr__(self) -> str:
        return f"AxesPicture({counted(len(self.ix), 'axis', 'axes')})"


def grid_places(grid: Grid) -> dict[str, object]:
    """Return where the cells of a grid are, for the page.

    Parameters
    ----------
    grid : Grid
        The grid of the picture.

    Returns
    -------
    dict
        ``columns``: the number of columns. ``height``: the number of rows, with gaps. ``y``, one float per
        row: the height of its upper edge, downwards, in rows. ``row``, ``column`` (uint32, one per cell) and
        ``cell`` (uint32, one per axis): bytes, little-endian.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> places = grid_places(grid_of(ea.load_sample("motion").axes))
    >>> places["columns"], places["y"], len(places["cell"]) // 4
    (11, [0.0, 1.0, 2.0], 33)
    """
    numbers = {"row": grid.row, "column": grid.column, "cell": grid.cell}
    rows = np.arange(len(grid.rows))
    return {
        "columns": len(grid.columns),
        "height": grid.height,
        "y": grid.height_of(rows).astype(float).tolist(),
        **{name: column.astype("<u4").tobytes() for name, column in numbers.items()},
    }
