"""Numbers and text of the service as parts of a C file, which no text can end or continue."""

from __future__ import annotations

import re

import numpy as np

from ..text import one_line

# What could end a comment, begin another one, or continue a line (two question marks begin a trigraph), and
# what is not ASCII.
_UNSAFE = re.compile(r"\*(?=/)|/(?=\*)|\?(?=\?)|[^ -~]|\\")


def float32(number: float) -> float | None:
    """Return the nearest float32; None if it cannot hold the number.

    NaN, an infinity, a number beyond 3.4e38, and a number that becomes 0 cannot be held.

    Examples
    --------
    >>> float32(0.5), float32(1e39), float32(1e-50), float32(float("nan"))
    (0.5, None, None, None)
    """
    with np.errstate(over="ignore", under="ignore"):
        nearest = float(np.float32(number))
    if not np.isfinite(nearest) or (nearest == 0) != (number == 0):
        return None
    return nearest + 0.0  # -0.0 becomes 0


def float_literal(number: float) -> str:
    """Return a number as a C literal: the shortest text that gives the same float32.

    Parameters
    ----------
    number : float
        A number that `float32` can hold.

    Returns
    -------
    str
        With parentheses around a negative number, so that it can stand after an operator.

    Examples
    --------
    >>> float_literal(0.30000000000000004), float_literal(35), float_literal(-0.5), float_literal(1e20)
    ('0.3f', '35.0f', '(-0.5f)', '1e+20f')
    """
    text = f"{np.float32(number + 0.0)!s}f"
    return f"({text})" if text.startswith("-") else text


def comment_text(text: str, limit: int = 80) -> str:
    r"""Return text that is safe in a C comment: one line of ASCII.

    Characters that could end the comment or continue the line, and those that are not ASCII, become
    ``<U+00B0>``.

    Examples
    --------
    >>> comment_text("temperature (°C)"), comment_text("a */ b"), comment_text("why??/")
    ('temperature (<U+00B0>C)', 'a <U+002A>/ b', 'why<U+003F>?/')
    """
    return _UNSAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", one_line(text, limit))
