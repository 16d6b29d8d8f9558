"""The frames of a survey, built for all blocks at once; columns, order and dtypes never vary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..block.config import AnomalyConfig
from ..block.frames import (
    axes_columns,
    axis_indices,
    configured_axes,
    has_no_thresholds,
    text_column,
    threshold_rows_frame,
    thresholds_of,
)
from ..block.thresholds import is_as_suggested, is_on_scale, threshold_rows
from ..checks.findings import FindingSettings
from ..checks.severities import SEVERITIES
from .rows import Row

_IDS = ("project_id", "impulse_id", "learn_id")


def axes_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Return the axes of all blocks: as `AnomalyConfig.axes`, with the ids in the index.

    Examples
    --------
    >>> axes_frame([]).index.names
    FrozenList(['project_id', 'impulse_id', 'learn_id', 'ix'])
    """
    bodies = [row.config._wire for row in rows if row.config]
    ix = [axis_indices(body) for body in bodies]
    configured = [configured_axes(body, of_body) for body, of_body in zip(bodies, ix, strict=True)]
    axes = list(chain.from_iterable(body.axes for body in bodies))
    columns = axes_columns(axes, np.concatenate([np.zeros(0, dtype=bool), *configured]))
    index = _index(rows, [len(of_body) for of_body in ix], np.concatenate([np.zeros(0, np.int64), *ix]), "ix")
    return pd.DataFrame(columns, index=index, copy=False)


