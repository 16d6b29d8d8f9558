"""Options that several commands have, and the types of their values."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeVar

import click

from ..selection import ALL
from ..text import unknown_name
from .selection import SAMPLE_PROJECTS, BlockSelection

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Sequence

    from click.shell_completion import CompletionItem

F = TypeVar("F", bound="Callable[..., object]")

#: The forms that a report can have: those of `edgeanomaly_nb.report.FORMS`, which is slow to import.
FORMS = ("html", "pdf", "md", "ipynb", "xlsx")


class Name(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has none
    """One of several names, which are looked up late; the error for another one suggests the closest.

    Parameters
    ----------
    what : str
        What the names are of.
    known : callable
        Returns the names.
    also : str, optional
        Another accepted value.

    Examples
    --------
    >>> Name("rule", lambda: ["untrained"]).convert("untraind", None, None)
    Traceback (most recent call last):
        ...
    click.exceptions.BadParameter: There is no rule 'untraind'. Did you mean 'untrained'?
    """

    def __init__(self, what: str, known: Callable[[], Iterable[str]], also: str | None = None) -> None:
        self.name = what
        self.known = known
        self.also = also

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the value if it is a known name."""
        known = list(self.known())
        if value in known or value == self.also:
            return value
        raise click.BadParameter(unknown_name(self.name, value, known))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Complete the names."""
        return _items(name for name in self.known() if name.startswith(incomplete))


class BlockIds(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has none
    """Block ids with commas between them, or ``all``.

    Examples
    --------
    >>> BlockIds().convert("4,7", None, None), BlockIds().convert("all", None, None)
    ((4, 7), ('all',))
    """

    name = "blocks"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int | str, ...]:
        """Return the ids."""
        if value == ALL:
            return (ALL,)
        try:
            return tuple(int(part) for part in value.split(","))
        except ValueError:
            raise click.BadParameter(
                f"{value!r} is not a block: use its number, several with commas between them, or {ALL!r}."
            ) from None

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Complete ``all``: only the service has the numbers."""
        return _items([ALL] if ALL.startswith(incomplete) else [])


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


class ReportPath(click.Path):
    """The file of a report, whose suffix selects the form; the shell completes the suffix."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Complete the suffix of a started name, or else any file."""
        stem, dot, begun = incomplete.rpartition(".")
        if not dot:
            stem, begun = incomplete, ""
        fitting = [f"{stem}.{form}" for form in FORMS if form.startswith(begun)]
        if not fitting or stem.strip("./") == "" or stem.endswith("/"):
            return super().shell_complete(ctx, param, incomplete)
        return _items(fitting)


def _items(values: Iterable[str]) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(value) for value in values]


def _sample_names() -> Collection[str]:
    from ..studio.samples import SAMPLES

    return SAMPLES


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


def sample_option(*, multiple: bool = False) -> Callable[[F], F]:
    """Return the option ``--sample``, which has an optional value.

    Examples
    --------
    >>> sample_option()(lambda: None).__click_params__[0].opts
    ['--sample']
    """
    return click.option(
        "--sample",
        type=Name("sample", _sample_names, also=SAMPLE_PROJECTS),
        is_flag=False,
        flag_value=SAMPLE_PROJECTS,
        multiple=multiple,
        metavar="[NAME]",
        help="A bundled block; without NAME, --project and --block select from the bundled projects.",
    )


block_option = click.option(
    "--block",
    "blocks",
    type=BlockIds(),
    multiple=True,
    metavar="ID[,ID]|all",
    help="One block, several, or all.",
)
files_argument = click.argument(
    "files", nargs=-1, metavar="[FILE]...", type=SavedFile(exists=True, dir_okay=False)
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
