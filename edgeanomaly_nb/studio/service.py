"""What the operations of `StudioClient` share: requests to one server, and what is known about its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from functools import partial
from typing import SupportsIndex, TypeVar

from ..block.schema import Envelope
from ..block.source import Source
from ..errors import InvalidResponseError, NotFoundError, OperationFailedError, StudioError
from ..version import __version__
from .auth.keys import ApiKey, StudioAuth
from .block_memory import NOTHING_KNOWN, BlockMemory, KnownBlock
from .block_names import anomaly_only
from .data_schema import Impulse, ImpulseBody, ImpulsesBody, KeyInfoBody
from .hints import find_hint
from .http.base_url import host_of
from .http.limits import read_id
from .http.transport import Operation, Transport
from .responses import check_array, error_of, with_hint
from .secrets import leaves_no_trace

B = TypeVar("B", bound=Envelope)

PROGRAM = f"edgeanomaly_nb {__version__}"


class Service:
    """A server with the credentials for it. The operations are in classes that extend it."""

    _auth: StudioAuth
    _transport: Transport
    _blocks: BlockMemory

    @property
    def base_url(self) -> str:
        """The URL of the server: scheme, host and ``/v1``."""
        return self._transport.base_url

    @property
    def host(self) -> str:
        """Host name of the server."""
        return host_of(self.base_url)

    def _operation(self, what: str, project_id: int | None = None, learn_id: int | None = None) -> Operation:
        return Operation(what, project_id, learn_id, self._transport.deadline_s)

    def _block_operation(
        self, project_id: SupportsIndex, learn_id: SupportsIndex, what: str = ""
    ) -> Operation:
        """Check the ids of a block, and return the operation on it; `what` is what is fetched of it."""
        project, learn = read_id(project_id, "project_id"), read_id(learn_id, "learn_id")
        return self._operation(f"{what}block {learn} of project {project}", project, learn)

    def _get(self, path: str, as_type: type[B], operation: Operation, *, is_extra: bool = False) -> B:
        return self._fetch(path, as_type, operation, is_extra=is_extra)[1]

    @leaves_no_trace
    def _fetch(
        self, path: str, as_type: type[B], operation: Operation, *, is_extra: bool = False
    ) -> tuple[bytes, B]:
        """Fetch a JSON body and decode it. An extra request is sent once, and its error has no hint."""
        response = self._auth.get(path, self._transport, operation, retries=0 if is_extra else None)
        problem = None
        if response.is_success:
            try:
                if operation.transfer is not None:
                    check_array(response.body, operation)
                    return response.body, as_type()
                return response.body, operation.decode(response.body, as_type)
            except (OperationFailedError, InvalidResponseError) as exc:
                problem = exc
        hidden = self._auth.secrets()
        error = error_of(response, operation, hidden, problem)
        if isinstance(error, StudioError) and not is_extra:
            get_impulses = partial(self._impulses_for_hint, operation)
            get_key_info = partial(self._key_info, operation) if isinstance(self._auth, ApiKey) else None
            error = with_hint(error, find_hint(error, operation, hidden, get_impulses, get_key_info))
        raise error

    def _key_info(self, operation: Operation) -> KeyInfoBody:
        return self._get("/api/projects/api-key-info", KeyInfoBody, operation, is_extra=True)

    def _impulses(self, operation: Operation) -> Sequence[Impulse]:
        """Fetch the impulses of a project, and remember their blocks."""
        impulses = self._fetch_impulses(operation)
        self._blocks.keep(operation.project_id or 0, impulses)
        return impulses

    def _impulses_for_hint(self, operation: Operation) -> Sequence[Impulse]:
        impulses = self._fetch_impulses(operation, is_extra=True)
        # A client remembers no types of other blocks here: a service could repeat the key in them.
        self._blocks.keep(operation.project_id or 0, map(anomaly_only, impulses))
        return impulses

    def _fetch_impulses(self, operation: Operation, *, is_extra: bool = False) -> Sequence[Impulse]:
        try:
            path = f"/api/{operation.project_id}/impulses"
            return self._get(path, ImpulsesBody, operation, is_extra=is_extra).impulses
        except NotFoundError:  # an older server, with one impulse per project; or the project does not exist
            path = f"/api/{operation.project_id}/impulse"
            impulse = self._get(path, ImpulseBody, operation, is_extra=is_extra).impulse
            return [impulse] if impulse else []

    def _known(self, operation: Operation) -> KnownBlock:
        blocks = self._blocks.known.get(operation.project_id or 0, {})
        return blocks.get(operation.learn_id or 0, NOTHING_KNOWN)

    def _source(self, operation: Operation, block_type: str | None, at: datetime | None = None) -> Source:
        """Return the source of a block; fetch the impulses of its project if its type is not known.

        `at` is when it was fetched, now by default.
        """
        project, learn = operation.project_id or 0, operation.learn_id or 0
        if block_type:
            known = self._known(operation)
        else:
            fetch = partial(self._fetch_impulses, operation, is_extra=True)
            known = self._blocks.look_up(project, learn, fetch, operation.left())
        kind = block_type or known.type
        return Source(
            self.host,
            project,
            learn,
            at or datetime.now(timezone.utc),
            block_type=kind,
            fetched_by=PROGRAM,
            impulse_id=known.impulse_id,
        )
