"""Everything that this package raises on purpose.

::

    EdgeAnomalyError
    ├── MissingCredentialsError      no key was given and none is in the environment
    ├── TransportError               no answer that can be read
    │   ├── RequestTimeoutError      (also TimeoutError)
    │   ├── ConnectionFailedError    (also ConnectionError)
    │   ├── RedirectRefusedError
    │   └── ResponseTooLargeError
    ├── StudioError                  the service answered no
    │   ├── AuthenticationError      401
    │   ├── PermissionDeniedError    403 (also PermissionError)
    │   ├── NotFoundError            404 (also LookupError)
    │   ├── RateLimitedError         429
    │   ├── ServerError              5xx
    │   └── OperationFailedError     a 2xx with ``success: false``
    ├── InvalidResponseError         not JSON, or not the schema (also ValueError)
    ├── InvalidFileError             a file is not a saved config, or not whole (also ValueError)
    └── MissingExtraError            a package that this needs is not installed (also ImportError)

Every message says what failed, for which project and block, and what to do next. None holds a key, a header
or a body.
"""

from __future__ import annotations


class EdgeAnomalyError(Exception):
    """Base of every error that this package raises on purpose.

    Parameters
    ----------
    message : str
        Plain sentences: what failed, for which project and block, what to do next.
    project_id, learn_id : int, optional
        What was asked for; ``None`` where it does not apply.
    status_code : int, optional
        HTTP status of the answer; ``None`` when there was none.
    studio_message : str, optional
        The service's own words, shortened and without secrets.
    retry_after : float, optional
        Seconds after which the service says that a new try makes sense.

    Examples
    --------
    >>> err = NotFoundError("Block 7 does not exist.", project_id=1, learn_id=7, status_code=404)
    >>> err.learn_id, err.status_code, err.retry_after
    (7, 404, None)
    """

    def __init__(
        self,
        message: str,
        *,
        project_id: int | None = None,
        learn_id: int | None = None,
        status_code: int | None = None,
        studio_message: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.project_id = project_id
        self.learn_id = learn_id
        self.status_code = status_code
        self.studio_message = studio_message
        self.retry_after = retry_after


class MissingCredentialsError(EdgeAnomalyError):
    """No key was given and none is in the environment."""


class TransportError(EdgeAnomalyError):
    """The service gave no answer that can be read."""


class RequestTimeoutError(TransportError, TimeoutError):
    """A time limit ran out: to connect, to read, or for the whole operation."""


class ConnectionFailedError(TransportError, ConnectionError):
    """No connection could be made, or it broke before the answer was complete."""


class RedirectRefusedError(TransportError):
    """The service pointed elsewhere; following it could hand the key to another host."""


class ResponseTooLargeError(TransportError):
    """The answer is larger than the limit and was not read to its end."""


class StudioError(EdgeAnomalyError):
    """The service answered no."""


class AuthenticationError(StudioError):
    """401: the service does not know this key or token."""


class PermissionDeniedError(StudioError, PermissionError):
    """403: the key or token is known, but may not do this."""


class NotFoundError(StudioError, LookupError):
    """404: there is no such project or block."""


class RateLimitedError(StudioError):
    """429: too many requests."""


class ServerError(StudioError):
    """5xx: the service failed."""


class OperationFailedError(StudioError):
    """The service answered 2xx with ``success: false``."""


class InvalidResponseError(EdgeAnomalyError, ValueError):
    """The answer is not JSON or not the schema; the message says where, as ``$.axes[3].ix``."""


class InvalidFileError(EdgeAnomalyError, ValueError):
    """A file is not a saved config, not whole, or of a newer version; the message says which."""


class ReportError(EdgeAnomalyError):
    """A report cannot be made; nothing was written."""


class MissingExtraError(EdgeAnomalyError, ImportError):
    """What was asked for needs a package that is not installed; the message says how to install it."""
