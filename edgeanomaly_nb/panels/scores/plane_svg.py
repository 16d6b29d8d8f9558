"""Windows on two axes as inline SVG, for where no script runs."""

from __future__ import annotations

from html import escape

import numpy as np

from .colours import COLOURS
from .picture import Picture, PictureAxis

_LEFT, _TOP, _WIDTH, _HEIGHT = 62, 26, 520, 330
_RING = 6
_MOST_RINGS = 2000
_RADIUS = 2.6
_MOST_POINTS = 10_000


def plane_svg(picture: Picture, codes: np.ndarray, selected: int | None = None) -> str:
    """Return the picture: points, clusters, rings, axes.

    Of points at the same place, that of the highest score is drawn; of very many windows, a part.

    Parameters
    ----------
    picture : Picture
        The windows.
    codes : ndarray of uint8
        Their colours.
    selected : int, optional
        The chosen window.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.panels.scores.picture import picture_of
    >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
    >>> picture = picture_of(model, windows, np.zeros(442), (0, 4), {0: "accX RMS", 4: "Power"})
    >>> plane_svg(picture, np.ones(442, np.uint8)).count("<circle")
    5
    """
    places = np.column_stack([picture.x * _WIDTH, (1 - picture.y) * _HEIGHT])
    parts = [
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="currentColor" opacity=".4"/>',
        *_points(places, codes),
        *_clusters(picture),
        _rings(places[picture.hidden]),
        *_across(picture.across),
        *_upwards(picture.upwards),
    ]
    if selected is not None and not np.isnan(places[selected]).any():
        left, top = places[selected]
        parts.append(
            f'<rect x="{left - 7:.1f}" y="{top - 7:.1f}" width="14" height="14" rx="7" fill="none" '
            f'stroke="currentColor" stroke-width="2.4"/>'
        )
    return (
        f'<svg role="img" aria-label="{escape(picture.label)}" xmlns="http://www.w3.org/2000/svg" '
        f'direction="ltr" viewBox="0 0 {_LEFT + _WIDTH + 14} {_TOP + _HEIGHT + 44}" fill="currentColor" '
        f'font-size="12" style="display:block;width:100%;max-width:{_LEFT + _WIDTH + 14}px">'
        '<defs><clipPath id="ea-plane">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}"/></clipPath></defs>'
        f'<g transform="translate({_LEFT} {_TOP})">{"".join(parts)}</g></svg>'
    )


def _points(places: np.ndarray, codes: np.ndarray) -> list[str]:
    """Return one path per colour, whose round ends are the points."""
    drawable = np.flatnonzero(~np.isnan(places).any(axis=1))
    order = drawable[np.argsort(codes[drawable], kind="stable")]
    order = order[:: max(1, len(order) // _MOST_POINTS)]  # of each colour alike
    cells = np.rint(places[order] / _RADIUS).astype(np.int64)
    last = np.full((int(_WIDTH / _RADIUS) + 2, int(_HEIGHT / _RADIUS) + 2), -1)
    last[cells[:, 0], cells[:, 1]] = order  # of several in one cell, the last one stays
    seen = last[last >= 0]
    paths = []
    for code in np.unique(codes[seen]):
        dots = "".join(f"M{left:.1f} {top:.1f}h0" for left, top in places[seen[codes[seen] == code]])
        paths.append(
            f'<path d="{dots}" stroke="{COLOURS[code]}" stroke-width="{2 * _RADIUS}" stroke-linecap="round" '
            'opacity=".85"/>'
        )
    return paths


def _clusters(picture: Picture) -> list[str]:
    scale = np.array([_WIDTH, -_HEIGHT])
    circles = []
    for shape in picture.shapes.astype(np.float64).reshape(-1, 3, 2):
        if np.isfinite(shape).all():
            center, first, second = shape * scale
            numbers = " ".join(
                f"{number:.6g}" for number in [*first, *second, center[0], center[1] + _HEIGHT]
            )
            circles.append(
                f'<circle r="1" transform="matrix({numbers})" fill="none" stroke="currentColor" '
                'stroke-width="1.3" vector-effect="non-scaling-stroke" opacity=".7"/>'
            )
    return ['<g clip-path="url(#ea-plane)">', *circles, "</g>"]


def _rings(places: np.ndarray) -> str:
    arc = f"a{_RING} {_RING} 0 1 0 {2 * _RING} 0a{_RING} {_RING} 0 1 0 {-2 * _RING} 0"
    drawable = places[~np.isnan(places).any(axis=1)][:_MOST_RINGS]
    rings = "".join(f"M{left - _RING:.1f} {top:.1f}{arc}" for left, top in drawable)
    return f'<path d="{rings}" fill="none" stroke="currentColor" stroke-width="1.3"/>'


def _across(axis: PictureAxis) -> list[str]:
    ticks = [
        f'<text x="{place * _WIDTH:.1f}" y="{_HEIGHT + 17}" text-anchor="middle">{text}</text>'
        for place, text in axis.ticks
    ]
    name = f'<text x="{_WIDTH / 2}" y="{_HEIGHT + 36}" text-anchor="middle" font-weight="600">'
    return [*ticks, f"{name}{escape(axis.name)}</text>"]


def _upwards(axis: PictureAxis) -> list[str]:
    ticks = [
        f'<text x="-8" y="{(1 - place) * _HEIGHT + 4:.1f}" text-anchor="end">{text}</text>'
        for place, text in axis.ticks
    ]
    return [*ticks, f'<text y="-9" font-weight="600">↑ {escape(axis.name)}</text>']
