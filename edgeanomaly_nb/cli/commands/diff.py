"""``edgeanomaly-nb diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...tables import records
from ...text import one_line
from ..help import FOUND, SERVICE
from ..mixed_selection import OrderedCommand, fetch_mixed, mixed_options
from ..options import output_options
from ..output.json import source_record
from ..output.marks import change_marks
from ..output.streams import put
from ..output.table import print_table
from ..output.terminal import print_heading, print_json, print_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ...block.config import AnomalyConfig
    from ..selection import BlockSelection


@click.command("diff", cls=OrderedCommand, found="changes, with --exit-code")
@mixed_options
@click.option("--exit-code", is_flag=True, help="End with 1 if anything changed.")
@output_options
def command(selections: Sequence[BlockSelection], *, exit_code: bool, as_json: bool) -> int:
    """Compare two blocks, or one block at two times.

    Select two blocks: saved configs (FILE), samples, or blocks of a project. The first on the command line
    is “before”, the second “after”. Axes are compared by label and thresholds by key, so a different index is
    not a change. Two folders are compared as surveys: blocks that were added or are gone, and the changes of
    each block. A block that could not be fetched or read is not compared, and the exit code is 3.

    Examples
    --------
    edgeanomaly-nb diff before.json after.json
    edgeanomaly-nb diff before.json --project 12345 --block 7    a file and the service
    edgeanomaly-nb diff --project 12345 --block 4,7              two blocks
    edgeanomaly-nb diff --sample motion --sample motion-later
    edgeanomaly-nb diff before.json after.json --exit-code || echo "it changed"
    edgeanomaly-nb diff monday/ today/                           two surveys
    """
    from ...comparison.changes import compare, describe_changes

    files = [file for selection in selections for file in selection.files]
    if any(Path(file).is_dir() for file in files):
        return _diff_surveys(files, exit_code=exit_code, as_json=as_json)
    fetched = fetch_mixed(selections)
    if fetched.failures:
        return fetched.exit_code()
    if len(fetched.configs) != 2:
        raise click.UsageError(
            f"Two blocks are needed, not {len(fetched.configs)}: select two with FILE, --sample and --block."
        )
    before, after = fetched.configs
    changes = compare(before, after)
    if as_json:
        sides = {"before": source_record(before.source), "after": source_record(after.source)}
        print_json({**sides, "in_words": describe_changes(changes), "changes": records(changes)})
    else:
        print_changes(before, after, changes)
    return FOUND if exit_code and len(changes) else 0


def _diff_surveys(files: Sequence[str], *, exit_code: bool, as_json: bool) -> int:
    if len(files) != 2 or not all(Path(file).is_dir() for file in files):
        raise click.UsageError("A folder is compared with another folder: name two.")
    from ...surveys.changes import describe_survey_changes, survey_changes
    from ...surveys.survey import Survey

    before, after = (Survey.load(file) for file in files)
    changes = survey_changes(before, after)
    sides = dict(zip(("before", "after"), files, strict=True))
    text = describe_survey_changes(changes)
    if as_json:
        print_json({**sides, "in_words": text, "changes": records(changes)})
    else:
        print_pairs(sides.items())
        put()
        print_heading(text)
        _print_survey_changes(changes)
    if any(row.error or row.project_id is None for side in (before, after) for row in side.rows):
        return SERVICE  # also without --exit-code, as for two blocks
    return FOUND if exit_code and len(changes) else 0


def _print_survey_changes(changes: pd.DataFrame) -> None:
    if changes.empty:
        return
    from ...comparison.changes import for_readers

    shown = for_readers(changes)
    texts = change_marks(shown["change"], shown["in_words"])
    ids = (shown[name].astype(str) for name in ("project_id", "learn_id"))
    put()
    print_table(
        zip(*ids, shown["part"], shown["subject"], shown["what"], texts, strict=True),
        ["project", "block", "part", "subject", "what", "change"],
    )


def print_changes(before: AnomalyConfig, after: AnomalyConfig, changes: pd.DataFrame) -> None:
    """Print the result of a comparison.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> fan = ea.load_sample("fan")
    >>> print_changes(fan, fan, ea.compare(fan, fan))
      before  bundled sample, project 519640, block 7
      after   bundled sample, project 519640, block 7
    <BLANKLINE>
    Nothing changed.
    """
    from ...comparison.changes import describe_changes, for_readers

    sides = [("before", before), ("after", after)]
    print_pairs((name, one_line(config.source.in_words, 200)) for name, config in sides)
    put()
    print_heading(describe_changes(changes))
    if len(changes):
        shown = for_readers(changes)
        texts = change_marks(shown["change"], shown["in_words"])
        rows = zip(shown["part"], shown["subject"], shown["what"], texts, strict=True)
        put()
        print_table(rows, ["part", "subject", "what", "change"])
