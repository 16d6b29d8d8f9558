"""The points of a picture of thresholds: equal blocks are one; all have tooltips, the furthest have names."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...scores.scale import ScoreSpan, scale_for
from ...text import counted, number_text, one_line

#: More points than this are put together in cells; fewer only where they are equal.
_MOST_POINTS = 400
_CELLS = 36  # along each side
_SIZES = ((1, 20), (2, 36), (10, 64), (100, 120))  # least number of blocks, area in points²
_MARGIN = 0.13  # keeps points from the dashes at the left, and from the texts in the corners
_END = 1e300  # a margin does not reach beyond float64
_COLUMNS = ["suggestion", "threshold"]  # horizontal, vertical
_MOST_NAMES, _LEAST_DISTANCE = 3, 0.03  # the distance from the diagonal is a fraction of the scale


class Group(NamedTuple):
    """Points of one size: their places (scores), and for each: how many blocks, and the row of the first."""

    label: str
    area: float
    x: np.ndarray
    y: np.ndarray
    counts: np.ndarray
    first: np.ndarray


def shown_span(numbers: np.ndarray) -> ScoreSpan:
    """Return what the axes show: all numbers, and a margin.

    `is_on_scale` is True for each number.

    Examples
    --------
    >>> shown_span(np.array([0.0, 1.0]))[1:]
    (-0.13, 1.13)
    """
    # Of few blocks, most can be equal: the mark keeps the scale linear around them.
    scale = scale_for(numbers, [float(np.quantile(np.abs(numbers), 0.9))])
    places = scale.position(numbers)
    low, high = float(places.min()), float(places.max())
    margin = _MARGIN * (high - low) or max(abs(high) * 0.1, 0.1)
    with np.errstate(over="ignore"):
        ends = scale.score(np.array([low - margin, high + margin]))
    return ScoreSpan(scale, *np.clip(ends, -_END, _END).tolist())


def groups_of(blocks: pd.DataFrame, span: ScoreSpan) -> list[Group]:
    """Put the blocks in one place together, and group the places by their number of blocks.

    Parameters
    ----------
    blocks : DataFrame
        Columns ``threshold`` and ``suggestion``, all finite.
    span : ScoreSpan
        What both axes show.

    Examples
    --------
    >>> blocks = pd.DataFrame({"threshold": [0.3, 0.3, 0.4], "suggestion": [0.5, 0.5, 0.4]})
    >>> groups = groups_of(blocks, shown_span(np.array([0.3, 0.5])))
    >>> [(group.label, group.counts.tolist(), group.first.tolist()) for group in groups]
    [('1 block', [1], [2]), ('2 to 9 blocks', [2], [0])]
    """
    if blocks.empty:
        return []
    scale, scores = span.scale, blocks[_COLUMNS].to_numpy()
    cells = scores
    if len(blocks) > _MOST_POINTS:
        cells = (span.fractions(scores) * _CELLS).astype(int)
    _, first, at, counts = np.unique(
        cells, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    x, y = (scale.score(np.bincount(at.ravel(), place) / counts) for place in scale.position(scores).T)
    ends = (*(least for least, _ in _SIZES[1:]), np.inf)
    groups = []
    for (least, area), more in zip(_SIZES, ends, strict=True):
        chosen = (counts >= least) & (counts < more)
        if chosen.any():
            columns = (column[chosen] for column in (x, y, counts, first))
            groups.append(Group(_range_text(least, more), area, *columns))
    return groups


def _range_text(least: int, more: float) -> str:
    if more == np.inf:
        return f"{least:,} or more blocks"
    return counted(least, "block") if more - least == 1 else f"{least:,} to {more - 1:,} blocks"


def tooltips(blocks: pd.DataFrame, group: Group) -> list[str]:
    """Return for each point which block it is, or how many.

    Examples
    --------
    >>> row = {"name": "Fan", "project_name": "Pumps", "learn_id": 7, "threshold": 0.3, "suggestion": 0.5}
    >>> point = Group("", 1, *np.array([[0.5], [0.3], [2], [0]]))
    >>> tooltips(pd.DataFrame([row]), point)
    ['2 blocks, such as Fan (Pumps, block 7): threshold 0.3, suggestion 0.5']
    """
    rows = blocks.iloc[group.first.astype(int)].to_dict("records")
    return [
        (f"{count:,} blocks, such as " if count > 1 else "")
        + f"{one_line(_text(row.get('name')), 60) or '(no name)'} ({_place(row, 60)}): "
        f"threshold {number_text(row['threshold'])}, suggestion {number_text(row['suggestion'])}"
        for row, count in zip(rows, group.counts.astype(int).tolist(), strict=True)
    ]


def furthest(blocks: pd.DataFrame, span: ScoreSpan) -> pd.DataFrame:
    """Return the few blocks whose thresholds are furthest from their suggestions, the furthest first.

    Of blocks in one place, only the first is returned.

    Examples
    --------
    >>> blocks = pd.DataFrame({"threshold": [0.3, 0.9, 0.4], "suggestion": [0.5, 0.5, 0.4]})
    >>> furthest(blocks, shown_span(np.array([0.3, 0.9]))).index.tolist()
    [1, 0]
    """
    distances = np.abs(np.diff(span.fractions(blocks[_COLUMNS].to_numpy()), axis=1)).ravel()
    order = np.argsort(-distances, kind="stable")
    order = order[distances[order] > _LEAST_DISTANCE]
    chosen: pd.DataFrame = blocks.iloc[order].drop_duplicates(_COLUMNS)
    return chosen.head(_MOST_NAMES)


def short_names(blocks: pd.DataFrame, among: pd.DataFrame) -> list[str]:
    """Return a name for each block that no other block of `among` has; without names nothing is returned.

    Examples
    --------
    >>> names = ["Fan", "Fan", "Pump"]
    >>> blocks = pd.DataFrame({"name": names, "project_id": [1, 2, 3], "learn_id": [4, 4, 7]})
    >>> short_names(blocks, blocks)
    ['project 1, block 4', 'project 2, block 4', 'Pump']
    """
    if "name" not in among:
        return []
    repeated = set(among["name"][among["name"].duplicated(keep=False)])
    return [
        _place(row, 16) if row["name"] in repeated else one_line(_text(row["name"]), 24) or _place(row, 16)
        for row in blocks.to_dict("records")
    ]


def _place(row: Mapping[Hashable, object], limit: int) -> str:
    """Return project and block, where they are known."""
    project, block = row.get("project_id"), row.get("learn_id")
    project_text = f"project {project}" if not _is_missing(project) else ""
    project_text = one_line(_text(row.get("project_name")), limit) or project_text
    block_text = f"block {block}" if not _is_missing(block) else ""
    return ", ".join(filter(None, [project_text, block_text])) or "a file without ids"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA
