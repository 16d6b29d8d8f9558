"""The wire types of configs of blocks, and the decoding of all responses.

The types of other responses are in `edgeanomaly_nb.studio.data_schema`.

What is accepted and refused in the body of ``getAnomaly``, and of ``getKeras``:

====================================================  =====================================================
in the body                                           what happens
====================================================  =====================================================
not JSON, not UTF-8, ``NaN``, half a surrogate pair   InvalidResponseError
``[]``, ``null``, a number, an empty body             InvalidResponseError
nesting beyond what the decoder takes                 InvalidResponseError
``success`` is false, with or without ``error``       OperationFailedError, whatever else is sent
a required field is missing or ``null``               InvalidResponseError with the path
a field of another type (``"ix": "a"``, ``1.0``)      InvalidResponseError with the path
``ix`` beyond 64 bits                                 InvalidResponseError with the path
a number beyond float64 (``1e400``)                   InvalidResponseError with the path
unknown fields, at any depth                          kept in the body, which ``to_json`` returns unchanged
a leading byte order mark                             accepted
an optional field that is missing or ``null``         ``None``
an integer where a number is expected                 accepted
``value`` a number of any size, or a string           kept as sent
``selectedAxes`` naming axes that do not exist        accepted; integers of any size
repeated ``ix``, repeated ``key``, no axes            accepted
labels that are empty, repeated or contain markup     accepted
axes without ``ix`` (older servers)                   the index is the position in the list
no ``thresholds`` (older servers)                     one legacy row from ``minimumConfidenceRating``
no ``dependencies.outputClasses`` (older servers)     empty
no ``success`` (``getAllDetailedImpulses``)           accepted
``getKeras``: no thresholds, rating, type, capacity   accepted
``getKeras``: a ``type`` without “anomaly” in it      InvalidResponseError with the type
====================================================  =====================================================
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from ..errors import InvalidResponseError, OperationFailedError
from ..files import UTF8_BOM
from ..text import one_line
from .content import describe_content

Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class Envelope(Struct, rename="camel", kw_only=True):
    """Base of every body. An operation that never sends ``success`` derives from it directly."""

    success: bool = True
    error: str | None = None


class Body(Envelope, kw_only=True):
    """Base of a body that always has ``success``."""

    success: bool


class Axis(Struct, gc=False, kw_only=True):
    """One selectable axis. ``ix`` is UNSET in the bodies of older servers."""

    # In the order of the response: msgspec decodes fields in this order without searching.
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
    """What the block depends on: classes, input blocks, feature and sample counts."""

    classes: tuple[str, ...]
    block_names: tuple[str, ...]
    feature_count: int
    sample_count: int
    output_classes: tuple[str, ...] = ()
    classes_per_key: dict[str, tuple[str, ...]] | None = None


class ConfigBody(Envelope, kw_only=True):
    """What the configurations of all kinds of anomaly blocks have in common.

    ``success`` may be missing: the configs in a body of ``getAllDetailedImpulses`` do not have it.
    """

    operation: ClassVar[str]
    path: ClassVar[str]  # of the operation, below /training/

    name: str
    dependencies: Dependencies
    trained: bool


class AnomalyBody(ConfigBody, kw_only=True):
    """The body of ``getAnomaly`` (``AnomalyConfigResponse``), for K-means and GMM blocks."""

    operation: ClassVar[str] = "getAnomaly"
    path: ClassVar[str] = "anomaly"
    anomaly_capacity: ClassVar[None] = None
    custom_parameters: ClassVar[None] = None

    axes: list[Axis]
    selected_axes: list[int]
    minimum_confidence_rating: float
    thresholds: list[Threshold] | UnsetType = UNSET
    cluster_count: int | None = None


class KerasBody(ConfigBody, kw_only=True):
    """The body of ``getKeras`` for a visual or custom anomaly block, which has no axes and no clusters.

    Raises
    ------
    ValueError
        Its ``type`` is that of another block, such as a classifier. msgspec makes a ValidationError of it.
    """

    operation: ClassVar[str] = "getKeras"
    path: ClassVar[str] = "keras"
    axes: ClassVar[tuple[Axis, ...]] = ()
    selected_axes: ClassVar[tuple[int, ...]] = ()
    cluster_count: ClassVar[None] = None

    minimum_confidence_rating: float | None = None
    thresholds: list[Threshold] | UnsetType | None = UNSET
    type: str | None = None
    anomaly_capacity: str | None = None
    custom_parameters: dict[str, object] | None = None

    def __post_init__(self) -> None:
        if self.type is not None and "anomaly" not in self.type.lower():
            kind = one_line(self.type, 60)
            raise ValueError(f"this is the configuration of a “{kind}” block, not of an anomaly block")


B = TypeVar("B", bound=Envelope)
S = TypeVar("S", bound=Struct)

_CHECK_BASE_URL = (
    " Check that the base URL is that of the Studio API, and that no proxy or log-in page replaces it."
)


def decode(
    body: bytes, as_type: type[B], *, what: str, project_id: int | None = None, learn_id: int | None = None
) -> B:
    """Decode a response of the service.

    Parameters
    ----------
    body : bytes
        The body as received.
    as_type : type
        One of the body types of this module.
    what : str
        What was requested, for messages: ``"block 7 of project 1"``.
    project_id, learn_id : int, optional
        Set on the errors.

    Returns
    -------
    Envelope
        An instance of `as_type`.

    Raises
    ------
    OperationFailedError
        The body has ``success: false``.
    InvalidResponseError
        The body is not JSON or does not fit the schema.

    Examples
    --------
    >>> decode(b'{"success": true}', Envelope, what="the key").success
    True
    >>> decode(b'{"success": 1}', Envelope, what="the key")
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.errors.InvalidResponseError: The response for the key does not fit the schema of the Studio
    API: Expected `bool`, got `int` - at `$.success`. ...
    """
    problem = ""
    envelope: Envelope | None = None
    try:
        if not body.isascii():
            body.decode()  # to_json returns all of it as text, also the fields that are not decoded
        decoded = msgspec.json.decode(body.removeprefix(UTF8_BOM), type=as_type)
    except msgspec.ValidationError as exc:
        envelope, problem = read_envelope(body), f"does not fit the schema of the Studio API: {exc}"
    except UnicodeDecodeError:
        problem = "is not UTF-8 text, so it is not JSON"
    except msgspec.DecodeError as exc:
        problem = f"is not JSON: {exc}"
    except RecursionError:
        problem = "is JSON that is nested too deeply for a response of the Studio API"
    else:
        envelope = decoded
    if envelope is not None and not envelope.success:
        raise _operation_failed(envelope.error, what, project_id, learn_id)
    if problem:
        message = f"The response for {what} {problem}.{_advice(body, as_type, project_id)}"
        raise InvalidResponseError(message, project_id=project_id, learn_id=learn_id)
    return decoded


def _operation_failed(
    error: str | None, what: str, project_id: int | None, learn_id: int | None
) -> OperationFailedError:
    message = f"Studio did not return {what}: {error or 'no reason was sent'}.".replace("..", ".")
    return OperationFailedError(message, project_id=project_id, learn_id=learn_id, studio_message=error)


# The documentation's rendered example of the model shows `axes` as text with back-ticks.
_IS_MOCK = re.compile(rb'"axes"\s*:\s*"`')
_MOCK = (
    " Its axes are text with back-ticks, as in the example of the documentation: this server may be a mock."
)


def _advice(body: bytes, as_type: type[Envelope], project_id: int | None) -> str:
    if _IS_MOCK.search(body):
        return _MOCK
    named = ""
    if is_config := issubclass(as_type, ConfigBody):
        found = describe_content(body)
        named = f" It is {found}; the response of {as_type.operation} is needed." if found else ""
    # The user passed a config that does not come from a project: no server is involved.
    is_fetched = not is_config or project_id is not None
    return named + (_CHECK_BASE_URL if is_fetched else "")


def read_envelope(body: bytes) -> Envelope | None:
    """Read ``success`` and ``error`` of any body; None if it is not a JSON object with such fields.

    Examples
    --------
    >>> read_envelope(b'{"success": false, "error": "No such block"}')
    Envelope(success=False, error='No such block')
    >>> read_envelope(b"<html>")
    """
    return decode_or_none(body, Envelope)


def decode_or_none(body: bytes, as_type: type[S]) -> S | None:
    """Decode a body; None if it is not JSON of this type."""
    try:
        return msgspec.json.decode(body.removeprefix(UTF8_BOM), type=as_type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def body_bytes(body: object, name: str) -> bytes:
    """Return a JSON body as bytes.

    Raises
    ------
    TypeError
        It is neither text nor bytes.

    Examples
    --------
    >>> body_bytes("{}", "body")
    b'{}'
    """
    if isinstance(body, str):
        return body.encode(errors="surrogatepass")
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    raise TypeError(
        f"{name} must be the JSON text of the response, as str or bytes, not {type(body).__name__}; "
        "json.dumps turns a dict into text."
    )
