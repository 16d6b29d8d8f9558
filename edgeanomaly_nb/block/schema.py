"""The wire types of the Studio API, and their decoding: the one place that knows the JSON spelling.

What is refused and what is accepted in the body of ``getAnomaly``:

====================================================  =====================================================
in the body                                           what happens
====================================================  =====================================================
not JSON, not UTF-8, ``NaN``, half a surrogate pair   InvalidResponseError
``[]``, ``null``, a number, an empty body             InvalidResponseError
nesting beyond what the decoder takes                 InvalidResponseError
``success`` is false, with or without ``error``       OperationFailedError, whatever else is there
a required field is missing or ``null``               InvalidResponseError with the path
a field of another type (``"ix": "a"``, ``1.0``)      InvalidResponseError with the path
``ix`` beyond 64 bits                                 InvalidResponseError with the path: no index can hold it
a number beyond float64 (``1e400``)                   InvalidResponseError with the path
unknown fields, at any depth                          kept in the body, which ``to_json`` gives back as is
a leading byte order mark                             accepted
an optional field that is missing or ``null``         ``None``
an integer where a number is asked                    accepted
``value`` a number of any size, or a string           kept as sent
``selectedAxes`` naming axes that do not exist        accepted; integers of any size
repeated ``ix``, repeated ``key``, no axes            accepted
labels that are empty, repeated or hold markup        accepted
axes without ``ix`` (older servers)                   the index is the position in the list
no ``thresholds`` (older servers)                     one legacy row from ``minimumConfidenceRating``
no ``dependencies.outputClasses`` (older servers)     empty
====================================================  =====================================================
"""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from ..errors import InvalidResponseError, OperationFailedError
from .content import describe_content

Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class Envelope(Struct, gc=False):
    """What every answer starts with: ``success``, and ``error`` when the service says why not."""

    success: bool = True
    error: str | None = None


class Axis(Struct, gc=False, kw_only=True):
    """One selectable axis. ``ix`` is UNSET in the bodies of older servers."""

    # In the order of the wire, in which msgspec finds a field without looking for it.
    ix: Int64 | UnsetType = UNSET
    label: str
    selected: bool
    favourite: bool


class DropdownOption(Struct, gc=False):
    """One choice of a threshold whose value is picked from a list."""

    description: str
    value: str


class Threshold(Struct, rename="camel"):
    """One threshold (``BlockThreshold``)."""

    key: str
    description: str
    help_text: str
    value: int | float | str
    suggested_value: float | None = None
    suggested_value_text: str | None = None
    dropdown_options: list[DropdownOption] | None = None


class Dependencies(Struct, rename="camel", frozen=True):
    """What the block was configured against: classes, input blocks, feature and sample counts."""

    classes: tuple[str, ...]
    block_names: tuple[str, ...]
    feature_count: int
    sample_count: int
    output_classes: tuple[str, ...] = ()
    classes_per_key: dict[str, tuple[str, ...]] | None = None


class AnomalyBody(Struct, rename="camel"):
    """The body of ``getAnomaly`` (``AnomalyConfigResponse``)."""

    success: bool
    name: str
    dependencies: Dependencies
    axes: list[Axis]
    trained: bool
    selected_axes: list[int]
    minimum_confidence_rating: float
    thresholds: list[Threshold] | UnsetType = UNSET
    cluster_count: int | None = None
    error: str | None = None


class LearnBlock(Struct):
    """One learn block of an impulse."""

    id: Int64
    type: str
    name: str
    dsp: tuple[int, ...] | None = None
    title: str | None = None


class Impulse(Struct, rename="camel"):
    """One impulse, as far as its learn blocks go."""

    learn_blocks: list[LearnBlock]
    id: Int64 | None = None
    name: str | None = None


class ImpulsesBody(Struct):
    """The body of ``getAllImpulses``."""

    success: bool
    impulses: list[Impulse]
    error: str | None = None


