"""The group of commands: it has all their names, and imports only the module of the command that is run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from ..version import __version__
from .help import PROGRAM, USAGE, split_sections, write_exit_codes, write_section
from .output.streams import put

#: Every command and what it does: the first line of its own help.
COMMANDS: Mapping[str, str] = {
    "demo": "Show the main features on the bundled samples",
    "samples": "List the bundled sample blocks",
    "blocks": "List the anomaly blocks of a project",
    "show": "Show the axes and the thresholds of blocks",
    "check": "Check blocks against a list of rules",
    "scores": "Show what thresholds would flag of some windows",
    "survey": "Survey the anomaly blocks of many projects",
    "diff": "Compare two blocks, or one block at two times",
    "report": "Write a report on one or several blocks",
    "set-threshold": "Show what new thresholds of a block would do, and write them",
    "fetch": "Save the configs of blocks to files",
    "firmware": "Write the thresholds of blocks as headers for C and C++",
    "lab": "Start JupyterLab on a notebook with the explorer",
}


class LazyGroup(click.Group):
    """A group whose commands are modules, each imported when it is run; its docstring has further sections.

    Examples
    --------
    >>> LazyGroup().list_commands(None)[:3]
    ['demo', 'samples', 'blocks']
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.help, self.sections = split_sections(self.help)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, after importing its module."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"{__package__}.commands.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, or raise an error that suggests the closest one."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from ..text import unknown_name

        raise click.UsageError(unknown_name("command", name, COMMANDS), ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples, how to set the key, exit codes and completion."""
        write_section(formatter, "Examples", self.sections)
        write_section(formatter, "Key", self.sections)
        write_exit_codes(formatter, "check has findings, or diff --exit-code has changes")
        write_section(formatter, "Completion", self.sections)


@click.command(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    r"""Inspect the anomaly blocks of Edge Impulse projects.

    Data go to stdout, messages to stderr. Only “set-threshold --apply” writes to the service.

    Examples
    --------
    edgeanomaly-nb demo                            all features, on bundled samples
    edgeanomaly-nb show --sample motion            one block
    edgeanomaly-nb report --sample --block all -o report.html
    edgeanomaly-nb blocks --project 12345          your own project
    edgeanomaly-nb check --project 12345 --block all --fail-on error

    Key
    ---
    Set the environment variable EI_API_KEY to a key of your own project; without it,
    you are prompted, and your input is not shown. A read-only key is enough,
    except for “set-threshold --apply”.
    EI_PROJECT_ID selects the project, EI_API_ENDPOINT another server.

    Completion
    ----------
    Let your shell complete commands, options and samples with the Tab key:
    bash  echo 'eval "$(_EDGEANOMALY_NB_COMPLETE=bash_source edgeanomaly-nb)"' >> ~/.bashrc
    zsh   echo 'eval "$(_EDGEANOMALY_NB_COMPLETE=zsh_source edgeanomaly-nb)"' >> ~/.zshrc
    fish  echo '_EDGEANOMALY_NB_COMPLETE=fish_source edgeanomaly-nb | source' \
            > ~/.config/fish/completions/edgeanomaly-nb.fish
    """
    if context.invoked_subcommand is None:
        put(context.get_help(), stderr=True)
        context.exit(USAGE)
