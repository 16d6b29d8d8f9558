"""The end of every ``--help``: examples and exit codes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

import click

PROGRAM = "edgeanomaly-nb"
#: The exit codes that are not 0.
FOUND, USAGE, SERVICE, BUG, INTERRUPTED = 1, 2, 3, 70, 130


class Command(click.Command):
    r"""A command whose help has examples and exit codes; the docstring of its function has the examples.

    Parameters
    ----------
    found : str, optional
        The meaning of exit code 1, for a command that has it.

    Examples
    --------
    >>> command = Command("hello", help="Greet.\n\nExamples\n--------\nedgeanomaly-nb hello")
    >>> command.help, command.sections
    ('Greet.', {'Examples': 'edgeanomaly-nb hello'})
    """

    def __init__(self, *args: Any, found: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.help, self.sections = split_sections(self.help)
        self.found = found

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples and exit codes."""
        write_section(formatter, "Examples", self.sections)
        write_exit_codes(formatter, self.found)


def split_sections(docstring: str | None) -> tuple[str, dict[str, str]]:
    r"""Return the text of a docstring before its sections, and the sections by their headings.

    Examples
    --------
    >>> split_sections("Greet.\n\nExamples\n--------\nhello\n\nKey\n---\nNone is needed.")
    ('Greet.', {'Examples': 'hello', 'Key': 'None is needed.'})
    """
    text, *parts = re.split(r"\n\n(\w+)\n-+\n", inspect.cleandoc(docstring or ""))
    return text, dict(zip(parts[::2], parts[1::2], strict=True))


def write_section(formatter: click.HelpFormatter, heading: str, sections: Mapping[str, str]) -> None:
    r"""Write the lines of a section unchanged, under its heading.

    Examples
    --------
    >>> formatter = click.HelpFormatter()
    >>> write_section(formatter, "Examples", {"Examples": "one\ntwo"})
    >>> formatter.getvalue()
    'Examples:\n  one\n  two\n'
    """
    with formatter.section(heading):
        for line in sections.get(heading, "").splitlines():
            formatter.write(f"{'':{formatter.current_indent}}{line}\n")


def write_exit_codes(formatter: click.HelpFormatter, found: str = "") -> None:
    """Write the meaning of the exit codes; `found` is the meaning of 1, if any.

    Examples
    --------
    >>> formatter = click.HelpFormatter()
    >>> write_exit_codes(formatter)
    >>> "130" in formatter.getvalue()
    True
    """
    codes = [
        ("0", "success"),
        *([(str(FOUND), found)] if found else []),
        (str(USAGE), "wrong usage: an option, a missing key, a setting or a file"),
        (
            str(SERVICE),
            "the service refused or failed, the network failed, or a block could not be read",
        ),
        (str(BUG), "a bug in edgeanomaly-nb: please report the printed traceback"),
        (str(INTERRUPTED), "interrupted by Ctrl-C"),
    ]
    with formatter.section("Exit codes"):
        formatter.write_dl(codes)
