"""Windows as facts, for reports and commands."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from ..text import counted, listed, one_line
from .windows import Windows


def windows_facts(windows: Windows) -> list[tuple[str, str]]:
    """Return the facts about windows: pairs of a name and a value, each one line of plain text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> windows_facts(ea.load_sample_windows("motion", "testing"))[0]
    ('windows', '442 testing windows of 26 samples')
    """
    origin = windows.origin
    what = counted(len(windows), f"{one_line(windows.category, 40)} window".strip())
    samples = origin["sample_id"].dropna().nunique()
    facts = [("windows", what + (f" of {counted(samples, 'sample')}" if samples else ""))]
    if source := source_text(windows.source):
        facts.append(("windows from", source))
    outcomes = origin["outcome"].value_counts()
    if len(outcomes):
        facts.append(("outcomes", listed([f"{name} {count:,}" for name, count in outcomes.items()])))
    return facts


def source_text(source: str) -> str:
    """Return where windows come from; of a file without its folders, which may be private.

    Examples
    --------
    >>> source_text("/home/someone/windows.npy"), source_text("block 4 of project 1")
    ('windows.npy', 'block 4 of project 1')
    """
    for path in (PurePosixPath(source), PureWindowsPath(source)):
        if path.is_absolute() or (len(path.parts) > 1 and path.suffix):
            source = path.name
    return one_line(source, 120)
