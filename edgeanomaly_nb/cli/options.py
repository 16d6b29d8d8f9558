"""Options that several commands have, and the types of their values."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..selection import ALL
from ..text import unknown_name
from .selection import SAMPLE_PROJECTS, BlockSelection

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Sequence

F = TypeVar("F", bound="Callable[..., object]")

#: The forms that a report can have: those of `edgeanomaly_nb.report.FORMS`, which is slow to import.
FORMS = ("html", "pdf", "md", "ipynb", "xlsx")


def complete_from(known: Callable[[], Iterable[str]]) -> Callable[..., list[str]]:
    """Return the function that completes the names of an option.

    Examples
    --------
    >>> complete_from(lambda: ["untrained", "no-favourites"])(None, None, "un")
    ['untrained']
    """

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        return [name for name in known() if name.startswith(incomplete)]

    return complete


def known_name(what: str, value: str, known: Collection[str]) -> str:
    """Return the value of an option if it is a known name; the error for another one suggests the closest.

    Examples
    --------
    >>> known_name("rule", "untraind", ["untrained"])
    Traceback (most recent call last):
        ...
    click.exceptions.BadParameter: There is no rule 'untraind'. Did you mean 'untrained'?
    """
    if value not in known:
        raise click.BadParameter(unknown_name(what, value, known))
    return value


def block_ids(value: str) -> tuple[int | str, ...]:
    """Return block ids with commas between them, or ``all``.

    Examples
    --------
    >>> block_ids("4,7"), block_ids("all")
    ((4, 7), ('all',))
    """
    return (ALL,) if value == ALL else _ids(value, "block", "its number")


def project_ids(value: str) -> tuple[int, ...] | str:
    """Return project ids with commas between them, or ``all``.

    Examples
    --------
    >>> project_ids("12,13"), project_ids("all")
    ((12, 13), 'all')
    """
    return ALL if value == ALL else _ids(value, "project", "the number in its address")


def _ids(value: str, what: str, number: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in value.split(","))
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is not a {what}: use {number}, several with commas between them, or {ALL!r}."
        ) from None


class SavedFile(click.Path):
    """An existing saved config; the error for the name of a sample shows the option for samples.

    Examples
    --------
    >>> SavedFile(exists=True).convert("motion", None, None)
    Traceback (most recent call last):
        ...
    click.exceptions.BadParameter: There is no file 'motion'. The bundled block is --sample motion.
    """

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path of an existing file."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            if value not in _sample_names():
                raise
            message = f"There is no file {value!r}. The bundled block is --sample {value}."
            raise click.BadParameter(message) from None


def complete_report(ctx: click.Context, param: click.Parameter, incomplete: str) -> Sequence[object]:
    """Complete the suffix of a started name, which selects the form of a report, or else any file."""
    stem, dot, begun = incomplete.rpartition(".")
    if not dot:
        stem, begun = incomplete, ""
    fitting = [f"{stem}.{form}" for form in FORMS if form.startswith(begun)]
    if not fitting or stem.strip("./") == "" or stem.endswith("/"):
        return param.type.shell_complete(ctx, param, incomplete)
    return fitting


def _sample_names() -> Collection[str]:
    from ..studio.samples import SAMPLES

    return SAMPLES


def _sample(value: str) -> str:
    return value if value == SAMPLE_PROJECTS else known_name("sample", value, _sample_names())


def _set_color(context: click.Context, _: click.Parameter, no_color: bool) -> None:
    if no_color:
        context.color = False


no_color_option = click.option(
    "--no-color",
    is_flag=True,
    expose_value=False,
    callback=_set_color,
    help="Print without colours. The variable NO_COLOR does the same.",
)


def file_option(name: str, parameter: str, text: str, **settings: Any) -> Callable[[F], F]:
    """Return an option for an existing file; `text` is its help."""
    settings = {"type": click.Path(exists=True, dir_okay=False), "metavar": "FILE", **settings}
    return click.option(name, parameter, help=text, **settings)


def output_option(text: str, **settings: Any) -> Callable[[F], F]:
    """Return the option ``-o`` for what is written; `text` is its help."""
    settings = {"type": click.Path(), "metavar": "PATH", **settings}
    return click.option("-o", "--output", help=text, **settings)


def rule_option(text: str) -> Callable[[F], F]:
    """Return the option ``--rule``: from where on a score is above a threshold; `text` is its help."""
    return click.option("--rule", type=click.Choice([">", ">="]), default=">", show_default=True, help=text)


def output_options(command: F) -> F:
    """Add ``--json`` and ``--no-color`` to a command.

    Examples
    --------
    >>> [option.opts for option in output_options(lambda: None).__click_params__]
    [['--no-color'], ['--json']]
    """
    json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
    return json(no_color_option(command))


project_option = click.option(
    "--project", type=int, metavar="ID", help="Project: the number in its address. [variable: EI_PROJECT_ID]"
)


def _one_sample(context: click.Context, _: click.Parameter, samples: tuple[str, ...]) -> str | None:
    """Refuse several samples: click would use the last one without notice."""
    if len(samples) > 1:
        message = (
            "select one sample, or several blocks of one sample project: --sample --project ID --block ID,ID."
        )
        raise click.BadParameter(message, context, param_hint="--sample")
    return samples[0] if samples else None


def sample_option(*, multiple: bool = False) -> Callable[[F], F]:
    """Return the option ``--sample``, which has an optional value.

    Examples
    --------
    >>> sample_option()(lambda: None).__click_params__[0].opts
    ['--sample']
    """
    return click.option(
        "--sample",
        type=_sample,
        shell_complete=complete_from(_sample_names),
        is_flag=False,
        flag_value=SAMPLE_PROJECTS,
        multiple=True,
        callback=None if multiple else _one_sample,
        metavar="[NAME]",
        help="A bundled block; without NAME, --project and --block select from the bundled projects.",
    )


block_option = click.option(
    "--block",
    "blocks",
    type=block_ids,
    shell_complete=complete_from(lambda: [ALL]),  # only the service has the numbers
    multiple=True,
    metavar="ID[,ID]|all",
    help="One block, several, or all.",
)
files_argument = click.argument(
    "files", nargs=-1, metavar="[FILE]...", type=SavedFile(exists=True, dir_okay=False)
)
#: A folder is a survey: all blocks in it.
files_or_folders_argument = click.argument(
    "files", nargs=-1, metavar="[FILE|FOLDER]...", type=SavedFile(exists=True)
)


def block_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that select blocks; the command receives a `BlockSelection` as its first argument.

    Examples
    --------
    >>> command = block_options(lambda selection: selection)
    >>> command(project=1, blocks=((4, 7),), sample=None, files=())
    BlockSelection(project=1, blocks=(4, 7), sample=None, files=())
    """

    @project_option
    @block_option
    @sample_option()
    @functools.wraps(command)
    def run(
        *,
        project: int | None,
        blocks: Sequence[tuple[int | str, ...]],
        sample: str | None,
        files: Sequence[str] = (),
        **more: object,
    ) -> int:
        return command(BlockSelection.from_options(project, blocks, sample, files), **more)

    return run
