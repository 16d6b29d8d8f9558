r"""The file that a model is saved in: JSON that holds the bodies exactly as the service sent them.

::

    {
     "format": "edgeanomaly_nb.model",
     "version": 1,
     "labels": ["accX RMS", …],  of all axes of the block, if known
     "inputs": [[11], [11], [33]],  its processing blocks (`InputBlocks`), if known
     "metadata": {…},            the body of getAnomalyMetadata, saved as a config is
     "gmm": {…}                  the body of getGmmMetadata, if it is a GMM
    }
"""

from __future__ import annotations

import msgspec

from ..block.file_format import VERSION, FileKind, as_utf8, decode_file, json_lines, pack, read_head, unpack
from ..block.source import Source
from .inputs import InputBlocks

MODEL = FileKind(
    "edgeanomaly_nb.model",
    "a saved model",
    "Give a file that model.save(path) wrote, or a JSON response of getAnomalyMetadata.",
)
_METADATA = MODEL._replace(format="edgeanomaly_nb.metadata")
_GMM = MODEL._replace(format="edgeanomaly_nb.gmm")


class _File(msgspec.Struct):
    metadata: msgspec.Raw
    gmm: msgspec.Raw = msgspec.Raw()
    labels: tuple[str, ...] | None = None
    inputs: InputBlocks | None = None


def pack_model(
    metadata: bytes,
    gmm: bytes | None,
    labels: tuple[str, ...] | None,
    inputs: InputBlocks | None,
    source: Source,
) -> bytes:
    """Return the content of the file.

    Examples
    --------
    >>> from edgeanomaly_nb import Source
    >>> content = pack_model(b'{"success": true}', None, ("accX RMS",), None, Source("host", 1, 7))
    >>> unpack_model(content, "a.json")[0]
    b'{"success": true}'
    """
    fields = {"format": MODEL.format, "version": VERSION, "labels": labels, "inputs": inputs}
    parts = {"metadata": pack(metadata, source, _METADATA)}
    parts |= {"gmm": pack(gmm, source, _GMM)} if gmm is not None else {}
    return json_lines(fields | {name: msgspec.Raw(part.strip()) for name, part in parts.items()})


def unpack_model(
    content: bytes, name: str
) -> tuple[bytes, bytes | None, tuple[str, ...] | None, InputBlocks | None, Source]:
    """Return the bodies, the labels and the source in a file, or in a bare response.

    Parameters
    ----------
    content : bytes
        The content of the file.
    name : str
        Name of the file, for messages.

    Returns
    -------
    tuple
        The body of ``getAnomalyMetadata``, that of ``getGmmMetadata`` or None, the labels of all axes or
        None, the processing blocks or None, and where they came from.

    Raises
    ------
    InvalidFileError
        The file is incomplete, of another format or a newer version, or was changed after it was saved.

    Examples
    --------
    >>> unpack_model(b'{"success": true}', "a.json")[0]
    b'{"success": true}'
    """
    content = as_utf8(content, name, MODEL)
    if read_head(content, name, MODEL).format != MODEL.format:
        return content, None, None, None, Source()
    file = decode_file(content, _File, name, MODEL)
    metadata, source = unpack(bytes(file.metadata), name, _METADATA)
    gmm = unpack(bytes(file.gmm), name, _GMM)[0] if bytes(file.gmm) else None
    return metadata, gmm, file.labels, file.inputs, source
