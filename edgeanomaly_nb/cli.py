"""The command ``edgeanomaly-nb``: data on stdout, messages on stderr."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from typing import TYPE_CHECKING, Any

from . import __version__
from .errors import EdgeAnomalyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from .config import AnomalyConfig
    from .studio.client import StudioClient

EXIT_OK, EXIT_USAGE, EXIT_SERVICE = 0, 2, 3

EXAMPLES = """\
examples:
  edgeanomaly-nb samples                        what the bundled sample blocks are for
  edgeanomaly-nb show --sample motion           one of them, its axes and its thresholds
  edgeanomaly-nb blocks --project 12345         the anomaly blocks of your project
  edgeanomaly-nb show --project 12345 --block 7

The key of your own project comes from the environment variable EI_API_KEY. A read-only key is enough.
Project ids are in the address of the project in the browser; "blocks" lists the block ids.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; those of the process when left out.

    Returns
    -------
    int
        0 when all went well, 2 for wrong usage, 3 when the service or the network failed.

    Examples
    --------
    >>> main(["show", "--sample", "one-class"])
    Anomaly block ...
    0
    """
    args = _parser().parse_args(argv)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)
            warnings.showwarning = _show_warning
            args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except EdgeAnomalyError as error:
        _complain(error)
        return EXIT_SERVICE
    except (TypeError, ValueError) as error:  # a key, an address or an id that cannot be right
        _complain(error)
        return EXIT_USAGE
    return EXIT_OK


def _complain(what: object) -> None:
    print(f"edgeanomaly-nb: {what}", file=sys.stderr)


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    _complain(f"warning: {message}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="edgeanomaly-nb",
        description="Look at the anomaly blocks of Edge Impulse projects.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"edgeanomaly-nb {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "samples", "list the bundled sample blocks", _samples)
    blocks = _add(commands, "blocks", "list the anomaly blocks of a project", _blocks)
    blocks.add_argument("--project", type=int, required=True, metavar="ID", help="project id")
    show = _add(commands, "show", "show the axes and the thresholds of a block", _show)
    show.add_argument(
        "--sample", metavar="NAME", help="a bundled sample block; needs no network and no account"
    )
    show.add_argument("--project", type=int, metavar="ID", help="project id")
    show.add_argument("--block", type=int, metavar="ID", help="learn block id")
    show.add_argument(
        "--all", action="store_true", help="every axis, not only the selected and favourite ones"
    )
    show.set_defaults(usage_error=show.error)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    run: Callable[[argparse.Namespace], None],
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    command.set_defaults(run=run)
    return command


def _samples(args: argparse.Namespace) -> None:
    from .studio.samples import list_samples

    _print_frame(list_samples().drop(columns="type"))


def _blocks(args: argparse.Namespace) -> None:
    _print_frame(_client().list_anomaly_blocks(args.project))


def _show(args: argparse.Namespace) -> None:
    config = _config(args)
    print(config)
    axes = config.axes
    if args.all:
        _print_frame(axes, "Axes")
    else:
        told = axes.loc[axes.selected | axes.favourite, ["label", "selected", "favourite"]]
        _print_frame(
            told, f"Axes that are selected or favourite, {len(told)} of {len(axes)} (--all shows the rest)"
        )
    _print_frame(config.thresholds[["value", "suggested_value", "difference", "description"]], "Thresholds")


def _config(args: argparse.Namespace) -> AnomalyConfig:
    from .studio.client import load_sample

    if args.sample is not None and (args.project is not None or args.block is not None):
        args.usage_error("give either --sample, or --project and --block")
    if args.sample is not None:
        try:
            return load_sample(args.sample)
        except ValueError as error:
            args.usage_error(str(error))
    if args.project is None or args.block is None:
        args.usage_error("give --project and --block, or --sample NAME")
    return _client().get_anomaly(args.project, args.block)


def _client() -> StudioClient:
    from .studio.client import StudioClient

    return StudioClient()


def _print_frame(frame: pd.DataFrame, title: str = "") -> None:
    if title:
        print(f"\n{title}")
    print(frame.to_string() if len(frame) else "none")
