"""The end of every ``--help``: examples and exit codes."""

from __future__ import annotations

from typing import Any

import click

#: The exit codes that are not 0.
FOUND, USAGE, SERVICE, BUG, INTERRUPTED = 1, 2, 3, 70, 130


class Command(click.Command):
    """A command whose help has examples and exit codes.

    Parameters
    ----------
    examples : str
        Lines, shown unchanged.
    found : str, optional
        The meaning of exit code 1, for a command that has it.

    Examples
    --------
    >>> command = Command("hello", examples="edgeanomaly-nb hello")
    >>> "edgeanomaly-nb hello" in command.get_help(click.Context(command))
    True
    """

    def __init__(self, *args: Any, examples: str, found: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = examples
        self.found = found

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples and exit codes."""
        write_section(formatter, "Examples", self.examples)
        write_exit_codes(formatter, self.found)


def write_section(formatter: click.HelpFormatter, heading: str, lines: str) -> None:
    r"""Write lines unchanged, under a heading.

    Examples
    --------
    >>> formatter = click.HelpFormatter()
    >>> write_section(formatter, "Examples", "one\ntwo")
    >>> formatter.getvalue()
    'Examples:\n  one\n  two\n'
    """
    with formatter.section(heading):
        for line in lines.splitlines():
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
        (str(SERVICE), "the service refused or failed, or the network failed"),
        (str(BUG), "a bug in edgeanomaly-nb: please report the printed traceback"),
        (str(INTERRUPTED), "interrupted by Ctrl-C"),
    ]
    with formatter.section("Exit codes"):
        formatter.write_dl(codes)
