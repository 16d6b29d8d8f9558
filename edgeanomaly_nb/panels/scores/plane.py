"""ScoresPlane: windows on two axes in the page, with controls that choose the axes and a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import traitlets

from ...text import counted
from ..shared.late_load import SVG_SCRIPT, THEME_STYLE, LateLoadWidget, script_of, style_of
from .colours import COLOURS
from .picture import Picture
from .state import STATE, ScoresState

_HERE = Path(__file__)
#: The script of the plane and of the file that it uses.
SCRIPT = script_of(SVG_SCRIPT, _HERE.with_name("plane_points"), _HERE.with_name("plane_svg"), _HERE)
STYLE = style_of(THEME_STYLE, _HERE)


class ScoresPlane(ScoresState, LateLoadWidget):
    """Windows on two axes: points on a canvas, clusters above it, and controls.

    Only the two axes that are shown are sent, as bytes. The page sets the traits of `ScoresState`, and sends
    a message where another window is chosen by its score. It keeps its keys from JupyterLab with the
    attribute of https://github.com/jupyterlab/lumino/pull/15.

    Parameters
    ----------
    names : mapping of int to str
        The trained axes and their names, in order.
    codes : ndarray of uint8
        The colour of each window, as `colour_codes` returns it.
    picture : Picture
        The windows on the first axes.
    steps : mapping of str to callable
        ``"highest"`` and ``"lower"``: called when another window is requested by its score.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ea.ScoresPanel(ea.load_sample_model("motion"), ea.load_sample_windows("motion"))
    >>> panel.plane
    ScoresPlane(612 windows)
    >>> panel.close()
    """

    _esm = traitlets.Unicode(SCRIPT).tag(sync=True)
    _css = traitlets.Unicode(STYLE).tag(sync=True)
    _synced = STATE
    _choices: traitlets.List[object] = traitlets.List(help="The trained axes: index, name.").tag(sync=True)
    _codes = traitlets.Bytes(help="The colour of each window: positions in _colours.").tag(sync=True)
    _colours = traitlets.List(list(COLOURS), help="The colours, as CSS.").tag(sync=True)
    _picture = traitlets.Dict(help="What `Picture.content` returns.").tag(sync=True)
    status = traitlets.Unicode(help="What is chosen, as text.").tag(sync=True)

    def __init__(
        self,
        names: Mapping[int, str],
        codes: np.ndarray,
        picture: Picture,
        steps: Mapping[str, Callable[[], object]],
        **traits: object,
    ) -> None:
        self._steps = steps
        self.set_model(tuple(names), len(codes))
        choices = [[ix, name] for ix, name in names.items()]
        sent = {"_codes": codes.astype("u1").tobytes(), "_picture": picture.content()}
        super().__init__(_choices=choices, **sent, **traits)
        self.on_msg(self._on_message)

    def show(self, picture: Picture) -> None:
        """Show other axes."""
        self._picture = picture.content()

    def _on_message(self, _: object, content: object, __: object) -> None:
        for name, step in self._steps.items():
            if content == {"step": name}:
                step()

    def __repr__(self) -> str:
        return f"ScoresPlane({counted(self.n_windows, 'window')})"
