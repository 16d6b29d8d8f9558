"""``edgeanomaly-nb diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ...text import one_line
from ..fetching import Gathered, gather
from ..help import FOUND, Command
from ..options import (
    block_option,
    files_argument,
    json_option,
    no_color_option,
    project_option,
    sample_option,
)
from ..output.json import records, source_record
from ..output.streams import put
from ..output.table import print_table
from ..output.terminal import print_heading, print_json, print_pairs
from ..selection import THE_SAMPLES, Wanted, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ...block.config import AnomalyConfig

EXAMPLES = """\
edgeanomaly-nb diff before.json after.json
edgeanomaly-nb diff before.json --project 12345 --block 7    what the service says now
edgeanomaly-nb diff --project 12345 --block 4,7              two blocks
edgeanomaly-nb diff --sample motion --sample motion-later
edgeanomaly-nb diff before.json after.json --exit-code || echo "it changed"
"""


@click.command("diff", cls=Command, examples=EXAMPLES, found="something changed, with --exit-code")
@files_argument
@project_option
@block_option
@sample_option(multiple=True)
@click.option("--exit-code", is_flag=True, help="End with 1 when anything changed.")
@json_option
@no_color_option
def command(
    *,
    files: Sequence[str],
    project: int | None,
    blocks: Sequence[tuple[int | str, ...]],
    sample: Sequence[str],
    exit_code: bool,
    as_json: bool,
) -> int:
    """Compare two blocks, or one block at two times.

    Give two of: saved configs (FILE), samples, and blocks of a project. What comes first in this order is the
    one before. Axes are compared by label and thresholds by key, so that an index that moved is no change.
    """
    from ...comparison.changes import compare, describe_changes

    found = _gather_all(files, project, blocks, sample)
    if found.failures:
        return found.code()
    if len(found.configs) != 2:
        raise refusal(
            f"Two blocks are compared, not {len(found.configs)}: give two of FILE, --sample and --block."
        )
    before, after = found.configs
    changes = compare(before, after)
    if as_json:
        sides = {"before": source_record(before.source), "after": source_record(after.source)}
        print_json({**sides, "in_words": describe_changes(changes), "changes": records(changes)})
    else:
        print_changes(before, after, changes)
    return FOUND if exit_code and len(changes) else 0


def print_changes(before: AnomalyConfig, after: AnomalyConfig, changes: pd.DataFrame) -> None:
    """Print what a comparison found.

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
        rows = for_readers(changes)[["part", "subject", "what", "in_words"]].itertuples(
            index=False, name=None
        )
        put()
        print_table(rows, ["part", "subject", "what", "change"])


def _gather_all(
    files: Sequence[str],
    project: int | None,
    blocks: Sequence[tuple[int | str, ...]],
    samples: Sequence[str],
) -> Gathered:
    """Get the files, then the named samples, then the blocks of a project."""
    wanted = [Wanted.given(None, (), None, files)] if files else []
    wanted += [Wanted.given(None, (), name) for name in samples if name != THE_SAMPLES]
    service = THE_SAMPLES if THE_SAMPLES in samples else None
    if blocks or project is not None or service is not None:
        wanted.append(Wanted.given(project, blocks, service))
    found = Gathered([])
    for part in map(gather, wanted):
        found.configs += part.configs
        found.failures += part.failures
    return found
