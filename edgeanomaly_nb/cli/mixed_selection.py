"""Selecting files, samples and blocks of a project together: in the order of the command line."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import click

from .fetching import FetchedBlocks, fetch_blocks
from .help import Command
from .options import block_option, files_or_folders_argument, project_option, sample_option
from .selection import SAMPLE_PROJECTS, BlockSelection

R = TypeVar("R")
_ARGUMENTS = f"{__name__}.arguments"


class OrderedCommand(Command):
    """A command that stores its arguments: click does not return the order of files and options.

    Examples
    --------
    >>> context = OrderedCommand("show", params=[click.Option(["--sample"])]).make_context(
    ...     "show", ["--sample", "motion"]
    ... )
    >>> context.meta[_ARGUMENTS]
    ['--sample', 'motion']
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Store the arguments, and parse them."""
        ctx.meta[_ARGUMENTS] = list(args)
        return super().parse_args(ctx, args)


def mixed_options(command: Callable[..., R]) -> Callable[..., R]:
    """Add files and the options that select blocks; the command receives a list of `BlockSelection` first.

    Examples
    --------
    >>> [option.name for option in mixed_options(lambda: 0).__click_params__]
    ['sample', 'blocks', 'project', 'files']
    """

    @files_or_folders_argument
    @project_option
    @block_option
    @sample_option(multiple=True)
    @functools.wraps(command)
    def run(
        *,
        files: Sequence[str],
        project: int | None,
        blocks: Sequence[tuple[int | str, ...]],
        sample: Sequence[str],
        **more: object,
    ) -> R:
        return command(mixed_selections(files, project, blocks, sample), **more)

    return run


def mixed_selections(
    files: Sequence[str],
    project: int | None,
    blocks: Sequence[tuple[int | str, ...]],
    samples: Sequence[str],
) -> list[BlockSelection]:
    """Return what is selected, in the order of the command line.

    The blocks of a project are one selection, which is where its first option is.

    Raises
    ------
    click.UsageError
        Options exclude each other.

    Examples
    --------
    >>> mixed_selections((), None, (), ("motion",))
    [BlockSelection(project=None, blocks=(), sample='motion', files=())]
    """
    service = SAMPLE_PROJECTS if SAMPLE_PROJECTS in samples else None
    given: dict[str, Iterator[BlockSelection]] = {
        "file": (BlockSelection(files=(file,)) for file in files),
        "sample": (BlockSelection(sample=name) for name in samples if name != SAMPLE_PROJECTS),
        "project": iter([BlockSelection.from_options(project, blocks, service)]),
    }
    context = click.get_current_context(silent=True)
    arguments = [] if context is None else context.meta.get(_ARGUMENTS, [])
    selections = [next(given[what], None) for what in _order(arguments, files, samples)]
    return [*filter(None, selections), *given["file"], *given["sample"]]


def _order(arguments: Sequence[str], files: Sequence[str], samples: Sequence[str]) -> Iterator[str]:
    """Yield what each argument selects: a file, a sample, or blocks of a project."""
    named = iter(samples)
    is_value = False
    for argument in arguments:
        option, equals, _ = argument.partition("=")
        if is_value:
            is_value = False
        elif option in ("--project", "--block"):
            is_value = not equals
            yield "project"
        elif option == "--sample":
            name = next(named, SAMPLE_PROJECTS)
            is_value = name != SAMPLE_PROJECTS and not equals
            yield "project" if name == SAMPLE_PROJECTS else "sample"
        elif argument in files:
            yield "file"


def fetch_mixed(selections: Sequence[BlockSelection]) -> FetchedBlocks:
    """Return the configs of several selections, and the client of the first that has one.

    Examples
    --------
    >>> fetched = fetch_mixed([BlockSelection(sample=name) for name in ("motion", "fan")])
    >>> [config.name for config in fetched.configs]
    ['Anomaly detection', 'Fan anomaly']
    """
    fetched = FetchedBlocks()
    for part in map(fetch_blocks, selections):
        fetched.configs += part.configs
        fetched.failures += part.failures
        fetched.client = fetched.client or part.client
    return fetched
