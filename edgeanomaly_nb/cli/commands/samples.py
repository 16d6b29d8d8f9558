"""``edgeanomaly-nb samples``."""

from __future__ import annotations

import click

from ...tables import records
from ..help import Command
from ..options import output_options
from ..output.table import print_frame
from ..output.terminal import print_json

HIDEABLE = ("n_axes", "learn_id", "project_id")


@click.command("samples", cls=Command)
@output_options
def command(*, as_json: bool) -> None:
    """List the bundled sample blocks.

    They need no network and no account. Use their names with --sample.

    Examples
    --------
    edgeanomaly-nb samples
    edgeanomaly-nb samples --json | jq -r '.[].name'
    """
    from ...studio.samples import list_samples

    frame = list_samples()
    if as_json:
        print_json(records(frame))
    else:
        print_frame(frame.drop(columns="type"), hideable=HIDEABLE)
