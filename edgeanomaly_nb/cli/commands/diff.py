"""``edgeanomaly-nb diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ...tables import records
from ...text import one_line
from ..help import FOUND
from ..mixed_selection import OrderedCommand, fetch_mixed, mixed_options, mixed_selections
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


@click.command("diff", cls=OrderedCommand, found="changes, with --exit-code")
@mixed_options
@click.option("--exit-code", is_flag=True, help="End with 1 if anything changed.")
@output_options
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

    Select two blocks: saved configs (FILE), samples, or blocks of a project. The first on the command line
    is “before”, the second “after”. Axes are compared by label and thresholds by key, so a different index is
    not a change.

    Examples
    --------
    edgeanomaly-nb diff before.json after.json
    edgeanomaly-nb diff before.json --project 12345 --block 7    a file and the service
    edgeanomaly-nb diff --project 12345 --block 4,7              two blocks
    edgeanomaly-nb diff --sample motion --sample motion-later
    edgeanomaly-nb diff before.json after.json --exit-code || echo "it changed"
    """
    from ...comparison.changes import compare, describe_changes

    fetched = fetch_mixed(mixed_selections(files, project, blocks, sample))
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
