"""The command ``edgeanomaly-nb``: data on stdout, messages on stderr.

Only this module, the group and its help are loaded for ``--help``: each command is a module of its own in
``commands``, imported when it is asked for.
"""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any

import click

from ..errors import (
    EdgeAnomalyError,
    InvalidFileError,
    MissingCredentialsError,
    MissingExtraError,
    ReportError,
)
from .group import PROGRAM, group
from .help import BUG, INTERRUPTED, SERVICE, USAGE
from .output.streams import flush, open_streams, put, read_or_not

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPLETION = "_EDGEANOMALY_NB_COMPLETE"
_USAGE_ERRORS = (MissingCredentialsError, InvalidFileError, MissingExtraError, ReportError)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; those of the process when left out.

    Returns
    -------
    int
        0 when all went well; 1 when ``check`` found something or ``diff --exit-code`` a change; 2 for wrong
        usage: an option, no key, a setting or a file; 3 when the service refused or failed, or the network
        did; 70 for a bug of this package; 130 when interrupted by Ctrl-C.

    Examples
    --------
    >>> main(["show", "--sample", "one-class"])
    Anomaly block ...
    0
    """
    open_streams()
    _print_anything()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)
            warnings.showwarning = _show_warning
            code = _run(sys.argv[1:] if argv is None else list(argv))
    except click.exceptions.Exit as ended:  # --help and --version
        return ended.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        _complain(_with_help(error))
        return USAGE
    except EdgeAnomalyError as error:
        _complain(error)
        return USAGE if isinstance(error, _USAGE_ERRORS) else SERVICE
    except OSError as error:  # of a file: the network's are EdgeAnomalyErrors
        _complain(f"{error.filename}: {error.strerror}" if error.filename else error)
        return USAGE
    except Exception:  # noqa: BLE001  # told in full; Python's own exit code would say that check found something
        import traceback

        put(traceback.format_exc(), stderr=True)
        _complain("This is a bug: please report what stands above.")
        return BUG
    return code


def _run(argv: list[str]) -> int:
    if os.environ.get(_COMPLETION):
        return _complete(argv)
    _refuse_odd(argv)
    # Not group.main, which turns Ctrl-C and a closed pipe into exit code 1.
    try:
        with read_or_not(sys.stdout), group.make_context(PROGRAM, argv) as context:
            return int(group.invoke(context) or 0)
        return 0  # of --help and --version, which click prints
    finally:
        for stream in (sys.stdout, sys.stderr):
            flush(stream)


def _refuse_odd(argv: Sequence[str]) -> None:
    """Refuse what no path can hold: it can only come from Python, and fails in many places."""
    for argument in argv:
        try:
            odd = b"\0" in os.fsencode(argument)
        except UnicodeEncodeError:
            odd = True
        if odd:
            raise click.UsageError(f"An argument holds a character that no path can hold: {argument[:40]!a}.")


def _complete(argv: list[str]) -> int:
    """Complete a command line for a shell, which has set the variables; silently nothing if it has not."""
    try:
        group.main(argv, PROGRAM)
    except SystemExit as ended:
        return USAGE if ended.code else 0
    except Exception:  # noqa: BLE001  # whoever pressed the Tab key would read it in the middle of a command
        return USAGE
    return 0


def _print_anything() -> None:
    """Let a terminal of another encoding show what it can, and the rest as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _with_help(error: click.ClickException) -> str:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    return f"{message} Try: {context.command_path} --help" if context is not None else message


def _complain(what: object) -> None:
    from ..text import one_line

    put(f"{PROGRAM}: {one_line(str(what), 2000)}", stderr=True)


def _show_warning(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    # That a library calls another one in an old way is nothing to whoever types a command.
    if not issubclass(category, DeprecationWarning):
        _complain(f"warning: {message}")