class ImpulseBody(Struct):
    """The body of ``getImpulse``; ``impulse`` is absent when there is none yet."""

    success: bool
    impulse: Impulse | None = None
    error: str | None = None


class Project(Struct):
    """One project. The rest of what the service says about it can hold keys and addresses of people."""

    id: Int64
    name: str


class ProjectsBody(Struct):
    """The body of ``listProjects``."""

    success: bool
    projects: list[Project]
    error: str | None = None


class KeyInfoBody(Struct, rename="camel"):
    """The body of ``getCurrentApiKeyInfo``."""

    success: bool
    project_id: int | None = None
    role: str | None = None
    error: str | None = None


Body = TypeVar("Body", AnomalyBody, ImpulsesBody, ImpulseBody, ProjectsBody, KeyInfoBody)

_envelope = msgspec.json.Decoder(Envelope)
_decoders = {
    t: msgspec.json.Decoder(t) for t in (AnomalyBody, ImpulsesBody, ImpulseBody, ProjectsBody, KeyInfoBody)
}
_BOM = b"\xef\xbb\xbf"


def decode(
    body: bytes, as_type: type[Body], *, what: str, project_id: int | None = None, learn_id: int | None = None
) -> Body:
    """Decode an answer of the service.

    Parameters
    ----------
    body : bytes
        The body as received.
    as_type : type
        One of the body types of this module.
    what : str
        What was asked for, in words, for the messages: ``"block 7 of project 1"``.
    project_id, learn_id : int, optional
        Put on the errors.

    Returns
    -------
    Body
        An instance of `as_type`.

    Raises
    ------
    OperationFailedError
        The answer says ``success: false``.
    InvalidResponseError
        The answer is not JSON or not the schema.

    Examples
    --------
    >>> decode(b'{"success": true, "projectId": 1}', KeyInfoBody, what="the key").project_id
    1
    >>> decode(b'{"success": true, "projectId": "1"}', KeyInfoBody, what="the key")
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.errors.InvalidResponseError: The response for the key does not fit the schema of the Studio
    API: Expected `int | null`, got `str` - at `$.projectId`. ...
    """
    decoder: msgspec.json.Decoder[Body] = _decoders[as_type]  # type: ignore[assignment]
    problem = ""
    try:
        decoded = decoder.decode(body.removeprefix(_BOM))
    except msgspec.ValidationError as exc:
        envelope = read_envelope(body)
        if envelope is None or envelope.success:
            problem = f"does not fit the schema of the Studio API: {exc}"
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        problem = f"is not JSON: {exc}"
    except RecursionError:
        problem = "is JSON that is nested too deeply to be an answer of the Studio API"
    else:
        envelope = Envelope(decoded.success, decoded.error)
    if problem:
        found = describe_content(body) if as_type is AnomalyBody else ""
        named = f" It is {found}; the response of getAnomaly is needed." if found else ""
        # A body that no service was asked for was given by the user.
        is_fetched = as_type is not AnomalyBody or project_id is not None
        advice = (
            " Check that the base URL is that of the Studio API, and that no proxy or log-in page answers in "
            "its place."
        )
        raise InvalidResponseError(
            f"The response for {what} {problem}.{named}{advice if is_fetched else ''}",
            project_id=project_id,
            learn_id=learn_id,
        )
    if envelope is not None and not envelope.success:
        said = envelope.error or "it did not say why"
        raise OperationFailedError(
            f"Studio could not give {what}: {said}.".replace("..", "."),
            project_id=project_id,
            learn_id=learn_id,
            studio_message=envelope.error,
        )
    return decoded


def read_envelope(body: bytes) -> Envelope | None:
    """Read ``success`` and ``error`` of any answer; None when it is not a JSON object that has them.

    Examples
    --------
    >>> read_envelope(b'{"success": false, "error": "No such block"}')
    Envelope(success=False, error='No such block')
    >>> read_envelope(b"<html>")
    """
    try:
        return _envelope.decode(body.removeprefix(_BOM))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
