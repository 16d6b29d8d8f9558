"""Windows from files: npy as Studio downloads it, and tables as CSV or Parquet."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..errors import InvalidFileError, MissingExtraError
from ..files import decode_text, read_file
from .npy import MAGIC, NotNpyError, read_npy
from .origin import ANOMALY, COLUMNS, NAMES, NO_ANOMALY
from .trained_values import check_columns
from .windows import Windows

if TYPE_CHECKING:
    import numpy as np

    from ..block.config import AnomalyConfig

#: Largest file, in bytes.
LARGEST = 4 * 2**30

_PARQUET = b"PAR1"
_ADVICE = "Use features as npy, CSV or Parquet: one row per window, one column per axis of the block."


def load_windows(
    path: str | os.PathLike[str],
    config: AnomalyConfig | None = None,
    *,
    anomaly_labels: Collection[str] = (ANOMALY,),
    no_anomaly_labels: Collection[str] = (NO_ANOMALY,),
    category: str = "",
) -> Windows:
    r"""Load windows from a file.

    Parameters
    ----------
    path : str or path
        An ``.npy`` file of n_windows × n_features, as Studio's “Download” of a processing block writes it; or
        a table as CSV or Parquet. The content decides, not the name. The columns of a table are indices or
        labels of axes. The columns sample_id, start_ms, end_ms, label and outcome become the origin.
        A table without names has all axes in their order.
    config : AnomalyConfig, optional
        The block. The columns are then checked against its axes.
    anomaly_labels, no_anomaly_labels : collection of str
        The labels of windows that are anomalies, and of those that are not.
    category : {"", "training", "testing"}
        Whether the block was trained on these windows.

    Returns
    -------
    Windows
        The features as float32, and their origin.

    Raises
    ------
    InvalidFileError
        The file has no windows that can be read; the message describes it.
    MissingExtraError
        Parquet needs the package pyarrow.
    OSError
        It cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "windows.csv")
    ...     _ = path.write_text("accX RMS,accY RMS,label\n0.5,1,idle\n0.25,2,anomaly\n")
    ...     load_windows(path).origin["outcome"].tolist()
    [nan, 'anomaly']
    """
    name = str(path)
    content = read_file(path, LARGEST)
    try:
        windows = Windows(
            _features(content, path),
            anomaly_labels=anomaly_labels,
            no_anomaly_labels=no_anomaly_labels,
            category=category,
            source=name,
        )
        if config is not None:
            check_columns(windows, config)
    except NotNpyError as exc:
        raise InvalidFileError(f"{name} {exc}. {_ADVICE}") from None
    except (ValueError, csv.Error) as exc:
        problem = f"{name} cannot be used. {exc}"
        raise InvalidFileError(problem if problem.endswith(".") else f"{problem}. {_ADVICE}") from None
    return windows


def _features(content: bytes, path: str | os.PathLike[str]) -> np.ndarray | pd.DataFrame:
    if content.startswith(_PARQUET):
        return _parquet(path)
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (
        content.startswith((MAGIC, b"PK"))
        or (b"\0" in content[:4] and not is_utf16)
        or content.lstrip()[:1] in (b"<", b"{", b"[")
        or Path(path).suffix.lower() in (".npy", ".npz", ".parquet", ".xlsx")
    ):
        return read_npy(content)  # if it is something else, the error describes it
    return _table(_text(content))


def _text(content: bytes) -> str:
    try:
        return decode_text(content)
    except ValueError as exc:
        raise NotNpyError("is not text, npy or Parquet") from exc


def _parquet(path: str | os.PathLike[str]) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except ImportError:
        message = f"{path} is a Parquet file, which needs pyarrow. {_pyarrow_advice()}"
        raise MissingExtraError(message) from None
    except Exception as exc:  # noqa: BLE001  # pyarrow raises several types
        raise NotNpyError(f"is Parquet, but damaged ({type(exc).__name__})") from None


def _pyarrow_advice() -> str:
    """Return what to install: pyarrow, or versions that work together.

    pip installs pyarrow 26 beside numpy 1, although it needs numpy 2: https://github.com/apache/arrow/issues/48473
    """
    if find_spec("pyarrow") is None:
        return "Install it: pip install pyarrow."
    return (
        "The installed pyarrow does not work with the installed numpy and pandas. Update all three: "
        "pip install --upgrade pyarrow numpy pandas."
    )


def _table(text: str) -> pd.DataFrame:
    """Read CSV with commas, semicolons or tabs, and with decimal commas where these do not separate."""
    if not text.strip():
        raise NotNpyError("is empty")
    if "\n" not in text.strip():
        raise NotNpyError("has one line: a table needs a line of names and a line per window")
    body = text.lstrip("\r\n")
    separator = max(",;\t", key=body.partition("\n")[0].count)
    names = next(csv.reader(StringIO(body), delimiter=separator))
    has_names = not _are_values(names)
    decimals = "." if separator == "," else ".,"
    tables = [_numbers(body, separator, decimal, has_names=has_names) for decimal in decimals]
    table = max(tables, key=_numeric_columns)  # the first if both are alike
    if has_names:
        if len(names) != table.shape[1]:
            raise ValueError(
                f"The header has {len(names):,} names, but the rows have {table.shape[1]:,} values."
            )
        table.columns = pd.Index(_spelt(names), dtype=object)
    return _without_row_numbers(table)


def _numbers(text: str, separator: str, decimal: str, *, has_names: bool) -> pd.DataFrame:
    """Read the lines without their names, since pandas would number repeated ones."""
    return pd.read_csv(
        StringIO(text),
        sep=separator,
        decimal=decimal,
        header=None,
        skiprows=int(has_names),
        skipinitialspace=True,
    )


def _numeric_columns(table: pd.DataFrame) -> int:
    return sum(map(pd.api.types.is_numeric_dtype, table.dtypes))


def _are_values(names: list[str]) -> bool:
    """Return True if the first line has numbers that are not indices of axes."""
    if all(name.strip().isdecimal() for name in names) and len(set(names)) == len(names):
        return False
    try:
        return bool([float(name.replace(",", ".")) for name in names])
    except ValueError:
        return False


def _spelt(names: list[str]) -> list[str]:
    """Return names, with those of the origin in lower case and with underscores."""
    spelt = [(name, name.strip().lower().replace(" ", "_")) for name in names]
    return [lower if lower in (*COLUMNS, NAMES) else name for name, lower in spelt]


def _without_row_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Remove the index of a frame that pandas wrote: a first column without a name, or named window."""
    first = str(table.columns[0]).strip().lower() if table.shape[1] else "-"
    is_index = first in ("", "window", "unnamed: 0") and table.iloc[:, 0].tolist() == list(range(len(table)))
    return table.iloc[:, 1:] if is_index else table
