"""Arrays in npy bodies: features and labels as Studio sends and downloads them."""

from __future__ import annotations

import io

import numpy as np

from ..block.content import describe_content

MAGIC = b"\x93NUMPY"


class NotNpyError(ValueError):
    """The content is not an npy array of numbers; the message describes it, to follow “it”."""


def read_npy(content: bytes) -> np.ndarray:
    """Read an array of numbers; never unpickle.

    Parameters
    ----------
    content : bytes
        The content of a file or of a response.

    Returns
    -------
    ndarray
        Of any shape and any real dtype, in C or Fortran order.

    Raises
    ------
    NotNpyError
        It is not npy, incomplete, pickled, or has something other than numbers.

    Examples
    --------
    >>> read_npy(b"<html>")
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.scores.npy.NotNpyError: is a web page (HTML), such as that of a log-in or of a proxy, not
    npy
    """
    if not content.startswith(MAGIC):
        raise NotNpyError(_not_npy(content))
    stream = io.BytesIO(content)
    try:
        array = np.lib.format.read_array(stream, allow_pickle=False)
    except Exception as exc:  # noqa: BLE001  # the header is parsed as Python, which fails in many ways
        raise NotNpyError(_damage(exc)) from None
    if array.dtype.kind not in "fiub":
        raise NotNpyError(f"is npy of {array.dtype}, not of real numbers")
    if stream.read(1):
        raise NotNpyError("is npy with more data behind its array")
    return np.asarray(array)


def _not_npy(content: bytes) -> str:
    is_zip = content.startswith(b"PK")
    what = describe_content(content[: 2**20]) or ("a zip file such as npz" if is_zip else "")
    return f"is {what}, not npy" if what else "is not npy" if content else "is empty"


def _damage(error: Exception) -> str:
    if "allow_pickle" in str(error) or "Object arrays" in str(error):
        return "has Python objects (pickled), which are not read because they can run code"
    return "is npy, but incomplete or damaged"
