"""Options that several commands have, and the types of their values."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .selection import ALL, THE_SAMPLES, Wanted

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    from click.shell_completion import CompletionItem

F = TypeVar("F", bound="Callable[..., Any]")

#: The forms that a report can have: those of `edgeanomaly_nb.report.FORMS`, which is heavy to import.
FORMS = ("html", "pdf", "md", "ipynb", "xlsx")


class Name(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has none
    """One of some names, which are looked up late; another one gets those that are close.

    Parameters
    ----------
    what : str
        What the names are of.
    known : callable
        Gives the names.
    also : str, optional
        A further value, which is taken as it is.

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
        """Take a name that is known."""
        known = list(self.known())
        if value in known or value == self.also:
            return value
        from difflib import get_close_matches

        close = get_close_matches(value, known, n=1)
        meant = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(known)}."
        raise click.BadParameter(f"There is no {self.name} {value!r}. {meant}", ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Complete the names."""
        return _items(name for name in self.known() if name.startswith(incomplete))


class BlockIds(click.ParamType):  # type: ignore[type-arg]  # the same
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
        """Take the ids apart."""
        if value == ALL:
            return (ALL,)
        try:
            return tuple(int(part) for part in value.split(","))
        except ValueError:
            raise click.BadParameter(
                f"{value!r} is no block: give its number, several with commas between them, or {ALL!r}.", ctx
            ) from None

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Complete ``all``: the numbers are known to the service only."""
        return _items([ALL] if ALL.startswith(incomplete) else [])


class SavedFile(click.Path):
    """A saved config that is there; a sample is no file, so its name gets the option that names it.

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
        """Take a file that exists."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            if value not in list(_sample_names()):
                raise
            raise click.BadParameter(
                f"There is no file {value!r}. The bundled block is --sample {value}.", ctx
            ) from None


class ReportPath(click.Path):
    """A file to write a report to, whose suffix tells the form; the suffixes complete."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Complete the suffix of a name that has begun, or else any file."""
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


def _sample_names() -> Iterable[str]:
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
    help="No colours. The variable NO_COLOR does the same.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")
project_option = click.option(
    "--project", type=int, metavar="ID", help="Project: the number in its address. [variable: EI_PROJECT_ID]"
)


def sample_option(*, multiple: bool = False) -> Callable[[F], F]:
    """Make the option ``--sample``, which may stand without a value.

    Examples
    --------
    >>> sample_option()(lambda: None).__click_params__[0].opts
    ['--sample']
    """
    return click.option(
        "--sample",
        type=Name("sample", _sample_names, also=THE_SAMPLES),
        is_flag=False,
        flag_value=THE_SAMPLES,
        multiple=multiple,
        metavar="[NAME]",
        help="A bundled block; without NAME, --project and --block are those of the bundled projects.",
    )


block_option = click.option(
    "--block", "blocks", type=BlockIds(), multiple=True, metavar="ID[,ID]|all", help="Block, several, or all."
)
files_argument = click.argument(
    "files", nargs=-1, metavar="[FILE]...", type=SavedFile(exists=True, dir_okay=False)
)


def asks_for_blocks(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that name blocks; it gets them as its first argument, a `Wanted`.

    Examples
    --------
    >>> command = asks_for_blocks(lambda wanted: wanted)
    >>> command(project=1, blocks=((4, 7),), sample=None, files=())
    Wanted(project=1, blocks=(4, 7), sample=None, files=())
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
        **more: Any,
    ) -> int:
        return command(Wanted.given(project, blocks, sample, files), **more)

    return run
