"""``edgeanomaly-nb diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ...tables import records
from ...text import one_line
from ..fetching import FetchedBlocks, fetch_blocks
from ..help import FOUND, Command
from ..options import (
    block_option,
    files_argument,
    output_options,
    project_option,
    sample_option,
)
from ..output.json import source_record
from ..output.streams import put
from ..output.table import print_frame
from ..output.terminal import print_heading, print_json, print_pairs
from ..selection import SAMPLE_PROJECTS, BlockSelection

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ...block.config import AnomalyConfig


@click.command("diff", cls=Command, found="changes, with --exit-code")
@files_argument
@project_option
@block_option
@sample_option(multiple=True)
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

    Select two blocks, in this order: saved configs (FILE), samples, and blocks of a project. The first is
    “before”, the second “after”. Axes are compared by label and thresholds by key, so a different index is
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

    fetched = _fetch_all(files, project, blocks, sample)
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
        shown = for_readers(changes).set_index("part")[["subject", "what", "in_words"]]
        put()
        print_frame(shown.rename(columns={"in_words": "change"}))


def _fetch_all(
    files: Sequence[str],
    project: int | None,
    blocks: Sequence[tuple[int | str, ...]],
    samples: Sequence[str],
) -> FetchedBlocks:
    """Return the files, then the named samples, then the blocks of a project."""
    selections = [BlockSelection(files=tuple(files))] if files else []
    selections += [BlockSelection(sample=name) for name in samples if name != SAMPLE_PROJECTS]
    service = SAMPLE_PROJECTS if SAMPLE_PROJECTS in samples else None
    if blocks or project is not None or service is not None:
        selections.append(BlockSelection.from_options(project, blocks, service))
    fetched = FetchedBlocks()
    for part in map(fetch_blocks, selections):
        fetched.configs += part.configs
        fetched.failures += part.failures
    return fetched
