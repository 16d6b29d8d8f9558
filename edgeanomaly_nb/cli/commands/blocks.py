"""``edgeanomaly-nb blocks``."""

from __future__ import annotations

import click

from ...selection import ALL, select_projects
from ..fetching import as_usage_error, open_client
from ..help import Command
from ..options import output_options, project_option
from ..output.json import block_records
from ..output.table import print_frame
from ..output.terminal import print_json
from ..selection import SAMPLE_PROJECTS, BlockSelection

HIDEABLE = ("dsp_ids", "title", "impulse_id", "name")


@click.command("blocks", cls=Command)
@project_option
@click.option("--sample", is_flag=True, help="List the blocks of the bundled projects.")
@output_options
def command(*, project: int | None, sample: bool, as_json: bool) -> None:
    """List the anomaly blocks of a project.

    The column learn_id has the ids for --block. Without --project, the project is that of EI_PROJECT_ID, or
    the only one that the key has access to.

    Examples
    --------
    edgeanomaly-nb blocks --project 12345
    edgeanomaly-nb blocks --sample
    edgeanomaly-nb blocks --project 12345 --json | jq '.[].learn_id'
    """
    import pandas as pd

    selection = BlockSelection(project, (ALL,), SAMPLE_PROJECTS if sample else None)
    with as_usage_error(selection):
        client = open_client(selection)
        projects = select_projects(client, selection.project_id, every_project=sample)
        frames = {project_id: client.list_anomaly_blocks(project_id) for project_id in projects}
    blocks = pd.concat(frames, names=["project_id"]).reset_index(level=1, drop=True)
    if as_json:
        print_json(block_records(blocks))
    else:
        print_frame(blocks, hideable=HIDEABLE)
