"""``edgeanomaly-nb show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..fetching import fetch_blocks
from ..help import Command
from ..options import block_options, files_argument, output_options
from ..output.json import config_record
from ..output.marks import flag_marks
from ..output.streams import put
from ..output.table import print_frame
from ..output.terminal import print_heading, print_json, print_pairs

if TYPE_CHECKING:
    import pandas as pd

    from ...block.config import AnomalyConfig
    from ..selection import BlockSelection

HIDEABLE = ("band_low_hz", "band_high_hz", "sensor", "feature", "configured")


@click.command("show", cls=Command)
@files_argument
@block_options
@click.option(
    "--all", "every_axis", is_flag=True, help="Show every axis, not only selected and favourite ones."
)
@output_options
def command(selection: BlockSelection, *, every_axis: bool, as_json: bool) -> int:
    """Show the axes and the thresholds of blocks.

    FILE is a config that was saved by “fetch” or config.save().

    Examples
    --------
    edgeanomaly-nb show --sample motion
    edgeanomaly-nb show --project 12345 --block 4,7
    edgeanomaly-nb show --sample --project 481207 --block all --all
    edgeanomaly-nb show saved.json --json | jq '.[0].axes[] | select(.favourite)'
    """
    fetched = fetch_blocks(selection)
    if as_json:
        print_json([config_record(config) for config in fetched.configs])
        return fetched.exit_code()
    for position, config in enumerate(fetched.configs):
        if position:
            put()
        print_config(config, every_axis=every_axis)
    return fetched.exit_code()


def print_config(config: AnomalyConfig, *, every_axis: bool = False) -> None:
    """Print facts, axes and thresholds.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print_config(ea.load_sample("one-class"))
    Anomaly block ...
    """
    from ...facts import config_title, facts

    print_heading(config_title(config))
    print_pairs(facts(config))
    if config.kind.has_axes:
        _print_axes(config.axes, every_axis=every_axis)
    thresholds = config.thresholds[["value", "suggested_value", "difference", "description"]]
    print_frame(thresholds, "Thresholds", hideable=("description",))  # which the facts have, too


def _print_axes(axes: pd.DataFrame, *, every_axis: bool) -> None:
    if every_axis:
        print_frame(_marked(axes), "Axes", hideable=HIDEABLE)
    else:
        chosen = axes.loc[axes["selected"] | axes["favourite"], ["label", "selected", "favourite"]]
        shown = _marked(chosen)
        count = f"{len(shown):,} of {len(axes):,} (--all shows the rest)"
        print_frame(shown, f"Axes that are selected or favourite, {count}")


def _marked(axes: pd.DataFrame) -> pd.DataFrame:
    """Return axes with symbols for a terminal: ● for selected, ★ for favourite."""
    import pandas as pd

    marks = {
        name: pd.Series(flag_marks(name, axes[name].tolist()), index=axes.index, dtype=object)
        for name in ("selected", "favourite")
    }
    return axes.assign(**marks)
