"""The changes between two configs as a frame: axes are matched by label, thresholds by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from ..block.config import AnomalyConfig
from ..block.frames import TEXT_DTYPE, object_column
from ..block.given_config import config_given
from ..text import counted
from .axes import axis_changes
from .block import block_changes
from .change import Change
from .thresholds import threshold_changes

_TEXT = ("part", "subject", "what", "change", "in_words")


def compare(before: AnomalyConfig, after: AnomalyConfig) -> pd.DataFrame:
    """Compare two configs; `edgeanomaly_nb.compare` describes how, and the columns.

    Raises
    ------
    TypeError
        One of the two is not a config.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> changes = compare(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> changes[changes.what == "value"].in_words.tolist()
    ['0.3 → 0.45: 0.15 higher, so it flags less']
    """
    for given in (before, after):
        config_given(given, "compare")
    return changes_frame(config_changes(before, after))


def config_changes(before: AnomalyConfig, after: AnomalyConfig) -> list[Change]:
    """Return the changes between two configs: of the block, then of its thresholds, then of its axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config_changes(ea.load_sample("motion"), ea.load_sample("motion-later"))[0].in_words
    '5 → 8'
    """
    found = (block_changes, threshold_changes, axis_changes)
    return [change for of_part in found for change in of_part(before, after)]


def changes_frame(changes: Sequence[Change]) -> pd.DataFrame:
    """Return changes as a frame, which `compare` describes.

    Examples
    --------
    >>> len(changes_frame([]))
    0
    """
    columns = list(zip(*changes, strict=True)) or [()] * len(Change._fields)
    return pd.DataFrame(
        {name: _column(name, values) for name, values in zip(Change._fields, columns, strict=True)}
    )


def describe_changes(changes: pd.DataFrame) -> str:
    """Return one line with the number of changes of each sort.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> motion = ea.load_sample("motion")
    >>> describe_changes(compare(motion, motion))
    'Nothing changed.'
    >>> describe_changes(compare(motion, ea.load_sample("motion-later")))
    '2 axes newly selected · 1 axis no longer selected · 1 axis added · 1 threshold changed · 4 changes of
    the block'
    """
    counts = Counter(zip(changes["part"], changes["what"], changes["change"], strict=True))
    numbers = [(counts["axis", what, change], one, many) for what, change, one, many in _AXIS_TEXTS]
    keys = changes.loc[changes["part"] == "threshold", "subject"].nunique()
    numbers.append((keys, "threshold changed", "thresholds changed"))
    numbers.append((int((changes["part"] == "block").sum()), "change of the block", "changes of the block"))
    texts = [counted(count, one, many) for count, one, many in numbers if count]
    return " · ".join(texts) or "Nothing changed."


_AXIS_TEXTS = (
    ("selected", "gained", "axis newly selected", "axes newly selected"),
    ("selected", "lost", "axis no longer selected", "axes no longer selected"),
    ("favourite", "gained", "more favourite", "more favourites"),
    ("favourite", "lost", "fewer favourite", "fewer favourites"),
    ("axis", "added", "axis added", "axes added"),
    ("axis", "removed", "axis removed", "axes removed"),
)


def for_readers(changes: pd.DataFrame) -> pd.DataFrame:
    """Return a changes frame for readers: axes without a label get a name, and a field is named once.

    Parameters
    ----------
    changes : DataFrame
        From `compare`.

    Returns
    -------
    DataFrame
        With other texts in ``subject`` and ``what``.

    Examples
    --------
    >>> changes = pd.DataFrame({"subject": ["trained", " "], "what": ["trained", "selected"]})
    >>> for_readers(changes).values.tolist()
    [['trained', ''], ['(no label)', 'selected']]
    """
    subject, what = changes["subject"], changes["what"]
    return changes.assign(
        subject=subject.where(subject.str.strip() != "", "(no label)"), what=what.where(what != subject, "")
    )


def _column(name: str, values: Sequence[object]) -> pd.Series:
    if name in _TEXT:
        return pd.Series(list(values), dtype=TEXT_DTYPE)
    return object_column(values)
