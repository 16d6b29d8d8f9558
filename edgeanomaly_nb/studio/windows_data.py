"""Windows out of the responses of the service: features of several processing blocks, labels, outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import ResponseTooLargeError
from ..scores.npy import NotNpyError, read_npy
from ..scores.origin import ANOMALY, NO_ANOMALY
from ..text import capitalized
from .data_schema import AnomalyLabels, DspMetadataBody
from .http.session import Progress
from .http.transport import Operation
from .windows_count import WindowsCount


def refuse_too_large(operation: Operation, count: WindowsCount, max_bytes: int) -> None:
    """Refuse more bytes than a limit, before they are fetched.

    Raises
    ------
    ResponseTooLargeError
        There are more.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.http.transport import Operation
    >>> refuse_too_large(Operation("the windows"), WindowsCount(10, 3, 120), 1000)
    """
    if count.n_bytes > max_bytes:
        raise operation.error(
            ResponseTooLargeError,
            f"{capitalized(operation.what)} were not fetched: {count.n_windows:,} windows of "
            f"{count.n_features:,} features are {count.n_bytes:,} bytes, more than the limit of "
            f"{max_bytes:,} bytes. Allow more with max_bytes=..., if your memory allows it.",
        )


def check_features(count: WindowsCount, expected: int | None) -> None:
    """Refuse processing blocks that have other features than the block.

    Raises
    ------
    NotNpyError
        The numbers differ.

    Examples
    --------
    >>> check_features(WindowsCount(10, 33, 1320), expected=33)
    """
    if expected not in (None, count.n_features):
        raise NotNpyError(
            f"has {count.n_features:,} features, but the block has {expected:,}: generate the features "
            "again in Studio, then train the block"
        )


def from_here(progress: Progress | None, done: int, total: int) -> Progress | None:
    """Return a callback for one of several transfers, which adds what was received before it.

    Examples
    --------
    >>> from_here(print, 100, 300)(20, None)
    120 300
    """
    return None if progress is None else lambda received, _: progress(done + received, total)


def read_features(body: bytes, metadata: DspMetadataBody) -> np.ndarray:
    """Return the features of one processing block.

    Raises
    ------
    NotNpyError
        The body is not an array of windows × features of this block.

    Examples
    --------
    >>> import io
    >>> body = io.BytesIO()
    >>> np.save(body, np.zeros((2, 3), np.float32))
    >>> metadata = DspMetadataBody(success=True, window_count=2, feature_count=3)
    >>> read_features(body.getvalue(), metadata).shape
    (2, 3)
    """
    array = read_npy(body)
    if array.ndim != 2 or array.shape[1] != metadata.feature_count:
        shape = " × ".join(f"{size:,}" for size in array.shape) or "one number"
        raise NotNpyError(
            f"has {shape}, where windows × {metadata.feature_count:,} features were expected: generate the "
            "features again in Studio"
        )
    return array


def join_blocks(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Return the features of several processing blocks side by side, as float32.

    Raises
    ------
    NotNpyError
        The blocks have different numbers of windows, or none.

    Examples
    --------
    >>> join_blocks([np.zeros((2, 3)), np.ones((2, 1))]).shape
    (2, 4)
    """
    counts = sorted({len(array) for array in arrays})
    if len(counts) > 1:
        raise NotNpyError(
            f"has {counts[0]:,} windows for one processing block and {counts[-1]:,} for another: generate "
            "the features of all blocks again in Studio"
        )
    if not counts or not counts[0]:
        raise NotNpyError("has no windows: generate the features in Studio first")
    with np.errstate(over="ignore"):  # beyond float32 is infinite, as on the device
        joined = np.concatenate(arrays, axis=1, dtype=np.float32, casting="unsafe")
    joined = np.ascontiguousarray(joined)
    joined.setflags(write=False)
    return joined


def read_origin(body: bytes | None, metadata: DspMetadataBody, n_windows: int) -> dict[str, Any]:
    """Return sample, time and label of each window; empty where the responses do not have them.

    Parameters
    ----------
    body : bytes or None
        npy int32 (n_windows, 4): index of the label from 1, id of the sample, start and end in ms.
    metadata : DspMetadataBody
        Of the same processing block: the names of the labels.
    n_windows : int
        Number of windows.

    Examples
    --------
    >>> metadata = DspMetadataBody(success=True, window_count=1, feature_count=3)
    >>> read_origin(None, metadata, 1)
    {}
    """
    table = None if body is None else _table(body, n_windows)
    if table is None:
        return _by_samples(metadata, n_windows)
    columns: dict[str, Any] = {"sample_id": table[:, 1], "start_ms": table[:, 2], "end_ms": table[:, 3]}
    names = metadata.labels
    if names is not None:
        columns["label"] = [names[at - 1] if 0 < at <= len(names) else None for at in table[:, 0].tolist()]
    return columns


def _table(body: bytes, n_windows: int) -> np.ndarray | None:
    try:
        table = read_npy(body)
    except NotNpyError:
        return None
    if table.ndim != 2 or table.shape[0] != n_windows or table.shape[1] < 4:
        return None
    return table.astype(np.int64)


def _by_samples(metadata: DspMetadataBody, n_windows: int) -> dict[str, Any]:
    counted = [(sample.id, sample.window_count) for sample in metadata.included_samples or ()]
    if not counted or sum(count or 0 for _, count in counted) != n_windows:
        return {}
    return {"sample_id": np.repeat([ident for ident, _ in counted], [count or 0 for _, count in counted])}


def outcome_labels(labels: AnomalyLabels) -> Mapping[str, tuple[str, ...]]:
    """Return the labels with a known outcome, as keyword arguments of `Windows`.

    Examples
    --------
    >>> outcome_labels(AnomalyLabels(["leak"]))
    {'anomaly_labels': ('leak',), 'no_anomaly_labels': ('no anomaly',)}
    """
    anomaly, normal = labels.anomaly_labels, labels.no_anomaly_labels
    return {
        "anomaly_labels": (ANOMALY,) if anomaly is None else tuple(anomaly),
        "no_anomaly_labels": (NO_ANOMALY,) if normal is None else tuple(normal),
    }
