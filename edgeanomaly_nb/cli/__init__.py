"""The command ``edgeanomaly-nb``: data on stdout, messages on stderr, errors as exit codes.

For ``--help``, only this module, the group and its help are loaded: each command is a module in ``commands``,
imported when it is run.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence

import click

from .. import errors
from .group import group
from .help import BUG, INTERRUPTED, PROGRAM, SERVICE, USAGE
from .output.streams import flush, ignoring_closed, open_streams, put

_COMPLETION = "_EDGEANOMALY_NB_COMPLETE"
_USAGE_ERRORS = (
    errors.FirmwareError,
    errors.InvalidChangeError,
    errors.InvalidFileError,
    errors.MissingCredentialsError,
    errors.MissingExtraError,
    errors.ReportError,
    errors.WritesNotAllowedError,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; by default those of the process.

    Returns
    -------
    int
        0 for success; 1 if ``check`` has findings or ``diff --exit-code`` has changes; 2 for wrong usage: an
        option, a missing key, a setting or a file; 3 if the service refused or failed, or the network failed;
        70 for a bug in this package; 130 after Ctrl-C.

    Examples
    --------
    >>> main(["show", "--sample", "one-class"])
    Anomaly block ...
    0
    """
    open_streams()
    _escape_unprintable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)
            warnings.showwarning = _show_warning
            return _run(sys.argv[1:] if argv is None else list(argv))
    except click.exceptions.Exit as ended:  # --help and --version
        return ended.exit_code
    except (KeyboardInterrupt, click.Abort):
        _print_error("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        _print_error(_with_help(error))
        return USAGE
    except errors.EdgeAnomalyError as error:
        _print_error(error)
        return USAGE if isinstance(error, _USAGE_ERRORS) else SERVICE
    except OSError as error:  # of a file: errors of the network are EdgeAnomalyErrors
        _print_error(f"{error.filename}: {error.strerror}" if error.filename else error)
        return USAGE
    except Exception:  # noqa: BLE001  # printed in full; Python's own exit code is that of findings
        import traceback

        put(traceback.format_exc(), stderr=True)
        _print_error("This is a bug: please report the traceback above.")
        return BUG


def _run(argv: list[str]) -> int:
    if os.environ.get(_COMPLETION):
        return _complete(argv)
    _refuse_invalid(argv)
    # Not group.main, which turns Ctrl-C and a closed pipe into exit code 1:
    # https://github.com/pallets/click/blob/main/src/click/core.py
    try:
        with ignoring_closed(sys.stdout), group.make_context(PROGRAM, argv) as context:
            return int(group.invoke(context) or 0)
        return 0  # --help and --version, which click prints
    finally:
        for stream in (sys.stdout, sys.stderr):
            flush(stream)


def _refuse_invalid(argv: Sequence[str]) -> None:
    """Refuse characters that no path can hold: they can only come from Python, and fail in many places."""
    for argument in argv:
        try:
            invalid = b"\0" in os.fsencode(argument)
        except UnicodeEncodeError:
            invalid = True
        if invalid:
            raise click.UsageError(f"An argument has a character that no path can hold: {argument[:40]!a}.")


def _complete(argv: list[str]) -> int:
    """Complete a command line for a shell, which has set the variables; print nothing if it has not."""
    try:
        group.main(argv, PROGRAM)
    except SystemExit as ended:
        return USAGE if ended.code else 0
    except Exception:  # noqa: BLE001  # a message would appear in the middle of a command line
        return USAGE
    return 0


def _escape_unprintable() -> None:
    """Print characters that the encoding of the terminal does not have as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _with_help(error: click.ClickException) -> str:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    return f"{message} Try: {context.command_path} --help" if context is not None else message


def _print_error(error: object) -> None:
    from .output.terminal import print_error  # --help does without

    print_error(error)


def _show_warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    # A deprecation concerns the developers of libraries, not the users of a command.
    if not issubclass(category, DeprecationWarning):
        _print_error(f"warning: {message}")
