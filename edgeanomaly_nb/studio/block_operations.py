"""The operations of `StudioClient` that read configurations, each kind of block through its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, SupportsIndex

from ..block.config import AnomalyConfig
from ..block.config_body import body_class
from ..block.kinds import kind_of
from ..block.schema import AnomalyBody, KerasBody
from ..block.source import Source
from ..errors import EdgeAnomalyError, NotFoundError, StudioError
from .block_names import is_anomaly
from .data_schema import DetailedImpulse, DetailedImpulsesBody, Impulse
from .http.limits import read_id
from .http.transport import Operation
from .service import Service

if TYPE_CHECKING:
    import pandas as pd


class BlockOperations(Service):
    """What `StudioClient` inherits: the operations for configurations."""

    def get_anomaly(
        self, project_id: SupportsIndex, learn_id: SupportsIndex, *, block_type: str | None = None
    ) -> AnomalyConfig:
        """Fetch the configuration of one anomaly block.

        The operation is ``getAnomaly`` for K-means and GMM blocks, and ``getKeras`` for visual and custom
        blocks. The impulses of the project contain the kind of block, so they are fetched too. The client
        remembers them: that is one more request per project. If they cannot be fetched, the kind of the
        config is unknown, and the next call tries again.

        Parameters
        ----------
        project_id, learn_id : int
            Project and learn block, as `list_anomaly_blocks` lists them.
        block_type : str, optional
            Its ``type``, as `list_anomaly_blocks` returns it, if you know it: then the impulses are not
            fetched.

        Returns
        -------
        AnomalyConfig
            The configuration, with its `kind`.

        Raises
        ------
        StudioError
            The service refused the request; the subclass names the reason.
        TransportError, InvalidResponseError
            There is no response that can be read, or it is not JSON or does not fit the schema.
        MissingCredentialsError
            An OAuth2 sign-in has not been completed.
        TypeError, ValueError
            An id is not a number from 0, or `block_type` is not text.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> config = StudioClient.sample().get_anomaly(519640, 7)
        >>> config.kind.name, config.source.impulse_id
        ('GMM', 2)
        >>> surface = StudioClient.sample().get_anomaly(734905, 3)
        >>> surface.kind.name, len(surface.axes), surface.anomaly_capacity
        ('visual', 0, 'high')
        """
        operation = self._block_operation(project_id, learn_id)
        kind_of(block_type)  # raises TypeError if it is not text
        body, wire = self._fetch_by_type(operation, block_type or self._known(operation).type)
        source = self._source(operation, block_type)
        if not isinstance(wire, body_class(source.block_type)):  # getAnomaly responded for a visual block
            body, wire = self._fetch_config(operation, source.block_type)
        return AnomalyConfig(body, wire, source)

    def list_anomaly_blocks(self, project_id: SupportsIndex) -> pd.DataFrame:
        """List the anomaly blocks of all impulses of a project.

        Parameters
        ----------
        project_id : int
            The project.

        Returns
        -------
        DataFrame
            One row per block; none if the project has no impulse yet.

            =================  ======  ===================================================
            column             dtype   meaning
            =================  ======  ===================================================
            impulse_id         Int64   the impulse; missing from an older server
            impulse_name       str     missing if it has none
            learn_id           int64   the block, for `get_anomaly`
            type               str     ``anomaly`` (K-means), ``anomaly-gmm``,
                                       ``keras-visual-anomaly`` or ``keras-anomaly`` (custom)
            name, title        str     as sent; title may be missing
            dsp_ids            object  tuple of the ids of its processing blocks
            =================  ======  ===================================================

        Raises
        ------
        StudioError, TransportError, InvalidResponseError, MissingCredentialsError, TypeError, ValueError
            As for `get_anomaly`.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> StudioClient.sample().list_anomaly_blocks(602318)[["impulse_id", "learn_id", "type"]]
           impulse_id  learn_id     type
        0           1         3  anomaly
        1           2         6  anomaly
        2           3         9  anomaly
        """
        from .list_frames import blocks_frame

        project = read_id(project_id, "project_id")
        operation = self._operation(f"the impulses of project {project}", project)
        return blocks_frame(self._impulses(operation))

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
        project = read_id(project_id, "project_id")
        try:
            return [config for _, config in self._detailed_blocks(project)]
        except NotFoundError:  # an older server; or the project does not exist
            learn_ids = self.list_anomaly_blocks(project)["learn_id"].unique()
            return [self.get_anomaly(project, learn) for learn in learn_ids]

    def _detailed_blocks(self, project: int) -> list[tuple[Impulse, AnomalyConfig]]:
        """Fetch all blocks of a project in one request; older servers respond with 404."""
        operation = self._operation(f"the blocks of project {project}", project)
        found = self._get(f"/api/{project}/impulses-detailed", DetailedImpulsesBody, operation).impulses
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
            operation = self._block_operation(project, block.id)
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
