"""`StudioClient`: one short method per operation of the Studio API."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING, SupportsIndex, TypeVar, cast

from ..block import schema
from ..block.config import AnomalyConfig
from ..block.config_body import body_class
from ..block.kinds import kind_of
from ..block.schema import Envelope, Impulse
from ..block.source import Source
from ..errors import InvalidResponseError, NotFoundError, OperationFailedError, StudioError
from ..scores.inputs import InputBlocks
from ..version import __version__
from .auth.keys import ApiKey, StudioAuth, credentials_from_env
from .block_memory import NOTHING_KNOWN, BlockMemory, KnownBlock
from .block_names import anomaly_only
from .hints import find_hint
from .http.base_url import host_of, read_base_url
from .http.limits import read_int, read_seconds, read_timeouts
from .http.transport import Operation, Transport
from .model_operations import ModelOperations
from .responses import check_array, error_of, with_hint
from .secrets import leaves_no_trace
from .write_operations import WriteOperations

if TYPE_CHECKING:
    import pandas as pd

B = TypeVar("B", bound=Envelope)

PROGRAM = f"edgeanomaly_nb {__version__}"


class StudioClient(ModelOperations, WriteOperations):
    """Reads anomaly blocks from Edge Impulse Studio, and writes their thresholds if that is allowed.

    Safe to use from many threads at once. Can be pickled: the pickle contains the key, but no text shows it.

    Parameters
    ----------
    auth : ApiKey, JwtCookie, JwtHeader or OAuth2, optional
        The credentials; by default the key in the environment (`credentials_from_env`).
    base_url : str, optional
        The Studio server: a URL with or without ``/v1``, a bare domain, or the address of one of its pages;
        by default that of the environment (``EI_API_ENDPOINT``, else ``EI_HOST``), else the public one.
    timeout_s : float or (float, float)
        Seconds to connect, and to wait for each next byte.
    retries : int
        Number of retries after an attempt that receives the status 429, 502, 503 or 504, has no connection,
        or loses it; 0 for one attempt.
    deadline_s : float
        Seconds for a complete call: every attempt, every pause, and fetching a token.
    max_response_bytes : int
        Limit of a response, decompressed, in bytes.
    insecure_host : str, optional
        The one host besides this machine to which ``http://`` is allowed.
    allow_writes : bool
        True to let `~ThresholdChange.apply` write what `prepare_thresholds` prepared. By default this client
        only reads.

    Raises
    ------
    MissingCredentialsError
        No `auth` was passed and no key is in the environment.
    ValueError, TypeError
        A parameter is not valid.

    Examples
    --------
    >>> StudioClient(ApiKey("ei_" + 32 * "0"))
    StudioClient(host='studio.edgeimpulse.com', auth=ApiKey(***))
    """

    @leaves_no_trace  # the base URL can hold a password, and auth can be the key itself by mistake
    def __init__(
        self,
        auth: StudioAuth | None = None,
        *,
        base_url: str | None = None,
        timeout_s: float | tuple[float, float] = (5, 30),
        retries: int = 2,
        deadline_s: float = 60,
        max_response_bytes: int = 64 * 2**20,
        insecure_host: str | None = None,
        allow_writes: bool = False,
    ) -> None:
        if not isinstance(insecure_host, str | None):
            raise TypeError(f"insecure_host must be a str, not {type(insecure_host).__name__}.")
        if not isinstance(allow_writes, bool):
            raise TypeError(f"allow_writes must be True or False, not {type(allow_writes).__name__}.")
        self._allow_writes = allow_writes
        self._transport = Transport(
            base_url=read_base_url(base_url, insecure_host),
            timeout_s=read_timeouts(timeout_s),
            retries=read_int(0, retries, "retries"),
            deadline_s=read_seconds(deadline_s, "deadline_s"),
            max_response_bytes=read_int(1, max_response_bytes, "max_response_bytes"),
            insecure_host=insecure_host,
        )
        self._use(credentials_from_env() if auth is None else auth)

    def _use(self, auth: StudioAuth) -> None:
        if not isinstance(auth, StudioAuth):
            kind = type(auth).__name__
            raise TypeError(
                f"auth must be an ApiKey(...), JwtCookie(...), JwtHeader(...) or OAuth2, not {kind}."
            )
        auth.bind(self._transport.base_url, self._transport.insecure_host)
        self._auth = auth
        self._blocks = BlockMemory()  # other credentials may have access to other projects

    @classmethod
    def sample(cls) -> StudioClient:
        """Return a client of the bundled projects: the same code, without network and account.

        Returns
        -------
        StudioClient
            A client of the projects that `list_samples` lists.

        Examples
        --------
        >>> StudioClient.sample().list_projects()
           project_id                name
        0      481207     Parcel handling
        1      519640  Tunnel ventilation
        2      602318     Compressor room
        3      734905        Bearing line
        """
        from .samples.adapter import SampleAdapter
        from .samples.catalogue import SAMPLE_BASE_URL, SAMPLE_KEY

        client = cls(ApiKey(SAMPLE_KEY), base_url=SAMPLE_BASE_URL)
        client._transport.adapter = SampleAdapter
        return client

    @leaves_no_trace
    def with_auth(self, auth: StudioAuth) -> StudioClient:
        """Return a copy of this client that uses other credentials.

        Parameters
        ----------
        auth : ApiKey, JwtCookie, JwtHeader or OAuth2
            The other credentials.

        Returns
        -------
        StudioClient
            A new client; this one does not change.

        Examples
        --------
        >>> StudioClient(ApiKey("ei_" + 32 * "0")).with_auth(ApiKey("ei_" + 32 * "1")).host
        'studio.edgeimpulse.com'
        """
        client = copy(self)
        client._transport = copy(self._transport)
        client._use(auth)
        return client

    def _leaving_pauses(self) -> StudioClient:
        """Return a copy that raises where the server requests a pause: the caller waits."""
        client = copy(self)
        client._transport = copy(self._transport)
        client._transport.leaves_pauses = True
        client._blocks = BlockMemory()  # what it remembers would travel with each task of a survey
        return client

    @property
    def base_url(self) -> str:
        """The URL of the server: scheme, host and ``/v1``."""
        return self._transport.base_url

    @property
    def host(self) -> str:
        """Host name of the server."""
        return host_of(self.base_url)

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
        >>> config = StudioClient.sample().get_anomaly(519640, 7)
        >>> config.kind.name, config.source.impulse_id
        ('GMM', 2)
        >>> surface = StudioClient.sample().get_anomaly(734905, 3)
        >>> surface.kind.name, len(surface.axes), surface.anomaly_capacity
        ('visual', 0, 'high')
        """
        project, learn = schema.read_id(project_id, "project_id"), schema.read_id(learn_id, "learn_id")
        kind_of(block_type)  # raises TypeError if it is not text
        operation = self._operation(f"block {learn} of project {project}", project, learn)
        body, wire = self._fetch_by_type(operation, block_type or self._known(operation).type)
        source = self._source(operation, block_type, datetime.now(timezone.utc))
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
        >>> StudioClient.sample().list_anomaly_blocks(602318)[["impulse_id", "learn_id", "type"]]
           impulse_id  learn_id     type
        0           1         3  anomaly
        1           2         6  anomaly
        2           3         9  anomaly
        """
        from .list_frames import blocks_frame

        project = schema.read_id(project_id, "project_id")
        operation = self._operation(f"the impulses of project {project}", project)
        impulses = self._impulses(project, operation)
        self._blocks.keep(project, impulses)
        return blocks_frame(impulses)

    def _inputs_of(self, operation: Operation) -> InputBlocks | None:
        """Return the processing blocks of a block, if its impulse was fetched."""
        return self._known(operation).inputs

    def _known(self, operation: Operation) -> KnownBlock:
        blocks = self._blocks.known.get(operation.project_id or 0, {})
        return blocks.get(operation.learn_id or 0, NOTHING_KNOWN)

    def _source(self, operation: Operation, block_type: str | None, at: datetime | None = None) -> Source:
        """Return the source of a block; fetch the impulses of its project if its type is not known."""
        project, learn = cast("int", operation.project_id), cast("int", operation.learn_id)
        known = self._blocks.known.get(project, {}).get(learn)
        if known is None and not block_type:
            fetch = partial(self._impulses, project, operation, is_extra=True)
            known = self._blocks.look_up(project, learn, fetch, operation.left())
        known = known or NOTHING_KNOWN
        kind = block_type or known.type
        return Source(
            self.host, project, learn, at, block_type=kind, fetched_by=PROGRAM, impulse_id=known.impulse_id
        )

    def _impulses(self, project: int, operation: Operation, *, is_extra: bool = False) -> Sequence[Impulse]:
        try:
            path = f"/api/{project}/impulses"
            return self._get(path, schema.ImpulsesBody, operation, is_extra=is_extra).impulses
        except NotFoundError:  # an older server, with one impulse per project; or the project does not exist
            path = f"/api/{project}/impulse"
            impulse = self._get(path, schema.ImpulseBody, operation, is_extra=is_extra).impulse
            return [impulse] if impulse else []

    def list_projects(self) -> pd.DataFrame:
        """List the projects that the key or token can access; the key of a project can access only that one.

        Returns
        -------
        DataFrame
            One row per project: project_id (int64), name (str).

        Raises
        ------
        StudioError, TransportError, InvalidResponseError, MissingCredentialsError
            As for `get_anomaly`.

        Examples
        --------
        >>> StudioClient.sample().list_projects()["project_id"].tolist()
        [481207, 519640, 602318, 734905]
        """
        from .list_frames import projects_frame

        operation = self._operation("the list of projects")
        return projects_frame(self._get("/api/projects", schema.ProjectsBody, operation).projects)

    def _operation(self, what: str, project_id: int | None = None, learn_id: int | None = None) -> Operation:
        return Operation(what, project_id, learn_id, self._transport.deadline_s)

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
            ids = {"project_id": operation.project_id, "learn_id": operation.learn_id}
            try:
                if operation.transfer is not None:
                    check_array(response.body, operation)
                    return response.body, as_type()
                return response.body, schema.decode(response.body, as_type, what=operation.what, **ids)
            except (OperationFailedError, InvalidResponseError) as exc:
                problem = exc
        hidden = self._auth.secrets()
        error = error_of(response, operation, hidden, problem)
        if isinstance(error, StudioError) and not is_extra:
            get_impulses = partial(self._look_up_impulses, operation=operation)
            get_key_info = partial(self._key_info, operation) if isinstance(self._auth, ApiKey) else None
            error = with_hint(error, find_hint(error, operation, hidden, get_impulses, get_key_info))
        raise error

    def _look_up_impulses(self, project: int, operation: Operation) -> Sequence[Impulse]:
        impulses = self._impulses(project, operation, is_extra=True)
        self._blocks.keep(project, [anomaly_only(impulse) for impulse in impulses])
        return impulses

    def _key_info(self, operation: Operation) -> schema.KeyInfoBody:
        return self._get("/api/projects/api-key-info", schema.KeyInfoBody, operation, is_extra=True)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(host={self.host!r}, auth={self._auth!r})"
