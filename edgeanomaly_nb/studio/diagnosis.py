"""What the service's refusals mean: the error for each status, and what a second look can add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..errors import (
    AuthenticationError,
    EdgeAnomalyError,
    InvalidResponseError,
    NotFoundError,
    OperationFailedError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    StudioError,
)
from .auth import scrub
from .schema import read_envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .auth import Secret
    from .schema import Impulse, KeyInfoBody, LearnBlock
    from .transport import Operation
    from .wire import Answer

T = TypeVar("T")
E = TypeVar("E", bound=StudioError)

# The learn blocks that have an anomaly config.
ANOMALY_TYPES = ("anomaly", "anomaly-gmm")

_KINDS: dict[int, type[StudioError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitedError,
}
_CHECK_IDS = (
    "Check the ids: list_projects() and list_anomaly_blocks(project_id) show them, as the command "
    "“edgeanomaly-nb blocks” does."
)
_ADVICE: dict[type[StudioError], str] = {
    AuthenticationError: "Check that the key or token is whole and has not been deleted or expired.",
    PermissionDeniedError: "The key or token has no access to this: use one of the project's own.",
    NotFoundError: _CHECK_IDS,
    OperationFailedError: _CHECK_IDS,
    ServerError: "That is the service's own fault: try again in a few minutes.",
}


def read_answer(
    answer: Answer, operation: Operation, read: Callable[[bytes], T], hidden: tuple[Secret, ...]
) -> T | EdgeAnomalyError:
    """Decode an answer of the service.

    Parameters
    ----------
    answer : Answer
        Of any status.
    operation : Operation
        What was asked for.
    read : callable
        Decodes the body; may raise OperationFailedError and InvalidResponseError.
    hidden : tuple of Secret
        What must not appear in a message.

    Returns
    -------
    object or EdgeAnomalyError
        What `read` gives, or the error that the answer is. It is not raised here, where the body is at hand:
        bodies can hold keys, and tracebacks show the local variables of their frames.
    """
    said: str | None = None
    try:
        if answer.is_success:
            return read(answer.body)
        envelope = read_envelope(answer.body)
        said = envelope.error if envelope else None
    except OperationFailedError as exc:
        said = exc.studio_message
    except InvalidResponseError as exc:
        exc.__cause__ = exc.__context__ = None
        return exc.with_traceback(None)
    return error_for_status(
        answer.status,
        operation,
        said=scrub(said, hidden) if said else None,
        retry_after=answer.retry_after,
        is_page=answer.body.lstrip()[:1] == b"<",
    )


def kind_for_status(status: int) -> type[StudioError]:
    """Give the type of error for a status of the service; a 2xx is one that says ``success: false``.

    Examples
    --------
    >>> [kind_for_status(status).__name__ for status in (200, 401, 404, 418, 503)]
    ['OperationFailedError', 'AuthenticationError', 'NotFoundError', 'StudioError', 'ServerError']
    """
    if 200 <= status < 300:
        return OperationFailedError
    return ServerError if 500 <= status < 600 else _KINDS.get(status, StudioError)


def error_for_status(
    status: int,
    operation: Operation,
    *,
    said: str | None = None,
    retry_after: float | None = None,
    is_page: bool = False,
) -> StudioError:
    """Make the error for an answer that is a no.

    Parameters
    ----------
    status : int
        HTTP status; a 2xx is one that says ``success: false``.
    operation : Operation
        What was asked for.
    said : str, optional
        The service's own words, fit to be shown.
    retry_after : float, optional
        Seconds that the service asks to wait.
    is_page : bool
        Whether a web page came in place of JSON.

    Returns
    -------
    StudioError
        Of the type for the status.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.transport import Operation
    >>> print(error_for_status(404, Operation("block 7 of project 1"), said="No such block"))
    Studio did not give block 7 of project 1: it answered 404 and says "No such block". Check the ids: ...
    """
    kind = kind_for_status(status)
    answered = "the operation failed" if kind is OperationFailedError else f"it answered {status}"
    if is_page:
        answered += " with a web page"
    if said:
        answered += f' and says "{said.rstrip(".")}"'
    return operation.error(
        kind,
        f"Studio did not give {operation.what}: {answered}. {_advice(kind, status, retry_after, is_page)}",
        status_code=status,
        studio_message=said,
        retry_after=retry_after,
    )


def _advice(kind: type[StudioError], status: int, retry_after: float | None, is_page: bool) -> str:
    if is_page and status < 500:
        return "Check that the base URL is that of the Studio API, and that no log-in page is in between."
    if kind is RateLimitedError:
        return (
            f"Too many requests: wait {f'{retry_after:.0f} s' if retry_after else 'a minute'} and try again."
        )
    if kind is StudioError and status == 400:
        return _CHECK_IDS
    return _ADVICE.get(kind, "Check the base URL and the ids.")


def with_hint(error: E, hint: str) -> E:
    """Make the same error with a hint as the last thing it says.

    Examples
    --------
    >>> print(with_hint(StudioError("It failed."), "Turn it on."))
    It failed. Turn it on.
    """
    if not hint:
        return error
    return type(error)(f"{error} {hint}", **vars(error))


def block_hint(impulses: Sequence[Impulse], project_id: int, learn_id: int) -> str:
    """Say what the block is, if it is no anomaly block, and which blocks of the project are.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.schema import Impulse, LearnBlock
    >>> blocks = [LearnBlock(3, "keras", "Classifier"), LearnBlock(5, "anomaly", "Motion")]
    >>> print(block_hint([Impulse(blocks)], 1, 3))
    Block 3 of project 1 is a "keras" block ("Classifier"), not an anomaly block. Its anomaly blocks are
    5 ("Motion").
    >>> print(block_hint([Impulse(blocks)], 1, 4))
    Project 1 has no block 4. Its anomaly blocks are 5 ("Motion").
    """
    blocks = [block for impulse in impulses for block in impulse.learn_blocks]
    named = next((block for block in blocks if block.id == learn_id), None)
    anomaly = [block for block in blocks if block.type in ANOMALY_TYPES]
    if named in anomaly:
        return ""
    if named is None:
        begin = f"Project {project_id} has no block {learn_id}."
    else:
        is_a = f'is a "{_shown(named.type)}" block ("{_shown(named.name)}"), not an anomaly block'
        begin = f"Block {learn_id} of project {project_id} {is_a}."
    return f"{begin} {_listed(anomaly)}"


def _listed(blocks: Sequence[LearnBlock]) -> str:
    if not blocks:
        return "It has no anomaly blocks: add one in Studio under Create impulse."
    shown = ", ".join(f'{block.id} ("{_shown(block.name)}")' for block in blocks[:10])
    return f"Its anomaly blocks are {shown}{' and more' if len(blocks) > 10 else ''}."


def _shown(text: str) -> str:
    return scrub(text, (), limit=60)


def key_hint(info: KeyInfoBody, project_id: int) -> str:
    """Say if the key belongs to something else than the project that was asked for.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.schema import KeyInfoBody
    >>> key_hint(KeyInfoBody(success=True, project_id=42), 1)
    'This key is for project 42; use an API key of project 1 (Dashboard, Keys; a read-only key is enough).'
    """
    own = f"use an API key of project {project_id} (Dashboard, Keys; a read-only key is enough)."
    if info.project_id is None:
        return f"This key belongs to no project, so it may be an organisation's: {own}"
    return "" if info.project_id == project_id else f"This key is for project {info.project_id}; {own}"
