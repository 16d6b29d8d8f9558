"""Sessions, deadlines and retries: a request is sent, and a response or a typed error is returned."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Thread, local
from time import monotonic, sleep
from typing import Any, TypeVar

from requests.adapters import BaseAdapter
from requests.auth import AuthBase

from ...block.schema import Envelope, decode
from ...errors import ConnectionFailedError, EdgeAnomalyError, InvalidResponseError, RequestTimeoutError
from ...text import capitalized
from ..secrets import Secret
from .base_url import host_of, refuse_plain_http
from .failures import ExchangeError
from .limits import seconds_text
from .session import JsonBody, Request, Response, Session, Transfer, exchange

B = TypeVar("B", bound=Envelope)
E = TypeVar("E", bound=EdgeAnomalyError)

TOO_MANY = 429
TEMPORARY = (TOO_MANY, 502, 503, 504)
LONGEST_PAUSE_S = 30
FIRST_PAUSE_S = 0.5
# Seconds between two reports of progress.
PROGRESS_S = 0.1
# Seconds that a thread whose sockets were shut down has to end.
GRACE_S = 0.1

_ADVICE: dict[type[EdgeAnomalyError], str] = {
    RequestTimeoutError: "Try again, or allow more: StudioClient(timeout_s=(connect, read), deadline_s=...).",
    ConnectionFailedError: "Check the network, the base URL and, if there is one, the proxy.",
    InvalidResponseError: "Check that the base URL is that of the Studio API, and that no proxy replaces it.",
}


@dataclass(frozen=True)
class Operation:
    """One call of a public method: what it fetches, and how long it may take.

    Parameters
    ----------
    what : str
        What is fetched, for messages: ``"block 7 of project 1"``.
    project_id, learn_id : int, optional
        Set on the errors.
    deadline_s : float
        Seconds for the complete operation.
    started : float
        On the clock `time.monotonic`; now by default.
    transfer : Transfer, optional
        A large response that is not JSON; by default the limit of the transport applies.

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
    transfer: Transfer | None = None

    def left(self) -> float:
        """Return the seconds that are left."""
        return max(0.0, self.started + self.deadline_s - monotonic())

    def error(self, kind: type[E], message: str, **facts: Any) -> E:
        """Return an error with the ids of the project and the block."""
        return kind(message, project_id=self.project_id, learn_id=self.learn_id, **facts)

    def decode(self, body: bytes, as_type: type[B]) -> B:
        """Decode the body of a response, or raise the error of this operation."""
        return decode(body, as_type, what=self.what, project_id=self.project_id, learn_id=self.learn_id)

    def refusal(self, kind: type[E], message: str, response: Response, studio_message: str | None) -> E:
        """Return the error for a response that is a refusal."""
        return self.error(
            kind,
            message,
            status_code=response.status,
            studio_message=studio_message,
            retry_after=response.retry_after,
        )


