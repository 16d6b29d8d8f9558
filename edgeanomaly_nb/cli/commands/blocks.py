"""``edgeanomaly-nb blocks``."""

from __future__ import annotations

import click

from ..fetching import find_projects, open_client, refusing, say_others
from ..help import Command
from ..options import json_option, no_color_option, project_option
from ..output.json import block_records
from ..output.table import print_frame
from ..output.terminal import print_json
from ..selection import ALL, THE_SAMPLES, Wanted

EXAMPLES = """\
edgeanomaly-nb blocks --project 12345
edgeanomaly-nb blocks --sample
edgeanomaly-nb blocks --project 12345 --json | jq '.[].learn_id'
"""


@click.command("blocks", cls=Command, examples=EXAMPLES)
@project_option
@click.option("--sample", is_flag=True, help="Look at the bundled projects.")
@json_option
@no_color_option
def command(*, project: int | None, sample: bool, as_json: bool) -> None:
    """List the anomaly blocks of a project.

    The number under learn_id is what --block takes. Without --project it is the project of EI_PROJECT_ID,
    or the only one that the key can see.
    """
    import pandas as pd

    with refusing():
        client = open_client(THE_SAMPLES if sample else None)
        projects = find_projects(client, Wanted(project, (ALL,), THE_SAMPLES if sample else None))
        frames = {ident: client.list_anomaly_blocks(ident) for ident in projects}
    listed = pd.concat(frames, names=["project_id"]).reset_index(level=1, drop=True)
    if as_json:
        print_json(block_records(listed))
    else:
        print_frame(listed, spare=("dsp_ids", "title", "impulse_id", "name"))
    for ident, frame in frames.items():
        say_others(ident, frame)
