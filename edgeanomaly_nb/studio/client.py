"""`StudioClient`: one short method an operation of the Studio API."""

from __future__ import annotations

import operator
from copy import copy
from datetime import datetime, timezone
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from ..block.config import AnomalyConfig
from ..block.kinds import kind_of
from ..block.schema import ImpulseBody, ImpulsesBody, KeyInfoBody, ProjectsBody, decode
from ..block.source import Source
from ..errors import (
    AuthenticationError,
    EdgeAnomalyError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    StudioError,
)
from ..version import __version__
from .auth.keys import ApiKey, StudioAuth, credentials_from_env, settle
from .block_memory import BlockMemory, KnownBlock
from .http.base_url import read_base_url
from .http.transport import Operation, Transport
from .responses import block_hint, key_hint, read_answer, with_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import SupportsIndex

    import pandas as pd

    from ..block.schema import Impulse

T = TypeVar("T")
_WRONG_AUTH = "auth must be an ApiKey(...), JwtCookie(...), JwtHeader(...) or OAuth2, not {}."

B = TypeVar("B", ImpulsesBody, ImpulseBody, ProjectsBody, KeyInfoBody)


class StudioClient:
    """Reads anomaly blocks from Edge Impulse Studio.

    Safe to use from many threads at once. Can be pickled: the key travels with it, and is not shown.

    Parameters
    ----------
    auth : ApiKey, JwtCookie, JwtHeader or OAuth2, optional
        Who asks; by default the key in the environment (`credentials_from_env`).
    base_url : str, optional
        The Studio server: a URL with or without ``/v1``, a bare domain, or the address of one of its pages;
        by default that of the environment (``EI_API_ENDPOINT``, else ``EI_HOST``), else the public one.
    timeout_s : float or (float, float)
        Seconds to connect, and to wait for each next byte.
    retries : int
        Number of retries after an attempt to which the service answers 429, 502, 503 or 504, or that cannot
        reach it, or breaks off; 0 for one attempt alone.
    deadline_s : float
        Seconds for a whole call: every attempt, every pause, and getting a token.
    max_response_bytes : int
        Limit of an answer, unpacked, in bytes.
    insecure_host : str, optional
        The one host besides this machine to which ``http://`` is allowed.

    Raises
    ------
    MissingCredentialsError
        No `auth` was given and no key is in the environment.
    ValueError, TypeError
        A parameter makes no sense.

    Examples
    --------
    >>> StudioClient(ApiKey("ei_" + 32 * "0"))
    StudioClient(host='studio.edgeimpulse.com', auth=ApiKey(***))
    """

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
    ) -> None:
        if not isinstance(insecure_host, str | None):
            base_url = auth = None
            raise TypeError(f"insecure_host must be a str, not {type(insecure_host).__name__}.")
        found, base_url = read_base_url(base_url, insecure_host), None
        if not isinstance(auth, StudioAuth | None):
            auth, kind = None, type(auth).__name__  # it may be the bare key, which no traceback should show
            raise TypeError(_WRONG_AUTH.format(kind))
        self._transport = Transport(
            settle(found),
            timeout_s=timeout_s,
            retries=retries,
            deadline_s=deadline_s,
            max_response_bytes=max_response_bytes,
            insecure_host=insecure_host,
        )
        self._auth = credentials_from_env() if auth is None else auth
        self._auth.bind(self._transport.base_url, insecure_host)
        self._blocks = BlockMemory()

    @classmethod
    def sample(cls) -> StudioClient:
        """Make a client of the bundled projects: the same code, no network and no account.

        Returns
        -------
        StudioClient
            Knows the projects that `list_samples` tells about.

        Examples
        --------
        >>> StudioClient.sample().list_projects()
           project_id                name
        0      481207     Parcel handling
        1      519640  Tunnel ventilation
        2      602318     Compressor room
        """
        from .samples import SAMPLE_BASE_URL, SAMPLE_KEY, SampleAdapter

        client = cls(ApiKey(SAMPLE_KEY), base_url=SAMPLE_BASE_URL)
        client._transport.adapter = SampleAdapter
        return client

    def with_auth(self, auth: StudioAuth) -> StudioClient:
        """Return a copy of this client that uses other credentials: same server or samples, same limits.

        Parameters
        ----------
        auth : ApiKey, JwtCookie, JwtHeader or OAuth2
            Who asks.

        Returns
        -------
        StudioClient
            A new client; this one stays as it is.

        Examples
        --------
        >>> StudioClient(ApiKey("ei_" + 32 * "0")).with_auth(ApiKey("ei_" + 32 * "1")).host
        'studio.edgeimpulse.com'
        """
        if not isinstance(auth, StudioAuth):
            auth, kind = None, type(auth).__name__
            raise TypeError(_WRONG_AUTH.format(kind))
        client = copy(self)
        client._transport, client._auth = self._transport.copy(), auth
        client._blocks = BlockMemory()  # other credentials may see other projects
        auth.bind(client.base_url, client._transport.insecure_host)
        return client

    @property
    def base_url(self) -> str:
        """Where requests go: scheme, host and ``/v1``."""
        return self._transport.base_url

    @property
    def host(self) -> str:
        """Host name of the server."""
        return self._transport.host

    def get_anomaly(
        self, project_id: SupportsIndex, learn_id: SupportsIndex, *, block_type: str | None = None
    ) -> AnomalyConfig:
        """Fetch the configuration of one anomaly block (operation ``getAnomaly``).

        The response does not contain the kind of block, so the impulses of the project are fetched too. The
        client remembers them: that is one more request per project. If they cannot be fetched, the kind of
        the config is unknown, and the next call tries again.

        Parameters
        ----------
        project_id, learn_id : int
            Project and learn block, as `list_anomaly_blocks` gives them.
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
            The service answered no; its subclasses tell why.
        TransportError
            The service gave no answer that can be read.
        InvalidResponseError
            The answer is not JSON or not the schema.
        MissingCredentialsError
            An OAuth2 sign-in has not been finished.
        TypeError, ValueError
            An id is not a number from 0, or `block_type` is not text.

        Examples
        --------
        >>> config = StudioClient.sample().get_anomaly(519640, 7)
        >>> config.kind.name, config.source.impulse_id
        ('GMM', 2)
        """
        project, learn = _id(project_id, "project_id"), _id(learn_id, "learn_id")
        kind_of(block_type)  # refuses what is not text
        operation = self._operation(f"block {learn} of project {project}", project, learn)

        def read(body: bytes) -> AnomalyConfig:
            source = Source(
                self.host,
                project,
                learn,
                datetime.now(timezone.utc),
                fetched_by=f"edgeanomaly_nb {__version__}",
            )
            return AnomalyConfig.from_json(body, source=source)

        config = self._get(f"/api/{project}/training/anomaly/{learn}", operation, read)
        known = self._blocks.find(project, learn) if block_type else self._look_up(project, learn, operation)
        known = known or KnownBlock()
        return config._in_impulse(block_type or known.type, known.impulse_id)

    def _look_up(self, project: int, learn: int, operation: Operation) -> KnownBlock:
        """Find out what kind of block it is, in the time that is left; failing at that is not an error."""

        def ask() -> Sequence[Impulse] | None:
            try:
                return settle(self._impulses(project, operation, retries=0))
            except EdgeAnomalyError:
                return None

        return self._blocks.look_up(project, learn, ask, operation.left())

    def list_anomaly_blocks(self, project_id: SupportsIndex) -> pd.DataFrame:
        """List the anomaly blocks of a project, those of all its impulses.

        Parameters
        ----------
        project_id : int
            The project.

        Returns
        -------
        DataFrame
            One row per block; none when the project has no impulse yet.

            =================  ======  ===================================================
            column             dtype   meaning
            =================  ======  ===================================================
            impulse_id         Int64   the impulse; missing when an older server says none
            impulse_name       str     missing when it has none
            learn_id           int64   the block: what `get_anomaly` takes
            type               str     ``anomaly`` (K-means) or ``anomaly-gmm``
            name, title        str     as sent; title may be missing
            dsp_ids            object  tuple of the ids of its processing blocks
            =================  ======  ===================================================

            Visual and custom anomaly blocks, which this version cannot read, are no rows:
            ``attrs["other_blocks"]`` lists them, each as [id, type, name].

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

        project = _id(project_id, "project_id")
        operation = self._operation(f"the impulses of project {project}", project)
        impulses = self._settle(self._impulses(project, operation), operation)
        self._blocks.keep(project, impulses)
        return blocks_frame(impulses)

    def _impulses(
        self, project: int, operation: Operation, *, retries: int | None = None
    ) -> Sequence[Impulse] | EdgeAnomalyError:
        reader = _reader(ImpulsesBody, operation)
        outcome = self._outcome(f"/api/{project}/impulses", operation, reader, retries=retries)
        if not isinstance(outcome, NotFoundError):
            return outcome if isinstance(outcome, EdgeAnomalyError) else outcome.impulses
        # An older server, with one impulse per project; or no such project.
        only_reader = _reader(ImpulseBody, operation)
        only = self._outcome(f"/api/{project}/impulse", operation, only_reader, retries=retries)
        if isinstance(only, EdgeAnomalyError):
            return only
        return [only.impulse] if only.impulse else []

    def list_projects(self) -> pd.DataFrame:
        """List the projects that the key or token can see; with a project's key that is the one.

        Returns
        -------
        DataFrame
            One row a project: project_id (int64), name (str).

        Raises
        ------
        StudioError, TransportError, InvalidResponseError, MissingCredentialsError
            As for `get_anomaly`.

        Examples
        --------
        >>> StudioClient.sample().list_projects()["project_id"].tolist()
        [481207, 519640, 602318]
        """
        from .list_frames import projects_frame

        operation = self._operation("the list of projects")
        return projects_frame(
            self._get("/api/projects", operation, _reader(ProjectsBody, operation)).projects
        )

    def _operation(self, what: str, project_id: int | None = None, learn_id: int | None = None) -> Operation:
        return Operation(what, project_id, learn_id, self._transport.deadline_s)

    def _get(self, path: str, operation: Operation, read: Callable[[bytes], T]) -> T:
        """Do the one thing that every public method does: get, decode, or raise with a hint what to do."""
        return self._settle(self._outcome(path, operation, read), operation)

    def _settle(self, outcome: T | EdgeAnomalyError, operation: Operation) -> T:
        if isinstance(outcome, StudioError):
            outcome = with_hint(outcome, self._hint(outcome, operation))
        return settle(outcome)

    def _outcome(
        self, path: str, operation: Operation, read: Callable[[bytes], T], *, retries: int | None = None
    ) -> T | EdgeAnomalyError:
        answer = self._transport.get(path, self._auth, operation, retries=retries)
        return read_answer(answer, operation, read, self._auth.secrets())

    def _hint(self, error: StudioError, operation: Operation) -> str:
        """Look a second time at what went wrong, in the time that is left; failing at that is no matter."""
        project, learn = operation.project_id, operation.learn_id
        if project is None or isinstance(error, RateLimitedError | ServerError):
            return ""
        try:
            if isinstance(error, AuthenticationError | PermissionDeniedError):
                return self._key_hint(error, project, operation)
            return "" if learn is None else self._block_hint(project, learn, operation)
        except EdgeAnomalyError:
            return ""

    def _key_hint(self, error: StudioError, project: int, operation: Operation) -> str:
        if not isinstance(self._auth, ApiKey):
            return ""
        reader = _reader(KeyInfoBody, operation)
        info = settle(self._outcome("/api/projects/api-key-info", operation, reader, retries=0))
        is_known = isinstance(error, PermissionDeniedError)
        return key_hint(info, project, self._auth.secrets(), known=is_known)

    def _block_hint(self, project: int, learn: int, operation: Operation) -> str:
        reader = _reader(ImpulsesBody, operation)
        body = settle(self._outcome(f"/api/{project}/impulses", operation, reader, retries=0))
        return block_hint(body.impulses, project, learn, self._auth.secrets())

    def __repr__(self) -> str:
        return f"{type(self).__name__}(host={self.host!r}, auth={self._auth!r})"


def load_sample(name: str) -> AnomalyConfig:
    """Load one of the bundled blocks.

    Parameters
    ----------
    name : str
        As `list_samples` gives it.

    Returns
    -------
    AnomalyConfig
        Its configuration, fetched from the bundled projects by a `StudioClient`.

    Raises
    ------
    ValueError
        There is no sample of this name; the message names those that are close.

    Examples
    --------
    >>> load_sample("motion").cluster_count
    5
    """
    from .samples import SAMPLES

    if not isinstance(name, str):
        raise TypeError(f"name must be a str, not {type(name).__name__}.")
    if name not in SAMPLES:
        close = get_close_matches(name, SAMPLES, n=3)
        meant = (
            f"Did you mean {' or '.join(map(repr, close))}?" if close else f"There are: {', '.join(SAMPLES)}."
        )
        raise ValueError(f"There is no sample {name!r}. {meant}")
    sample = SAMPLES[name]
    return StudioClient.sample().get_anomaly(sample.project_id, sample.learn_id)


def _id(value: SupportsIndex, name: str) -> int:
    """Check an id; numpy's integers are fine, since the ids come out of frames."""
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None:
        raise TypeError(
            f"{name} must be an int, not {type(value).__name__}: write the number as Studio shows it, "
            "without quotes."
        )
    if not 0 <= number < 2**63:
        raise ValueError(
            f"{name} must be from 0 to 2**63: it is the number in the address of the project in Studio."
        )
    return number


def _reader(as_type: type[B], operation: Operation) -> Callable[[bytes], B]:
    def read(body: bytes) -> B:
        return decode(
            body, as_type, what=operation.what, project_id=operation.project_id, learn_id=operation.learn_id
        )

    return read
