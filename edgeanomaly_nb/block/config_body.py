"""Which operation the body of a config comes from: by the type of the block, or by what is in the body."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from .kinds import kind_of
from .schema import AnomalyBody, KerasBody, decode, decode_or_none
from .source import Source, block_text


def body_class(block_type: str | None) -> type[AnomalyBody] | type[KerasBody]:
    """Return the class for the body of a block, by its type; an unknown type is read with ``getAnomaly``.

    Examples
    --------
    >>> [body_class(it).operation for it in ("anomaly", "keras-visual-anomaly", None)]
    ['getAnomaly', 'getKeras', 'getAnomaly']
    """
    return AnomalyBody if kind_of(block_type).has_axes else KerasBody


class _Shape(msgspec.Struct, rename="camel"):
    """The fields that show which operation a body comes from; they may have any type."""

    axes: object = None
    selected_axes: object = None
    type: object = None
    thresholds: object = None
    anomaly_capacity: object = None


def decode_config(body: bytes, source: Source) -> tuple[AnomalyBody | KerasBody, Source]:
    """Decode the body of a config.

    Parameters
    ----------
    body : bytes
        The body of ``getAnomaly`` or ``getKeras``.
    source : Source
        Where it came from. If its type is unknown, the body shows which operation it comes from.

    Returns
    -------
    AnomalyBody or KerasBody
        The decoded body.
    Source
        The source, with the type of the body if it has no known one itself.

    Examples
    --------
    >>> body = b'''{"success": true, "name": "Surface", "trained": true, "type": "keras-visual-anomaly",
    ... "thresholds": [], "dependencies": {"classes": [], "blockNames": [], "featureCount": 1,
    ... "sampleCount": 2}}'''
    >>> wire, source = decode_config(body, Source())
    >>> wire.name, source.block_type
    ('Surface', 'keras-visual-anomaly')
    """
    known = source.block_type
    as_type = body_class(known) if kind_of(known).is_known else _class_by_shape(body)
    wire = decode(
        body, as_type, what=block_text(source), project_id=source.project_id, learn_id=source.learn_id
    )
    if not kind_of(known).is_known and isinstance(wire, KerasBody) and wire.type:
        source = replace(source, block_type=wire.type)
    return wire, source


def _class_by_shape(body: bytes) -> type[AnomalyBody] | type[KerasBody]:
    shape = decode_or_none(body, _Shape)
    # If the body cannot be decoded, decoding an AnomalyBody describes the problem.
    if shape is None or shape.axes is not None or shape.selected_axes is not None:
        return AnomalyBody
    # A classifier has neither; what it is then becomes part of the error.
    is_keras = isinstance(shape.type, str) or shape.thresholds or shape.anomaly_capacity
    return KerasBody if is_keras else AnomalyBody


def with_type(source: Source, block_type: str | None) -> Source:
    """Return a source with another type of block, if there is one.

    Raises
    ------
    TypeError
        The type is not text.

    Examples
    --------
    >>> with_type(Source(block_type="anomaly"), "anomaly-gmm").block_type
    'anomaly-gmm'
    """
    kind_of(block_type or source.block_type)  # raises TypeError if it is not text
    return replace(source, block_type=block_type) if block_type else source