@dataclass(eq=False, kw_only=True)
class Transport:
    """Sends requests to one server. A copy has the same limits, and connections of its own.

    Parameters
    ----------
    base_url : str
        As `edgeanomaly_nb.studio.http.base_url.read_base_url` returns it.
    timeout_s : tuple of float
        Seconds to connect, and to wait for each next byte.
    retries : int
        Number of retries of a GET after a failed attempt.
    deadline_s : float
        Seconds for a complete operation: every attempt, every pause, and fetching a token.
    max_response_bytes : int
        Limit of a response, decompressed.
    insecure_host : str, optional
        The one host besides this machine to which ``http://`` is allowed.
    adapter : callable, optional
        Returns the requests transport adapter that serves `base_url` instead of the network.
    leaves_pauses : bool
        True if the caller waits where the server requests a pause, with the status 429 or ``Retry-After``:
        then the response is returned at once. A survey waits once for all its requests.
    """

    base_url: str
    timeout_s: tuple[float, float]
    retries: int
    deadline_s: float
    max_response_bytes: int
    insecure_host: str | None
    adapter: Callable[[], BaseAdapter] | None = None
    leaves_pauses: bool = False
    _of_thread: local = field(default_factory=local, init=False, repr=False)

    def get(
        self,
        path: str,
        auth: AuthBase,
        operation: Operation,
        *,
        hidden: tuple[Secret, ...] = (),
        retries: int | None = None,
    ) -> Response:
        """Get `path` below the base URL.

        Parameters
        ----------
        path : str
            Such as ``/api/projects``.
        auth : AuthBase
            Adds the header with the key or token.
        operation : Operation
            The operation that needs it.
        hidden : tuple of Secret
            Secrets that must not appear in a message.
        retries : int, optional
            Instead of the number of the transport.

        Returns
        -------
        Response
            Of any status but 3xx.

        Raises
        ------
        TransportError
            There is no response that can be read.
        InvalidResponseError
            The response cannot be decompressed.
        """
        request = Request(self.base_url + path, auth, hidden=hidden, transfer=operation.transfer)
        return self._send(request, operation, self.retries if retries is None else retries)

    def post_form(
        self, url: str, form: Secret, auth: AuthBase, operation: Operation, hidden: tuple[Secret, ...]
    ) -> Response:
        """Post a form with secrets, once, to a token endpoint, which can be on another server.

        Parameters
        ----------
        url : str
            Full URL. The rule about ``http://`` applies to it too.
        form : Secret
            The form, URL-encoded.
        auth : AuthBase
            Adds further headers.
        operation : Operation
            The operation that needs it.
        hidden : tuple of Secret
            Secrets that must not appear in a message.

        Returns
        -------
        Response
            Of any status but 3xx.

        Raises
        ------
        TransportError, InvalidResponseError
            As for `get`.
        ValueError
            The URL is ``http://`` to another machine.
        """
        refuse_plain_http(url, self.insecure_host)
        for_token = replace(operation, what=f"an access token for {operation.what}")
        return self._send(Request(url, auth, form, hidden), for_token, retries=0)

    def post_json(
        self, path: str, body: JsonBody, auth: AuthBase, operation: Operation, hidden: tuple[Secret, ...]
    ) -> Response:
        """Post JSON below the base URL: once, whatever happens, since it changes something.

        Parameters
        ----------
        path : str
            Such as ``/api/1/impulse/1/set-thresholds``.
        body : JsonBody
            The JSON. After an error, its ``was_sent`` shows whether the server can have received it.
        auth : AuthBase
            Adds the header with the key or token.
        operation : Operation
            The operation that needs it.
        hidden : tuple of Secret
            Secrets that must not appear in a message.

        Returns
        -------
        Response
            Of any status but 3xx.

        Raises
        ------
        TransportError, InvalidResponseError
            As for `get`.
        """
        request = Request(self.base_url + path, auth, hidden=hidden, body=body)
        return self._send(request, operation, retries=0)

    def _send(self, request: Request, operation: Operation, retries: int) -> Response:
        done = 0
        while True:
            try:
                response = self._attempt(request, operation)
            except ExchangeError as failure:
                if done >= retries or not (failure.is_temporary and _wait(_pause(done), operation)):
                    raise _error_of(failure, request, operation) from None
            else:
                pause = response.retry_after or _pause(done)
                if done >= retries or not (self._is_temporary(response) and _wait(pause, operation)):
                    return response
            done += 1

    def _is_temporary(self, response: Response) -> bool:
        if self.leaves_pauses and (response.status == TOO_MANY or response.retry_after):
            return False
        # After a request to come back in an hour, an attempt in half a minute is of no use.
        return response.status in TEMPORARY and (response.retry_after or 0) <= LONGEST_PAUSE_S

    def _attempt(self, request: Request, operation: Operation) -> Response:
        """Send a request once, in a thread of its own.

        A name look-up has no timeout and cannot be ended: https://github.com/urllib3/urllib3/issues/3588
        """
        session, left = self._session(), operation.left()
        if not left:
            raise _out_of_time(operation)
        timeout_s = (min(self.timeout_s[0], left), min(self.timeout_s[1], left))
        outcome: Future[Response] = Future()
        call = partial(exchange, session, request, timeout_s=timeout_s, max_bytes=self.max_response_bytes)
        worker = Thread(target=_run, args=(outcome, call), name="edgeanomaly-nb request", daemon=True)
        worker.start()
        try:
            _join(worker, left, request.transfer)
            too_late = worker.is_alive()
        finally:
            if worker.is_alive():  # out of time, or the user pressed Ctrl-C
                self._give_up(session, worker)
        if too_late:
            raise _out_of_time(operation)
        return outcome.result()

    def _give_up(self, session: Session, worker: Thread) -> None:
        del self._of_thread.session
        session.end()
        worker.join(GRACE_S)
        if not worker.is_alive():
            session.close()

    def _session(self) -> Session:
        session: Session | None = getattr(self._of_thread, "session", None)
        # A forked process must not use the connections of its parent.
        if session is None or session.pid != os.getpid():
            session = self._of_thread.session = Session()
            if self.adapter is not None:
                session.mount(self.base_url, self.adapter())
        return session

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "_of_thread"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state, _of_thread=local())


def _join(worker: Thread, left: float, transfer: Transfer | None) -> None:
    """Wait for a request, and report its progress."""
    if transfer is None:
        worker.join(left)
        return
    end = monotonic() + left
    while True:  # a request that has ended by now is reported, too
        worker.join(min(PROGRESS_S, max(0.0, end - monotonic())))
        transfer.report()
        if not worker.is_alive() or monotonic() >= end:
            return


def _run(outcome: Future[Response], call: Callable[[], Response]) -> None:
    try:
        outcome.set_result(call())
    except BaseException as error:  # noqa: BLE001  # raised by the thread that waits
        outcome.set_exception(error)


def _pause(done: int) -> float:
    """Return the seconds to wait after `done` retries."""
    return FIRST_PAUSE_S * float(2**done) * random.uniform(0.5, 1.5)  # noqa: S311  # not a secret


def _wait(pause_s: float, operation: Operation) -> bool:
    """Wait before the next attempt; return False without waiting if no time would be left for it."""
    if pause_s >= operation.left():
        return False
    sleep(pause_s)
    return True


def _out_of_time(operation: Operation) -> ExchangeError:
    reason = f"there was no complete response within the deadline of {seconds_text(operation.deadline_s)}"
    return ExchangeError(RequestTimeoutError, reason)


def _error_of(failure: ExchangeError, request: Request, operation: Operation) -> EdgeAnomalyError:
    if failure.kind is RequestTimeoutError and not operation.left():
        failure = _out_of_time(operation)  # the deadline has shortened the timeout
    what, host = capitalized(operation.what), host_of(request.url)
    advice = failure.advice or _ADVICE[failure.kind]
    message = f"{what} could not be fetched from {host}: {failure.reason}. {advice}"
    if request.body is not None:
        message = f"{what} could not be sent to {host}: {failure.reason}. {advice}"
        if request.body.was_sent:  # without “try again”: a change may have been made
            message = f"{what} was sent to {host}, but no usable response arrived: {failure.reason}."
    return operation.error(failure.kind, message, status_code=failure.status)
