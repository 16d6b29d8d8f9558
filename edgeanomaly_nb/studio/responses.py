"""What the service's refusals mean: the error for each status, and what a second look can add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from ..block.kinds import KINDS
from ..block.schema import read_envelope
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
from .secrets import scrub

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..block.schema import Impulse, KeyInfoBody, LearnBlock
    from .http.session import Answer
    from .http.transport import Operation
    from .secrets import Secret

T = TypeVar("T")
E = TypeVar("E", bound=EdgeAnomalyError)

# The learn blocks that have an anomaly config.
ANOMALY_TYPES = tuple(kind.type for kind in KINDS if kind.has_axes)
# Those that have another config, by what Studio calls them; any other type that says "anomaly" counts too.
_OTHER_TYPES = {kind.type: kind.name for kind in KINDS if not kind.has_axes}

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
_ADVICE_FOR = {
    400: _CHECK_IDS,
    407: "That comes from a proxy, which needs a user name and password: check HTTP_PROXY and ALL_PROXY.",
    511: "The network wants you to log in first: open any web page in a browser.",
}
# What a 2xx says of its body, where that is not what was asked for.
_BODIES = {
    204: "which announces that there is no body",
    205: "which announces that there is no body",
    206: "which announces a part of the response only",
}
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
        exc.status_code = answer.status
        note = _BODIES.get(answer.status)
        return with_hint(exc, f"It answered {answer.status}, {note}.") if note else exc.with_traceback(None)
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
    >>> from edgeanomaly_nb.studio.http.transport import Operation
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
    if status in _ADVICE_FOR:
        return _ADVICE_FOR[status]
    if not 100 <= status < 600:
        return f"{status} is no status of HTTP: check the base URL, and any proxy in between."
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


def block_hint(
    impulses: Sequence[Impulse], project_id: int, learn_id: int, hidden: tuple[Secret, ...] = ()
) -> str:
    """Say what the block is, if it is no anomaly block, and which blocks of the project are.

    `hidden` must not appear in it.

    Examples
    --------
    >>> from edgeanomaly_nb.block.schema import Impulse, LearnBlock
    >>> blocks = [LearnBlock(3, "keras", "Classifier"), LearnBlock(5, "anomaly", "Motion")]
    >>> print(block_hint([Impulse(blocks)], 1, 3))
    Block 3 of project 1 is a "keras" block ("Classifier"), not an anomaly block. Its anomaly blocks are
    5 ("Motion").
    >>> print(block_hint([Impulse(blocks)], 1, 4))
    Project 1 has no block 4. Its anomaly blocks are 5 ("Motion").
    """
    blocks = [
        structs.replace(block, name=scrub(block.name, hidden, limit=60))
        for impulse in impulses
        for block in impulse.learn_blocks
    ]
    named = next((block for block in blocks if block.id == learn_id), None)
    anomaly = [block for block in blocks if block.type in ANOMALY_TYPES]
    if named in anomaly:
        return ""
    if named is None:
        begin = f"Project {project_id} has no block {learn_id}."
    elif is_other_anomaly(named.type):
        kind = _OTHER_TYPES.get(named.type, f'"{scrub(named.type, hidden, limit=60)}"')
        begin = (
            f'Block {learn_id} of project {project_id} is a {kind} anomaly block ("{named.name}"), '
            "which this version cannot read yet."
        )
    else:
        kind = scrub(named.type, hidden, limit=60)
        is_a = f'is a "{kind}" block ("{named.name}"), not an anomaly block'
        begin = f"Block {learn_id} of project {project_id} {is_a}."
    rest = [(b.id, b.type, b.name) for b in blocks if is_other_anomaly(b.type) and b is not named]
    return f"{begin} {_listed(anomaly, rest)}"


def _listed(blocks: Sequence[LearnBlock], others: Sequence[tuple[int, str, str]]) -> str:
    if blocks:
        shown = ", ".join(f'{block.id} ("{block.name}")' for block in blocks[:10])
        return f"Its anomaly blocks are {shown}{' and more' if len(blocks) > 10 else ''}."
    if others:
        return f"Its anomaly blocks cannot be read by this version yet: {others_in_words(others)}."
    return "It has no anomaly blocks: add one in Studio under Create impulse."


def is_other_anomaly(block_type: str) -> bool:
    """Return True if blocks of a type are anomaly blocks of which this version cannot read the config.

    Examples
    --------
    >>> [is_other_anomaly(it) for it in ("keras-visual-anomaly", "keras-anomaly", "anomaly", "keras")]
    [True, True, False, False]
    """
    return block_type not in ANOMALY_TYPES and "anomaly" in block_type.lower()


def others_in_words(others: Sequence[tuple[int, str, str]]) -> str:
    """List visual and custom anomaly blocks, given as id, type and name.

    Examples
    --------
    >>> others_in_words([(9, "keras-visual-anomaly", "Surface"), (12, "keras-anomaly", "Autoencoder")])
    '9 ("Surface", visual), 12 ("Autoencoder", custom)'
    """
    shown = ", ".join(
        f'{ident} ("{_shown(name)}", {_OTHER_TYPES.get(kind, _shown(kind))})'
        for ident, kind, name in others[:10]
    )
    return f"{shown}{' and more' if len(others) > 10 else ''}"


def no_block_in_words(project_id: int, others: Sequence[tuple[int, str, str]] = ()) -> str:
    """Say that a project has no anomaly block, or none that this version can read, without a full stop.

    Parameters
    ----------
    project_id : int
        The project.
    others : sequence of (int, str, str)
        Its visual and custom anomaly blocks: id, type and name.

    Examples
    --------
    >>> no_block_in_words(1)
    'Project 1 has no anomaly block'
    >>> no_block_in_words(1, [(9, "keras-visual-anomaly", "Surface")])
    'Project 1 has no anomaly block of K-means or GMM; this version cannot read yet: 9 ("Surface", visual)'
    """
    if not others:
        return f"Project {project_id} has no anomaly block"
    words = others_in_words(others)
    return (
        f"Project {project_id} has no anomaly block of K-means or GMM; this version cannot read yet: {words}"
    )


def _shown(text: str) -> str:
    return scrub(text, (), limit=60)


#: The roles that a key of a project can have, each with whether a key of that role can read blocks.
_READS = {
    "admin": True,
    "readonly": True,
    "wladmin": True,
    "ingestiononly": False,
    "ingestion_deployment": False,
}


def key_hint(
    info: KeyInfoBody, project_id: int, hidden: tuple[Secret, ...] = (), *, known: bool = True
) -> str:
    """Say if the key belongs to something else than the project that was asked for, or has another role.

    Parameters
    ----------
    info : KeyInfoBody
        What the service says of the key.
    project_id : int
        The project that was asked for.
    hidden : tuple of Secret
        What must not appear in a message.
    known : bool
        Whether the service knows the key (403), so that its role can be the reason.

    Examples
    --------
    >>> from edgeanomaly_nb.block.schema import KeyInfoBody
    >>> key_hint(KeyInfoBody(success=True, project_id=42), 1)
    'This key is for project 42; use an API key of project 1 (Dashboard, Keys; a read-only key is enough).'
    >>> key_hint(KeyInfoBody(success=True, project_id=1, role="ingestiononly"), 1)
    'This key is for project 1, but its role is "ingestiononly", which cannot read blocks; use an API key ...'
    """
    own = f"use an API key of project {project_id} (Dashboard, Keys; a read-only key is enough)."
    role = scrub(info.role or "", hidden, limit=60)
    is_one = f' (role "{role}")' if role else ""
    if info.project_id is None:
        return f"This key{is_one} belongs to no project, so it may be an organisation's: {own}"
    if info.project_id != project_id:
        return f"This key is for project {info.project_id}; {own}"
    if not (known and role):
        return ""
    begin = f'This key is for project {project_id}, but its role is "{role}"'
    reads = _READS.get(info.role or "")
    if reads:
        return (
            f'This key is for project {project_id} and its role is "{role}", which can read blocks: whoever '
            "runs the server may have restricted it."
        )
    cannot = "which cannot read blocks" if reads is False else "which may not be enough to read blocks"
    return f'{begin}, {cannot}; use an API key of the role "readonly" or "admin" (Dashboard, Keys).'
