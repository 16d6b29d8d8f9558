"""Frames as Parquet, which needs pyarrow."""

from __future__ import annotations

import io
from importlib.util import find_spec

import pandas as pd

from ..errors import MissingExtraError
from ..tables import flat


def require_pyarrow(what: str) -> None:
    """Raise the error that names the package, if pyarrow is not installed.

    Raises
    ------
    MissingExtraError
        It is not installed.
    """
    if find_spec("pyarrow") is None:
        raise MissingExtraError.of(what, "pyarrow")


def parquet_parts(frame: pd.DataFrame) -> list[bytes]:
    """Return a frame as Parquet.

    Raises
    ------
    MissingExtraError
        pyarrow is not installed.
    """
    require_pyarrow("A Parquet file")
    sink = io.BytesIO()
    flat(frame).to_parquet(sink, index=False)
    return [sink.getvalue()]
