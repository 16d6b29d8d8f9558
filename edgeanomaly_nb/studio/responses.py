"""The typed error for a response of the service that is not the requested body."""

from __future__ import annotations

from typing import TypeVar

from .. import errors
from ..block.content import describe_content
from ..block.schema import Envelope, read_envelope
from .http.limits import seconds_text
from .http.session import Response
from .http.transport import Operation
from .secrets import Secret, scrub

E = TypeVar("E", bound=errors.EdgeAnomalyError)

_KINDS: dict[int, type[errors.StudioError]] = {
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    429: errors.RateLimitedError,
}
_NPY = b"\x93NUMPY"
_BEGINNING = 2**16  # of a body that is not npy

_CHECK_IDS = (
    "Check the ids: list_projects() and list_anomaly_blocks(project_id) show them, as the command "
    "“edgeanomaly-nb blocks” does."
)
CHECK_KEY = "Check that the key or token is complete and has not been deleted or expired."
_ADVICE_FOR = {
    400: _CHECK_IDS,
    401: CHECK_KEY,
    403: "The key or token has no access to this: use one of the project itself.",
    404: _CHECK_IDS,
    407: "This comes from a proxy that needs a user name and password: check HTTP_PROXY and ALL_PROXY.",
    511: "The network requires you to log in first: open any web page in a browser.",
}
# The meaning of a 2xx whose body cannot be decoded.
_BODIES = {
    204: "which announces that there is no body",
    205: "which announces that there is no body",
    206: "which announces only a part of the response",
}
_ADVICE = {
    errors.OperationFailedError: _CHECK_IDS,
    errors.ServerError: "This is a fault of the service: try again in a few minutes.",
}


def error_of(
    response: Response,
    operation: Operation,
    hidden: tuple[Secret, ...],
    problem: errors.OperationFailedError | errors.InvalidResponseError | None = None,
) -> errors.EdgeAnomalyError:
    """Return the error for a response that is a refusal or cannot be decoded.

    Parameters
    ----------
    response : Response
        Of any status.
    operation : Operation
        The operation that needs it.
    hidden : tuple of Secret
        Secrets that must not appear in a message.
    problem : OperationFailedError or InvalidResponseError, optional
        The error of decoding the body of a 2xx.

    Returns
    -------
    EdgeAnomalyError
        Of the type for the status; an InvalidResponseError keeps its message.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.http.session import Response
    >>> from edgeanomaly_nb.studio.http.transport import Operation
    >>> response = Response(404, b'{"success": false, "error": "No such block"}')
    >>> print(error_of(response, Operation("block 7 of project 1"), ()))
    Studio did not return block 7 of project 1: it responded with status 404 ("No such block"). Check ...
    """
    if isinstance(problem, errors.InvalidResponseError):
        problem.status_code = response.status
        note = _BODIES.get(response.status)
        return with_hint(problem, f"The status is {response.status}, {note}." if note else "")
    kind = kind_for_status(response.status)
    message, reason = read_refusal(response, hidden)
    text = f"Studio did not return {operation.what}: {reason}. {_advice(kind, response)}"
    return operation.refusal(kind, text, response, message)


def read_refusal(response: Response, hidden: tuple[Secret, ...]) -> tuple[str | None, str]:
    """Return the message of the service in a refusal, without secrets, and the refusal as text."""
    envelope = read_envelope(response.body)
    message = scrub(envelope.error, hidden) if envelope and envelope.error else None
    return message, describe_refusal(response.status, message, is_page=response.is_page)


def check_array(body: bytes, operation: Operation) -> None:
    """Refuse a body that is not npy; a refusal of the service is JSON, even if the status is 200.

    Raises
    ------
    OperationFailedError
        The body has ``success: false``.
    InvalidResponseError
        It is something else.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.http.transport import Operation
    >>> check_array(b"<html>", Operation("the testing windows of block 7 of project 1"))
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.errors.InvalidResponseError: The response for the testing windows of block 7 of project 1
    is a web page (HTML), such as that of a log-in or of a proxy, not npy. Check ...
    """
    if body.startswith(_NPY):
        return
    envelope = read_envelope(body)
    if envelope is not None and not envelope.success:
        operation.decode(body, Envelope)
    what = describe_content(body[:_BEGINNING])
    found = f"is {what}, not npy" if what else "is not npy" if body else "is empty"
    raise operation.error(
        errors.InvalidResponseError,
        f"The response for {operation.what} {found}. Check that the base URL is that of the Studio API, and "
        "that no proxy or log-in page replaces it.",
    )


def kind_for_status(status: int) -> type[errors.StudioError]:
    """Return the type of error for a status of the service; a 2xx has the body ``success: false``.

    Examples
    --------
    >>> [kind_for_status(status).__name__ for status in (200, 401, 404, 418, 503)]
    ['OperationFailedError', 'AuthenticationError', 'NotFoundError', 'StudioError', 'ServerError']
    """
    if 200 <= status < 300:
        return errors.OperationFailedError
    return errors.ServerError if 500 <= status < 600 else _KINDS.get(status, errors.StudioError)


def describe_refusal(status: int, message: str | None, *, is_page: bool = False) -> str:
    """Describe a refusal: its status and the message of the server.

    Examples
    --------
    >>> describe_refusal(403, None, is_page=True), describe_refusal(200, "Not now.")
    ('it responded with status 403 and a web page', 'the operation failed ("Not now")')
    """
    reason = "the operation failed" if 200 <= status < 300 else f"it responded with status {status}"
    page = " and a web page" if is_page else ""
    return reason + page + (f' ("{message.rstrip(".")}")' if message else "")


def _advice(kind: type[errors.StudioError], response: Response) -> str:
    status = response.status
    if response.is_page and status < 500:
        return "Check that the base URL is that of the Studio API, and that no log-in page replaces it."
    if kind is errors.RateLimitedError:
        return f"{too_many_text(response)} and try again."
    if not 100 <= status < 600:
        return f"{status} is not a status of HTTP: check the base URL, and any proxy between."
    return _ADVICE_FOR.get(status) or _ADVICE.get(kind, "Check the base URL and the ids.")


def too_many_text(response: Response) -> str:
    """Return the beginning of the advice after a 429: how long to wait."""
    pause = seconds_text(round(response.retry_after)) if response.retry_after else "a minute"
    return f"There were too many requests: wait {pause}"


def with_hint(error: E, hint: str) -> E:
    """Return the same error with a hint at the end of its message.

    Examples
    --------
    >>> print(with_hint(errors.StudioError("It failed."), "Turn it on."))
    It failed. Turn it on.
    """
    return type(error)(f"{error} {hint}", **vars(error)) if hint else error
