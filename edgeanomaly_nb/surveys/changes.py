"""The changes between two surveys: blocks that were added or are gone, and the changes of each block."""

from __future__ import annotations

import pandas as pd

from ..block.config import AnomalyConfig
from ..comparison.change import Change
from ..comparison.changes import changes_frame, config_changes
from ..text import counted, one_line
from .survey import Survey

_Key = tuple[int | None, int | None]
#: The `change` of a row that shows why a block could not be compared.
NOT_COMPARED = "not compared"


def survey_changes(before: Survey, after: Survey) -> pd.DataFrame:
    """Return the changes; `compare` describes the frame.

    Examples
    --------
    >>> survey_changes(Survey([]), Survey([])).columns[:3].tolist()
    ['project_id', 'learn_id', 'part']
    """
    found = [(key, change) for key, old, new in matched(before, after) for change in _changes(old, new)]
    found += not_compared(before, after)
    frame = changes_frame([change for _, change in found])
    for at, name in enumerate(("project_id", "learn_id")):
        frame.insert(at, name, pd.Series([key[at] for key, _ in found], dtype="Int64"))
    return frame


def matched(before: Survey, after: Survey) -> list[tuple[_Key, AnomalyConfig | None, AnomalyConfig | None]]:
    """Return the config of each block on both sides, None where it does not exist.

    A block is omitted if it is not known whether it exists on one side: it, or its project, is an error
    there, or the project was not part of that survey.
    """
    old, new = _configs(before), _configs(after)
    pairs = [(key, old.get(key), new.get(key)) for key in {**old, **new}]
    known = _Known(before), _Known(after)
    return [pair for pair in pairs if not any(side.why_not(pair[0]) for side in known)]


def _configs(survey: Survey) -> dict[_Key, AnomalyConfig]:
    return {row.key: row.config for row in survey.rows if row.config is not None and None not in row.key}


class _Known:
    """Of which blocks a survey shows if they exist."""

    def __init__(self, survey: Survey) -> None:
        self._errors = {row.key: row.error for row in survey.rows if row.error}
        self._projects = {row.project_id for row in survey.rows}

    def why_not(self, key: _Key) -> str:
        """Return why it is not known if a block exists; empty if it is known."""
        if key == (None, None):
            return "files that do not name project and block" if None in self._projects else ""
        if key[0] not in self._projects:
            return "its project is not in this survey"
        return self._errors.get(key) or self._errors.get((key[0], None)) or ""


def _changes(old: AnomalyConfig | None, new: AnomalyConfig | None) -> list[Change]:
    if old is not None and new is not None:
        # Most blocks of an estate have not changed: equal bodies need no comparison.
        return [] if old == new and old.kind == new.kind else config_changes(old, new)
    if new is not None:
        return [Change("block", new.name, "block", "added", None, new.name, "a new block")]
    name = old.name if old is not None else ""
    return [Change("block", name, "block", "removed", name, None, "this block is gone")]


def not_compared(before: Survey, after: Survey) -> list[tuple[_Key, Change]]:
    """Return a row for each block and project of which nothing is known on one side, with the reason.

    Examples
    --------
    >>> from edgeanomaly_nb.surveys.rows import Row
    >>> ((key, row),) = not_compared(Survey([Row(1, error="Refused.")]), Survey([Row(1)]))
    >>> key, row.change, row.in_words
    ((1, None), 'not compared', 'before: Refused.')
    """
    sides = (("before", _Known(before)), ("after", _Known(after)))
    names = {row.key: row.config.name if row.config else "" for of in (after, before) for row in of.rows}
    found = []
    for key, name in names.items():
        reasons = [f"{side}: {why}" for side, known in sides if (why := known.why_not(key))]
        if reasons:
            text = one_line("; ".join(reasons), 600)
            found.append((key, Change("block", name, "block", NOT_COMPARED, None, None, text)))
    return found


def describe_survey_changes(changes: pd.DataFrame) -> str:
    """Return one line: how many blocks changed, were added and are gone.

    Examples
    --------
    >>> describe_survey_changes(survey_changes(Survey([]), Survey([])))
    'Nothing changed.'
    """
    is_block = changes["what"] == "block"
    added = int((is_block & (changes["change"] == "added")).sum())
    gone = int((is_block & (changes["change"] == "removed")).sum())
    changed = len(changes.loc[~is_block, ["project_id", "learn_id"]].drop_duplicates())
    numbers = ((changed, "changed"), (added, "added"), (gone, "gone"))
    texts = [f"{counted(number, 'block')} {word}" for number, word in numbers if number]
    unknown = int((changes["change"] == NOT_COMPARED).sum())
    if not unknown:
        return " · ".join(texts) or "Nothing changed."
    return " · ".join([*(texts or ["Nothing else changed"]), f"{counted(unknown, 'block')} not compared"])
