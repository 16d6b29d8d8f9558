"""Where a config came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # msgspec reads the annotation

# The host of the bundled projects; no real host can have this name.
SAMPLE_HOST = "samples.invalid"


@dataclass(frozen=True)
class Source:
    """Where a config came from.

    Parameters
    ----------
    host : str, optional
        Host name of the Studio server.
    project_id, learn_id : int, optional
        Project and learn block.
    fetched_at : datetime, optional
        When it was fetched, in UTC.
    path : str, optional
        The file it was read from.
    block_type : str, optional
        The ``type`` of the learn block, such as ``"anomaly"`` (K-means) or ``"keras-visual-anomaly"``, where
        it is known. `AnomalyConfig.kind` is made from it.
    fetched_by : str, optional
        Name and version of the program that fetched it.
    impulse_id : int, optional
        The impulse of the block, where it is known.
    is_stale : bool, optional
        True if Studio marked the impulse as stale when it was fetched, which means that parts of it have
        changed and must run again. Known from `StudioClient.get_all_anomaly` only.

    Examples
    --------
    >>> Source("studio.edgeimpulse.com", 1, 7).in_words
    'studio.edgeimpulse.com, project 1, block 7'
    """

    host: str | None = None
    project_id: int | None = None
    learn_id: int | None = None
    fetched_at: datetime | None = None
    path: str | None = None
    block_type: str | None = None
    fetched_by: str | None = None
    impulse_id: int | None = None
    is_stale: bool | None = None

    @property
    def in_words(self) -> str:
        """Host, project and block, or the file, in one line."""
        named = (
            host_text(self),
            self.project_id is not None and f"project {self.project_id}",
            self.learn_id is not None and f"block {self.learn_id}",
            self.path,
        )
        return ", ".join(part for part in named if part) or "made from JSON, not fetched"


def block_text(source: Source) -> str:
    """Return block and project, for messages.

    Examples
    --------
    >>> block_text(Source("host", 1, 7)), block_text(Source())
    ('block 7 of project 1', 'this block')
    """
    if source.learn_id is None:
        return "this block"
    return f"block {source.learn_id} of project {source.project_id}"


def host_text(source: Source) -> str:
    """Return where a block is, as text; empty if it was not fetched. Text of the user: escape it.

    Examples
    --------
    >>> host_text(Source("studio.example.com")), host_text(Source("samples.invalid"))
    ('studio.example.com', 'bundled sample')
    """
    return "bundled sample" if source.host == SAMPLE_HOST else source.host or ""
