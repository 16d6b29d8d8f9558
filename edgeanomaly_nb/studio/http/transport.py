"""Sessions, deadlines and retries: a request in, an answer of the service or a typed error out."""

from __future__ import annotations

import os
import random
import threading
from dataclasses import dataclass, field, replace
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

import urllib3

from ...errors import (
    ConnectionFailedError,
    EdgeAnomalyError,
    InvalidResponseError,
    RedirectRefusedError,
    RequestTimeoutError,
    ResponseTooLargeError,
)
from ..auth.keys import settle
from ..secrets import scrub
from .base_url import host_of, refuse_plain_http
from .session import Answer, Request, Session, Trouble, exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests.adapters import BaseAdapter
    from requests.auth import AuthBase

    from ..auth.keys import StudioAuth
    from ..secrets import Secret

E = TypeVar("E", bound=EdgeAnomalyError)

RETRY_POLICY = urllib3.Retry(status_forcelist=(429, 502, 503, 504), allowed_methods=("GET",))
LONGEST_PAUSE_S = 30
FIRST_PAUSE_S = 0.5
# How long a thread whose sockets were shut down may take to notice.
GRACE_S = 0.1
LONGEST_TIME_S = 1_000_000

_ADVICE: dict[type[EdgeAnomalyError], str] = {
    RequestTimeoutError: "Try again, or allow more: StudioClient(timeout_s=(connect, read), deadline_s=...).",
    ConnectionFailedError: "Check the network, the base URL and, if there is one, the proxy.",
    ResponseTooLargeError: "Allow more with StudioClient(max_response_bytes=...), if you expect that much.",
    InvalidResponseError: "Check that the base URL is that of the Studio API, and no proxy answers instead.",
}


@dataclass(frozen=True)
class Operation:
    """One call of a public method: what is asked for, and how long it may take.

    Parameters
    ----------
    what : str
        In words, for messages: ``"block 7 of project 1"``.
    project_id, learn_id : int, optional
        Put on the errors.
    deadline_s : float
        Seconds that the whole operation has.
    started : float
        On the clock `time.monotonic`; now by default.

    Examples
    --------
    >>> operation = Operation("block 7 of project 1", 1, 7, deadline_s=60)
    >>> 50 < operation.left() <= 60
    True
    """

    what: str
    project_id: int | None = None
    learn_id: int | None = None
    deadline_s: float = 60
    started: float = field(default_factory=monotonic, repr=False)

    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.started + self.deadline_s - monotonic())

    def error(self, kind: type[E], message: str, **facts: Any) -> E:
        """Make an error that knows the project and the block."""
        return kind(message, project_id=self.project_id, learn_id=self.learn_id, **facts)


