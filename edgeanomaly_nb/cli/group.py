"""The group of commands, which knows their names but loads only the one that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..version import __version__
from .help import USAGE, write_exit_codes, write_section
from .output.streams import put

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = "edgeanomaly-nb"

#: Every command and what it does, in one line: the first of its own help.
COMMANDS: Mapping[str, str] = {
    "demo": "Show the main job on the bundled samples",
    "samples": "List the bundled sample blocks",
    "blocks": "List the anomaly blocks of a project",
    "show": "Show the axes and the thresholds of blocks",
    "check": "Check blocks against a table of rules",
    "diff": "Compare two blocks, or one block at two times",
    "report": "Write a report of one block or several",
    "fetch": "Save the configs of blocks to files",
    "lab": "Start JupyterLab on a notebook with the explorer",
}

EXAMPLES = """\
edgeanomaly-nb demo                            all of it, on bundled samples
edgeanomaly-nb show --sample motion            one block
edgeanomaly-nb report --sample --block all -o report.html
edgeanomaly-nb blocks --project 12345          your own project
edgeanomaly-nb check --project 12345 --block all --fail-on error
"""

KEY = """\
The key of your own project comes from the environment variable EI_API_KEY;
without it you are asked, and what you type is not shown. A read-only key is
enough. EI_PROJECT_ID names the project, EI_API_ENDPOINT a server of your own.
"""

COMPLETION = """\
Let your shell complete commands, options and samples with the Tab key:
bash  echo 'eval "$(_EDGEANOMALY_NB_COMPLETE=bash_source edgeanomaly-nb)"' >> ~/.bashrc
zsh   echo 'eval "$(_EDGEANOMALY_NB_COMPLETE=zsh_source edgeanomaly-nb)"' >> ~/.zshrc
fish  echo '_EDGEANOMALY_NB_COMPLETE=fish_source edgeanomaly-nb | source' \\
        > ~/.config/fish/completions/edgeanomaly-nb.fish
"""


class LazyGroup(click.Group):
    """A group whose commands are modules, each imported when it is asked for.

    Examples
    --------
    >>> LazyGroup().list_commands(None)[:3]
    ['demo', 'samples', 'blocks']
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"{__package__}.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or the one that was meant."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        close = get_close_matches(name, COMMANDS, n=1)
        meant = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(COMMANDS)}."
        raise click.UsageError(f"There is no command {name!r}. {meant}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Add examples, where the key comes from, exit codes and completion."""
        write_section(formatter, "Examples", EXAMPLES)
        write_section(formatter, "Key", KEY)
        write_exit_codes(formatter, "check found something, or diff --exit-code a change")
        write_section(formatter, "Completion", COMPLETION)


@click.command(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Look at the anomaly blocks of Edge Impulse projects.

    Data go to stdout, messages to stderr. Nothing is ever written to the service.
    """
    if context.invoked_subcommand is None:
        put(context.get_help(), stderr=True)
        context.exit(USAGE)
