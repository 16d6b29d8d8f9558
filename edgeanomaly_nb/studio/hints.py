"""What a second look at a refusal adds to its message: what the block is, and what the key is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import structs

from .. import errors
from .block_names import describe_blocks, is_anomaly, shown
from .data_schema import Impulse, KeyInfoBody, LearnBlock
from .http.transport import Operation
from .secrets import Secret

#: The roles of a project's key, and whether a key of that role can read blocks.
_CAN_READ = {
    "admin": True,
    "readonly": True,
    "wladmin": True,
    "ingestiononly": False,
    "ingestion_deployment": False,
}


def find_hint(
    error: errors.StudioError,
    operation: Operation,
    hidden: tuple[Secret, ...],
    get_impulses: Callable[[], Sequence[Impulse]],
    get_key_info: Callable[[], KeyInfoBody] | None,
) -> str:
    """Return a hint about a refusal, or an empty text. A failing second look is ignored.

    Parameters
    ----------
    error : StudioError
        The refusal.
    operation : Operation
        The operation that failed.
    hidden : tuple of Secret
        Secrets that must not appear in the hint.
    get_impulses : callable
        Fetches the impulses of the project.
    get_key_info : callable or None
        Fetches what the service knows about the API key; None for other credentials.
    """
    project, learn = operation.project_id, operation.learn_id
    is_busy = isinstance(error, errors.RateLimitedError | errors.ServerError) and error.status_code != 500
    if project is None or is_busy:
        return ""
    try:
        is_known = isinstance(error, errors.PermissionDeniedError)
        if is_known or isinstance(error, errors.AuthenticationError):
            return key_hint(get_key_info(), project, hidden, known=is_known) if get_key_info else ""
        return "" if learn is None else block_hint(get_impulses(), project, learn, hidden)
    except errors.EdgeAnomalyError:
        return ""


def block_hint(
    impulses: Sequence[Impulse], project_id: int, learn_id: int, hidden: tuple[Secret, ...] = ()
) -> str:
    """Describe a block that is not an anomaly block, and list those of the project.

    Secrets in `hidden` do not appear.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.data_schema import Impulse, LearnBlock
    >>> blocks = [LearnBlock(3, "keras", "Classifier"), LearnBlock(5, "anomaly", "Motion")]
    >>> print(block_hint([Impulse(blocks)], 1, 3))
    Block 3 of project 1 is a "keras" block ("Classifier"), not an anomaly block. Its anomaly blocks are
    5 ("Motion").
    >>> print(block_hint([Impulse(blocks)], 1, 4))
    Project 1 has no block 4. Its anomaly blocks are 5 ("Motion").
    """
    sent = [block for impulse in impulses for block in impulse.learn_blocks]
    blocks = [structs.replace(block, name=shown(block.name, hidden)) for block in sent]
    named = next((block for block in blocks if block.id == learn_id), None)
    if named is not None and is_anomaly(named.type):
        return ""
    rest = [block for block in blocks if block is not named]
    return f"{_what_it_is(named, project_id, learn_id, hidden)} {_anomaly_blocks(rest)}"


def _what_it_is(named: LearnBlock | None, project_id: int, learn_id: int, hidden: tuple[Secret, ...]) -> str:
    if named is None:
        return f"Project {project_id} has no block {learn_id}."
    block = f'Block {learn_id} of project {project_id} is a "{shown(named.type, hidden)}" block'
    known = " that this version knows" if "anomaly" in named.type.lower() else ""
    return f'{block} ("{named.name}"), not an anomaly block{known}.'


def _anomaly_blocks(blocks: Sequence[LearnBlock]) -> str:
    if found := [(block.id, block.name) for block in blocks if is_anomaly(block.type)]:
        return f"Its anomaly blocks are {describe_blocks(found)}."
    return "It has no anomaly blocks: add one in Studio under Create impulse."


def key_hint(
    info: KeyInfoBody, project_id: int, hidden: tuple[Secret, ...] = (), *, known: bool = True
) -> str:
    """Describe a key of another project, or of a role that cannot read blocks.

    Parameters
    ----------
    info : KeyInfoBody
        What the service knows about the key.
    project_id : int
        The requested project.
    hidden : tuple of Secret
        Secrets that must not appear in the hint.
    known : bool
        Whether the service accepts the key (403), so that its role can be the reason.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.data_schema import KeyInfoBody
    >>> key_hint(KeyInfoBody(success=True, project_id=42), 1)
    'This key is for project 42; use an API key of project 1 (Dashboard, Keys; a read-only key is enough).'
    >>> key_hint(KeyInfoBody(success=True, project_id=1, role="ingestiononly"), 1)
    'This key is for project 1, but its role is "ingestiononly", which cannot read blocks; use an API key ...'
    """
    own = f"use an API key of project {project_id} (Dashboard, Keys; a read-only key is enough)."
    role = shown(info.role or "", hidden)
    if info.project_id is None:
        has_role = f' (role "{role}")' if role else ""
        return f"This key{has_role} belongs to no project, so it may be that of an organisation: {own}"
    if info.project_id != project_id:
        return f"This key is for project {info.project_id}; {own}"
    return _role_hint(info.role or "", role, project_id) if known and role else ""


def _role_hint(role: str, shown_role: str, project_id: int) -> str:
    key = f"This key is for project {project_id}"
    can_read = _CAN_READ.get(role)
    if can_read:
        return (
            f'{key} and its role is "{shown_role}", which can read blocks: the administrator of the server '
            "may have restricted it."
        )
    cannot = "which may not be enough to read blocks" if can_read is None else "which cannot read blocks"
    return (
        f'{key}, but its role is "{shown_role}", {cannot}; use an API key of the role "readonly" or "admin" '
        "(Dashboard, Keys)."
    )