class Transport:
    """How requests travel to one server.

    Parameters
    ----------
    base_url : str
        As `edgeanomaly_nb.studio.http.base_url.read_base_url` returns it.
    timeout_s : float or tuple of float
        Seconds to connect, and to wait for each next byte.
    retries : int
        Number of further attempts of a GET that failed.
    deadline_s : float
        Seconds for a whole operation: every attempt, every pause, and getting a token.
    max_response_bytes : int
        Limit of an answer, unpacked.
    insecure_host : str, optional
        The one host besides this machine to which ``http://`` is allowed.
    adapter : callable, optional
        Makes the requests transport adapter that serves `base_url` in place of the network.

    Raises
    ------
    ValueError, TypeError
        A number is out of range, or not a number.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float | tuple[float, float] = (5, 30),
        retries: int = 2,
        deadline_s: float = 60,
        max_response_bytes: int = 64 * 2**20,
        insecure_host: str | None = None,
        adapter: Callable[[], BaseAdapter] | None = None,
    ) -> None:
        self.base_url = base_url
        self.timeout_s = _timeouts(timeout_s)
        self.retries = _int_from(0, retries, "retries")
        self.deadline_s = _positive(deadline_s, "deadline_s")
        self.max_response_bytes = _int_from(1, max_response_bytes, "max_response_bytes")
        self.insecure_host = insecure_host
        self.adapter = adapter
        self._of_thread = threading.local()

    @property
    def host(self) -> str:
        """Host name of the server."""
        return host_of(self.base_url)

    def get(self, path: str, auth: StudioAuth, operation: Operation, *, retries: int | None = None) -> Answer:
        """Get what `path` names, below the base URL.

        Parameters
        ----------
        path : str
            Such as ``/api/projects``.
        auth : StudioAuth
            Puts the key or token on the request, and may fetch a new one.
        operation : Operation
            What this belongs to.
        retries : int, optional
            In place of the transport's own.

        Returns
        -------
        Answer
            Of any status but 3xx.

        Raises
        ------
        TransportError
            No answer that can be read.
        InvalidResponseError
            The answer cannot be unpacked.
        """
        request = Request(self.base_url + path, auth)
        retries = self.retries if retries is None else retries
        seen = auth.ready(self, operation)
        answer = self._ask(request._replace(hidden=auth.secrets()), operation, retries)
        if answer.status == 401 and auth.renew(self, operation, seen):
            answer = self._ask(request._replace(hidden=auth.secrets()), operation, retries)
        return answer

    def post_form(
        self, url: str, form: Secret, auth: AuthBase, operation: Operation, secrets: tuple[Secret, ...]
    ) -> Answer:
        """Post a form that holds secrets, once: to a token endpoint, which may be on another server.

        Parameters
        ----------
        url : str
            Full URL, to which the same rule about ``http://`` applies.
        form : Secret
            The form, url-encoded.
        auth : AuthBase
            Puts further headers on the request.
        operation : Operation
            What this belongs to.
        secrets : tuple of Secret
            What must not appear in a message.

        Returns
        -------
        Answer
            Of any status but 3xx.

        Raises
        ------
        TransportError, InvalidResponseError
            As for `get`.
        ValueError
            The URL is ``http://`` to another machine.
        """
        settle(refuse_plain_http(url, self.insecure_host))
        for_token = replace(operation, what=f"an access token for {operation.what}")
        return self._ask(Request(url, auth, form, secrets), for_token, retries=0)

    def _ask(self, request: Request, operation: Operation, retries: int) -> Answer:
        outcome = self._try_until_done(request, operation, retries)
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Trouble):
            raise _error_of(outcome, request, operation)
        if outcome.is_redirect:
            raise _redirect_error(outcome, request, operation)
        return outcome

    def _try_until_done(
        self, request: Request, operation: Operation, retries: int
    ) -> Answer | Trouble | Exception:
        done = 0
        while True:
            outcome = self._try_in_time(request, operation)
            pause = _pause_after(outcome, done)
            if pause is None or done >= retries or pause >= operation.left():
                return outcome
            sleep(pause)
            done += 1

    def _try_in_time(self, request: Request, operation: Operation) -> Answer | Trouble | Exception:
        """Try once, in a thread of its own: a name look-up, for one, knows no timeout and cannot be ended."""
        session, left = self._session(), operation.left()
        if not left:
            return _out_of_time(operation)
        timeout_s = (min(self.timeout_s[0], left), min(self.timeout_s[1], left))
        outcomes: list[Answer | Trouble | Exception] = []

        def work() -> None:
            outcomes.append(
                exchange(session, request, timeout_s=timeout_s, max_bytes=self.max_response_bytes)
            )

        worker = threading.Thread(target=work, name="edgeanomaly-nb request", daemon=True)
        worker.start()
        try:
            worker.join(left)
            too_late = worker.is_alive()
        finally:
            if worker.is_alive():  # out of time, or the user pressed Ctrl-C
                del self._of_thread.session
                session.end()
                worker.join(GRACE_S)
                if not worker.is_alive():
                    session.close()
        return _out_of_time(operation) if too_late or _is_cut_short(outcomes[0], operation) else outcomes[0]

    def _session(self) -> Session:
        session: Session | None = getattr(self._of_thread, "session", None)
        # A forked process must not talk on the connections of its parent.
        if session is None or session.pid != os.getpid():
            session = self._of_thread.session = Session()
            if self.adapter is not None:
                session.mount(self.base_url, self.adapter())
        return session

    def copy(self) -> Transport:
        """Return a transport to the same server with the same limits, and connections of its own."""
        return Transport(**self.__getstate__())

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_of_thread"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _of_thread=threading.local())


def _pause_after(outcome: Answer | Trouble | Exception, done: int) -> float | None:
    """Seconds to wait before the next attempt, after `done` retries; None when another makes no sense."""
    if isinstance(outcome, Answer):
        worth_it = RETRY_POLICY.is_retry("GET", outcome.status)
        asked_for = outcome.retry_after
    else:
        kinds = (ConnectionFailedError, RequestTimeoutError)
        worth_it = isinstance(outcome, Trouble) and outcome.kind in kinds and outcome.advice is None
        asked_for = None
    # Who is told to come back in an hour gains nothing by coming back in half a minute.
    if not worth_it or (asked_for or 0) > LONGEST_PAUSE_S:
        return None
    return asked_for or FIRST_PAUSE_S * 2**done * random.uniform(0.5, 1.5)  # noqa: S311  # not a secret


def _is_cut_short(outcome: Answer | Trouble | Exception, operation: Operation) -> bool:
    """Whether a timeout ran out because the deadline had shortened it."""
    return isinstance(outcome, Trouble) and outcome.kind is RequestTimeoutError and not operation.left()


def _out_of_time(operation: Operation) -> Trouble:
    limit = f"{operation.deadline_s:g} s that all of it may take"
    return Trouble(RequestTimeoutError, f"there was no complete answer within the {limit}")


def _error_of(trouble: Trouble, request: Request, operation: Operation) -> EdgeAnomalyError:
    what = operation.what[:1].upper() + operation.what[1:]
    advice = trouble.advice or _ADVICE[trouble.kind]
    message = f"{what} could not be fetched from {host_of(request.url)}: {trouble.reason}. {advice}"
    return operation.error(trouble.kind, message, status_code=trouble.status)


def _redirect_error(answer: Answer, request: Request, operation: Operation) -> RedirectRefusedError:
    host = host_of(request.url)
    target = scrub(answer.redirect_host or "", request.hidden)
    if answer.redirect_host is None:
        where = f"a redirect ({answer.status}) that names no address"
    elif not target:
        where = "a redirect to an address that makes no sense"
    else:
        where = f"a redirect to {'another address of the same host' if target == host else target}"
    return operation.error(
        RedirectRefusedError,
        f"Asked for {operation.what}, {host} answered with {where}. Redirects are not "
        "followed, since they could hand the key to another server. Check the base URL.",
        status_code=answer.status,
    )


def _timeouts(timeout_s: object) -> tuple[float, float]:
    both = timeout_s if isinstance(timeout_s, tuple | list) else (timeout_s, timeout_s)
    if len(both) != 2:
        raise ValueError(
            "timeout_s must be a number of seconds, or two: to connect, and to wait for each next byte."
        )
    return _positive(both[0], "timeout_s"), _positive(both[1], "timeout_s")


def _positive(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} must be a number of seconds, not {type(value).__name__}.")
    if not 0 < value <= LONGEST_TIME_S:
        raise ValueError(f"{name} must be above 0 and at most {LONGEST_TIME_S:,} s, not {value}.")
    return value


def _int_from(least: int, value: int, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}.")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value}.")
    return value
