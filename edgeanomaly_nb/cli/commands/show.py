"""``edgeanomaly-nb show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ...text import one_line
from ..fetching import gather
from ..help import Command
from ..options import asks_for_blocks, files_argument, json_option, no_color_option
from ..output.json import config_record
from ..output.streams import put
from ..output.table import print_frame
from ..output.terminal import print_heading, print_json, print_pairs

if TYPE_CHECKING:
    from ...block.config import AnomalyConfig
    from ..selection import Wanted

EXAMPLES = """\
edgeanomaly-nb show --sample motion
edgeanomaly-nb show --project 12345 --block 4,7
edgeanomaly-nb show --sample --project 481207 --block all --all
edgeanomaly-nb show saved.json --json | jq '.[0].axes[] | select(.favourite)'
"""
SPARE = ("band_low_hz", "band_high_hz", "sensor", "feature", "configured")


@click.command("show", cls=Command, examples=EXAMPLES)
@files_argument
@asks_for_blocks
@click.option("--all", "every_axis", is_flag=True, help="Every axis, not only selected and favourite ones.")
@json_option
@no_color_option
def command(wanted: Wanted, *, every_axis: bool, as_json: bool) -> int:
    """Show the axes and the thresholds of blocks.

    FILE is a config that “fetch” or config.save() has saved.
    """
    found = gather(wanted)
    if as_json:
        print_json([config_record(config) for config in found.configs])
        return found.code()
    for nth, config in enumerate(found.configs):
        if nth:
            put()
        print_config(config, every_axis=every_axis)
    return found.code()


def print_config(config: AnomalyConfig, *, every_axis: bool = False) -> None:
    """Print facts, axes and thresholds.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print_config(ea.load_sample("one-class"))
    Anomaly block ...
    """
    from ...facts import facts

    print_heading(f"Anomaly block “{one_line(config.name)}”")
    print_pairs(facts(config))
    axes = config.axes
    if every_axis:
        print_frame(axes, "Axes", spare=SPARE)
    else:
        told = axes.loc[axes["selected"] | axes["favourite"], ["label", "selected", "favourite"]]
        rest = f"{len(told)} of {len(axes)} (--all shows the rest)"
        print_frame(told, f"Axes that are selected or favourite, {rest}")
    thresholds = config.thresholds[["value", "suggested_value", "difference", "description"]]
    print_frame(thresholds, "Thresholds")