def thresholds_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Return the thresholds of all blocks: as `AnomalyConfig.thresholds`, with the ids in the index.

    Examples
    --------
    >>> thresholds_frame([]).index.names
    FrozenList(['project_id', 'impulse_id', 'learn_id', 'key'])
    """
    bodies = [row.config._wire for row in rows if row.config]
    thresholds = [thresholds_of(body) for body in bodies]
    counts = [len(of_body) for of_body in thresholds]
    frame = threshold_rows_frame(list(chain.from_iterable(thresholds)))
    frame["legacy"] = np.repeat(np.array([has_no_thresholds(body) for body in bodies], dtype=bool), counts)
    frame.index = _index(rows, counts, frame.index, "key")
    return frame


def _index(
    rows: Sequence[Row], counts: Sequence[int], last: np.ndarray | pd.Index, name: str
) -> pd.MultiIndex:
    """Return the index of a long frame: the ids of each block, repeated, and the index of its own frame."""
    fetched = [row for row in rows if row.config]
    at = np.repeat(np.arange(len(fetched)), counts)
    ids = _id_columns(fetched)
    return pd.MultiIndex.from_arrays(
        [*(pd.Index(ids[of][at]) for of in _IDS), pd.Index(last)], names=[*_IDS, name]
    )


def _id_columns(rows: Sequence[Row]) -> dict[str, pd.api.extensions.ExtensionArray | np.ndarray]:
    return {name: pd.array([getattr(row, name) for row in rows], dtype="Int64") for name in _IDS}


class Found(NamedTuple):
    """One finding: the position of its row, and the columns of `AnomalyConfig.findings`."""

    at: int
    severity: str
    code: str
    subject: str
    message: str


def find(rows: Iterable[Row], settings: FindingSettings) -> list[Found]:
    """Run the rules on all blocks; return the findings, the most severe first.

    Examples
    --------
    >>> find([], {})
    []
    """
    found = [
        Found(at, *finding)
        for at, row in enumerate(rows)
        if row.config
        # A config keeps its frames once they are built: those of a copy are dropped with it.
        for finding in replace(row.config).findings(**settings).itertuples(index=False, name=None)
    ]
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))  # stable: blocks keep their order


def findings_frame(rows: Sequence[Row], found: Sequence[Found]) -> pd.DataFrame:
    """Return the findings of all blocks.

    Examples
    --------
    >>> findings_frame([], []).columns.tolist()
    ['project_id', 'impulse_id', 'learn_id', 'severity', 'code', 'subject', 'message']
    """
    texts = {name: text_column([getattr(one, name) for one in found]) for name in Found._fields[1:]}
    return pd.DataFrame({**_id_columns([rows[one.at] for one in found]), **texts})


def blocks_frame(
    rows: Sequence[Row],
    names: Mapping[int, str],
    axes: pd.DataFrame,
    thresholds: pd.DataFrame,
    found: Sequence[Found],
) -> pd.DataFrame:
    """Return one row per block; `Survey.blocks` describes the columns.

    Parameters
    ----------
    rows : sequence of Row
        The blocks, projects without blocks, and errors.
    names : mapping
        The name of each project, where it is known.
    axes, thresholds : DataFrame
        The frames of the same rows.
    found : sequence of Found
        The findings of the same rows.
    """
    ids = _id_columns(rows)
    configs = [row.config for row in rows]
    sources = [config.source.fetched_at if config else None for config in configs]
    return pd.DataFrame(
        {
            "project_id": ids["project_id"],
            "project_name": text_column([names.get(row.project_id or 0) for row in rows]),
            "impulse_id": ids["impulse_id"],
            "impulse_name": text_column([row.impulse_name for row in rows]),
            "learn_id": ids["learn_id"],
            "name": text_column([config.name if config else None for config in configs]),
            "kind": text_column([config.kind.short_name if config else None for config in configs]),
            "trained": pd.array([config.trained if config else None for config in configs], dtype="boolean"),
            "stale": pd.array([row.stale for row in rows], dtype="boolean"),
            "clusters": pd.array([_clusters(config) for config in configs], dtype="Int64"),
            **_axis_counts(rows, axes),
            **_finding_counts(rows, found),
            **_score_thresholds(rows, thresholds),
            "fetched_at": pd.to_datetime(pd.Series(sources, dtype=object), utc=True).astype(
                "datetime64[us, UTC]"
            ),
            "error": text_column([row.error or None for row in rows]),
        }
    )


def _clusters(config: AnomalyConfig | None) -> int | None:
    return config.cluster_count if config and abs(config.cluster_count or 0) < 2**63 else None


def _axis_counts(rows: Sequence[Row], axes: pd.DataFrame) -> dict[str, object]:
    """Count the axes of each block; missing if its kind has no axes, which is not the same as 0."""
    lengths = [len(row.config._wire.axes) if row.config else 0 for row in rows]
    at = np.repeat(np.arange(len(rows)), lengths)
    selected, favourite = axes["selected"].to_numpy(), axes["favourite"].to_numpy()
    flags = {"axes": at, "selected": at[selected], "favourite": at[favourite]}
    flags["favourites_not_selected"] = at[favourite & ~selected]
    columns: dict[str, object] = {}
    has_none = np.array([row.config is not None and not row.config.kind.has_axes for row in rows], dtype=bool)
    for name, found in flags.items():
        column = _counts(rows, np.bincount(found, minlength=len(rows)))
        column[has_none] = pd.NA
        columns[name] = column
    return columns


def _counts(rows: Sequence[Row], counts: np.ndarray) -> pd.arrays.IntegerArray:
    """Return a column of counts, one per row, missing in the rows without a block."""
    is_missing = np.array([row.config is None for row in rows], dtype=bool)
    return pd.arrays.IntegerArray(counts.astype(np.int64), is_missing)


def _finding_counts(rows: Sequence[Row], found: Sequence[Found]) -> dict[str, object]:
    counts = {name: np.zeros(len(rows), dtype=np.int64) for name in SEVERITIES}
    for one in found:
        counts[one.severity][one.at] += 1
    return {f"{name}s": _counts(rows, column) for name, column in counts.items()}


def _score_thresholds(rows: Sequence[Row], thresholds: pd.DataFrame) -> dict[str, object]:
    """Return the threshold of the score of each block: the first that is a number."""
    of_row = thresholds_at(rows)
    numbers = thresholds["number"].to_numpy()
    usable = np.flatnonzero([is_on_scale(number) for number in numbers.tolist()])
    row_at, first = np.unique(of_row[usable], return_index=True)
    chosen = usable[first]
    keys: list[str | None] = [None] * len(rows)
    for at, key in zip(row_at.tolist(), thresholds.index.get_level_values("key")[chosen], strict=True):
        keys[at] = key
    columns: dict[str, object] = {"threshold_key": text_column(keys)}
    for name, source in _NUMBERS.items():
        column = np.full(len(rows), np.nan)
        column[row_at] = thresholds[source].to_numpy()[chosen]
        columns[name] = column
    differs = [is_as_suggested(row) is False for row in threshold_rows(thresholds)]
    columns["not_as_suggested"] = _counts(rows, np.bincount(of_row[differs], minlength=len(rows)))
    return columns


def thresholds_at(rows: Sequence[Row]) -> np.ndarray:
    """Return the position of the row of each threshold in the frame of all thresholds, int64.

    Examples
    --------
    >>> thresholds_at([Row(1), Row(2)]).tolist()
    []
    """
    lengths = [len(thresholds_of(row.config._wire)) if row.config else 0 for row in rows]
    return np.repeat(np.arange(len(rows)), lengths)


_NUMBERS = {"threshold": "number", "suggestion": "suggested_value", "difference": "difference"}
