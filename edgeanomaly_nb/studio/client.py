"""`StudioClient`: a server and credentials, and by inheritance the operations of the Studio API."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from ..text import checked_str
from .auth.keys import ApiKey, StudioAuth, credentials_from_env
from .block_memory import BlockMemory
from .data_schema import ProjectsBody
from .http.base_url import read_base_url
from .http.limits import read_int, read_seconds, read_timeouts
from .http.transport import Transport
from .model_operations import ModelOperations
from .secrets import leaves_no_trace
from .write_operations import WriteOperations

if TYPE_CHECKING:
    import pandas as pd


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
        if insecure_host is not None:
            checked_str(insecure_host, "insecure_host")
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
        client = self._copy()
        client._use(auth)
        return client

    def _leaving_pauses(self) -> StudioClient:
        """Return a copy that raises where the server requests a pause: the caller waits."""
        client = self._copy()
        client._transport.leaves_pauses = True
        client._blocks = BlockMemory()  # what it remembers would travel with each task of a survey
        return client

    def _copy(self) -> StudioClient:
        client = copy(self)
        client._transport = copy(self._transport)
        return client

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
        return projects_frame(self._get("/api/projects", ProjectsBody, operation).projects)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(host={self.host!r}, auth={self._auth!r})"
