"""The operations of `StudioClient` that read configurations, each kind of block through its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, SupportsIndex, TypeVar

from ..block import schema
from ..block.config import AnomalyConfig
from ..block.config_body import body_class
from ..block.schema import AnomalyBody, Envelope, Impulse, KerasBody
from ..block.source import Source
from ..errors import EdgeAnomalyError, NotFoundError, StudioError
from .block_names import is_anomaly
from .data_schema import DetailedImpulse, DetailedImpulsesBody
from .http.transport import Operation

if TYPE_CHECKING:
    import pandas as pd

    from ..scores.inputs import InputBlocks
    from .block_memory import BlockMemory, KnownBlock

B = TypeVar("B", bound=Envelope)


class BlockOperations:
    """What `StudioClient` inherits: the operations for configurations, and what these need."""

    _blocks: BlockMemory

    @abstractmethod
    def get_anomaly(
        self, project_id: SupportsIndex, learn_id: SupportsIndex, *, block_type: str | None = None
    ) -> AnomalyConfig:
        """Fetch the configuration of one anomaly block."""

    @abstractmethod
    def list_anomaly_blocks(self, project_id: SupportsIndex) -> pd.DataFrame:
        """List the anomaly blocks of a project."""

    @abstractmethod
    def _operation(
        self, what: str, project_id: int | None = None, learn_id: int | None = None
    ) -> Operation: ...

    @abstractmethod
    def _fetch(
        self, path: str, as_type: type[B], operation: Operation, *, is_extra: bool = False
    ) -> tuple[bytes, B]: ...

    @abstractmethod
    def _impulses(
        self, project: int, operation: Operation, *, is_extra: bool = False
    ) -> Sequence[Impulse]: ...

    @abstractmethod
    def _known(self, operation: Operation) -> KnownBlock: ...

    @abstractmethod
    def _inputs_of(self, operation: Operation) -> InputBlocks | None: ...

    @abstractmethod
    def _source(self, operation: Operation, block_type: str | None, at: datetime | None = None) -> Source: ...

    def get_all_anomaly(self, project_id: SupportsIndex) -> list[AnomalyConfig]:
        """Fetch the configurations of all anomaly blocks of a project.

        This is one request where the server has the operation ``getAllDetailedImpulses``. On an older server,
        which responds to it with the status 404, it is one request per block.

        Parameters
        ----------
        project_id : int
            The project.

        Returns
        -------
        list of AnomalyConfig
            In the order of `list_anomaly_blocks`. Axes and thresholds are those of `get_anomaly`; the JSON
            does not have the field ``success``. ``source.is_stale`` shows if Studio marks the impulse as
            stale.

        Raises
        ------
        StudioError, TransportError, InvalidResponseError, MissingCredentialsError, TypeError, ValueError
            As for `get_anomaly`.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> configs = StudioClient.sample().get_all_anomaly(602318)
        >>> [(config.source.learn_id, config.trained) for config in configs]
        [(3, True), (6, True), (9, False)]
        """
        project = schema.read_id(project_id, "project_id")
        try:
            return [config for _, config in self._detailed_blocks(project)]
        except NotFoundError:  # an older server; or the project does not exist
            learn_ids = self.list_anomaly_blocks(project)["learn_id"].unique()
            return [self.get_anomaly(project, learn) for learn in learn_ids]

    def _detailed_blocks(self, project: int) -> list[tuple[Impulse, AnomalyConfig]]:
        """Fetch all blocks of a project in one request; older servers respond with 404."""
        operation = self._operation(f"the blocks of project {project}", project)
        path = f"/api/{project}/impulses-detailed"
        found = self._fetch(path, DetailedImpulsesBody, operation)[1].impulses
        self._blocks.keep(project, [detailed.impulse for detailed in found])
        at = datetime.now(timezone.utc)
        blocks = {
            config.source.learn_id: (detailed.impulse, config)
            for detailed in found
            for config in self._detailed_configs(project, detailed, at)
        }
        return list(blocks.values())

    def _detailed_configs(
        self, project: int, detailed: DetailedImpulse, at: datetime
    ) -> Iterator[AnomalyConfig]:
        bodies = detailed.configs
        for block in detailed.impulse.learn_blocks:
            if not is_anomaly(block.type):
                continue
            if block.id not in bodies:
                yield self.get_anomaly(project, block.id)
                continue
            operation = self._operation(f"block {block.id} of project {project}", project, block.id)
            source = replace(self._source(operation, block.type, at), is_stale=detailed.is_stale)
            yield AnomalyConfig.from_json(bytes(bodies[block.id]), source=source)

    def _fetch_by_type(
        self, operation: Operation, block_type: str | None
    ) -> tuple[bytes, AnomalyBody | KerasBody]:
        """Fetch the body of a config; an unknown type is looked up only if ``getAnomaly`` is refused.

        To look it up first would add a request to each call that fails, and to each deadline.
        """
        try:
            return self._fetch_config(operation, block_type)
        except StudioError:
            found = self._known(operation).type  # known now: the hint about the refusal needs it, too
            if block_type or body_class(found) is AnomalyBody:
                raise
        return self._fetch_config(operation, found)

    def _fetch_config(
        self, operation: Operation, block_type: str | None, *, is_extra: bool = False
    ) -> tuple[bytes, AnomalyBody | KerasBody]:
        """Fetch the body of a config with the operation for the type of the block."""
        as_type = body_class(block_type)
        path = f"/api/{operation.project_id}/training/{as_type.path}/{operation.learn_id}"
        return self._fetch(path, as_type, operation, is_extra=is_extra)

    def _config_of(self, operation: Operation, block_type: str | None) -> AnomalyConfig | None:
        """Return the config of a block, as an extra: None if it cannot be fetched."""
        with suppress(EdgeAnomalyError):
            body, wire = self._fetch_config(operation, block_type, is_extra=True)
            return AnomalyConfig(body, wire, Source(block_type=block_type))
        return None
