"""``edgeanomaly-nb survey``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...selection import place_text
from ...text import one_line
from ..fetching import as_usage_error, open_client
from ..help import INTERRUPTED, SERVICE, Command
from ..options import output_options, project_ids
from ..output.files import check_output_path, writing
from ..output.streams import put
from ..output.table import print_table
from ..output.terminal import print_error, print_heading, print_json, print_pairs
from ..selection import SAMPLE_PROJECTS, BlockSelection
from ..settings import report_time, rule_settings, settings_options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ...surveys.survey import Survey

_MOST_PRINTED = 20


@click.command("survey", cls=Command)
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
@click.option(
    "--project",
    "projects",
    type=project_ids,
    default="all",
    metavar="ID[,ID]|all",
    help="The projects; by default all that the key has access to.",
)
@click.option("--sample", is_flag=True, help="The bundled projects.")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=click.Path(),
    multiple=True,
    metavar="PATH",
    help="A file: .html, .xlsx, .csv or .parquet; can be repeated.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    help="Keep each block as a file there, and fetch only what is missing or too old.",
)
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="With --into: how old a block may be; by default its age does not matter.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=16, show_default=True, help="Number of requests at a time."
)
@settings_options
@output_options
def command(
    *,
    folder: str | None,
    projects: tuple[int, ...] | Literal["all"],
    sample: bool,
    outputs: Sequence[str],
    into: str | None,
    max_age: float | None,
    jobs: int,
    settings: str | None,
    no_settings: bool,
    as_json: bool,
) -> int:
    """Survey the anomaly blocks of many projects.

    The output shows the worst blocks; a file (-o) has one line per block: threshold and suggestion, axes,
    findings. Ctrl-C keeps what was fetched.

    With --into, blocks are kept in a folder. A second run into it fetches only what is missing, and with
    --max-age also what is older. FOLDER shows such a folder, or one with files of “fetch”, without a network;
    “diff” compares two.

    Some forms need further packages: --into and .parquet pip install pyarrow; .xlsx pip install XlsxWriter.

    Examples
    --------
    edgeanomaly-nb survey --sample -o estate.html
    edgeanomaly-nb survey -o estate.html -o estate.xlsx
    edgeanomaly-nb survey --project 12345,12346 --into monday/
    edgeanomaly-nb survey --into today/ --max-age 3600 --jobs 4
    edgeanomaly-nb survey monday/ -o monday.html                 no network
    """
    _check(outputs, into, max_age)
    arguments = rule_settings(settings, no_settings).arguments
    if folder is None:
        client = open_client(BlockSelection(sample=SAMPLE_PROJECTS if sample else None, blocks=("all",)))
        from ...surveys.start import survey

        with as_usage_error(), writing(Path(into or ".")):
            found = survey(
                projects, client=client, into=into, max_age_s=max_age, jobs=jobs, findings=arguments
            )
    else:
        if sample or into or projects != "all":
            raise click.UsageError("A folder is read without --sample, --project and --into.")
        from ...surveys.survey import Survey

        found = Survey.load(folder, findings=arguments)
    made_at = report_time()
    for output in outputs:
        with writing(Path(output)):
            found.write(output, made_at=made_at)
    _print(found, [*outputs, *([into] if into else [])], as_json=as_json)
    return _exit_code(found)


def _check(outputs: Sequence[str], into: str | None, max_age: float | None) -> None:
    """Refuse what cannot be written before anything is fetched."""
    from ...surveys.forms import SUFFIXES

    for output in outputs:
        check_output_path(output, "-o")
        if Path(output).suffix.lower() not in SUFFIXES:
            raise click.UsageError(f"{output!r} has no suffix of a survey: use {', '.join(SUFFIXES)}.")
    if max_age is not None and into is None:
        raise click.UsageError("--max-age is the age of blocks in a folder: name it with --into.")


def _print(found: Survey, written: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        import pandas as pd

        from ...tables import records

        blocks = found.blocks.astype(object)
        times = [None if at != at else at.isoformat() for at in blocks["fetched_at"]]
        print_json(records(blocks.assign(fetched_at=pd.Series(times, dtype=object))))
    else:
        from ...surveys.text import survey_facts, survey_title

        _ = found.findings  # in a large survey, a text would omit them
        print_heading(survey_title(found))
        print_pairs(survey_facts(found))
        _print_worst(found)
        for path in written:
            put(path)
    _print_errors(found)


def _print_worst(found: Survey) -> None:
    """Print the blocks with findings, worst first; errors are printed apart."""
    from ...surveys.overview import overview

    lines = [line for line in overview(found) if line.kind and line.findings]
    shown = [
        (line.place, line.name, line.kind, line.verdict, line.threshold) for line in lines[:_MOST_PRINTED]
    ]
    if shown:
        columns = ("block", "name", "kind", "verdict", "threshold (suggested)")
        print_table(shown, columns, "Worst first")
    if len(lines) > _MOST_PRINTED:
        put(f"and {len(lines) - _MOST_PRINTED:,} more: -o estate.html has all")


def _print_errors(found: Survey) -> None:
    failed = [row for row in found.rows if row.error and not row.error.startswith("Not attempted")]
    for row in failed[:_MOST_PRINTED]:
        print_error(f"{place_text(row.project_id, row.learn_id)}: {one_line(row.error, 600)}")
    if len(failed) > _MOST_PRINTED:
        print_error(f"and {len(failed) - _MOST_PRINTED:,} more.")
    if found.stopped:
        skipped = sum(row.error.startswith("Not attempted") for row in found.rows)
        print_error(f"{skipped:,} not attempted: {found.stopped}.")


def _exit_code(found: Survey) -> int:
    if found.is_interrupted:
        return INTERRUPTED
    return SERVICE if any(row.error for row in found.rows) else 0
