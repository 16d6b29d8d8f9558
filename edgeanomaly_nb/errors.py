"""Every error that this package raises on purpose.

::

    EdgeAnomalyError
    ├── MissingCredentialsError      no key was passed and none is in the environment
    ├── TransportError               no response that can be read
    │   ├── RequestTimeoutError      (also TimeoutError)
    │   ├── ConnectionFailedError    (also ConnectionError)
    │   ├── RedirectRefusedError
    │   └── ResponseTooLargeError
    ├── StudioError                  the service refused
    │   ├── AuthenticationError      401
    │   ├── PermissionDeniedError    403 (also PermissionError)
    │   ├── NotFoundError            404 (also LookupError)
    │   ├── RateLimitedError         429
    │   ├── ServerError              5xx
    │   └── OperationFailedError     a 2xx with ``success: false``
    ├── WriteError                   thresholds are not, or not known to be, as requested
    │   ├── InvalidChangeError       a threshold cannot have this value (also ValueError)
    │   ├── WritesNotAllowedError    the client was created without ``allow_writes=True``, or for the samples
    │   ├── WriteConflictError       Studio has other values than expected
    │   ├── WriteRefusedError        the service refused; nothing was changed
    │   │   └── JobRunningError      a job of the project has to end first
    │   ├── WriteFailedError         there was no response, and nothing was changed
    │   └── WriteUnknownError        it is not known whether anything was changed
    ├── InvalidResponseError         not JSON, or does not fit the schema (also ValueError)
    ├── InvalidFileError             a file is not a saved config, or incomplete (also ValueError)
    ├── ReportError                  a report cannot be created
    ├── FirmwareError                a firmware header cannot be created (also ValueError)
    └── MissingExtraError            a package that this needs is not installed (also ImportError)

Every message describes what failed, for which project and block, and what to do next. None contains a key, a
header or a body.
"""

from __future__ import annotations


class EdgeAnomalyError(Exception):
    """Base of every error that this package raises on purpose.

    Parameters
    ----------
    message : str
        Plain sentences: what failed, for which project and block, what to do next.
    project_id, learn_id : int, optional
        The requested project and block; ``None`` where they do not apply.
    status_code : int, optional
        HTTP status of the response; ``None`` if there was none.
    studio_message : str, optional
        The message of the service, shortened and without secrets.
    retry_after : float, optional
        Seconds to wait before the next request, as requested by the service.

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
    """No key was passed and none is in the environment."""


class TransportError(EdgeAnomalyError):
    """There is no response that can be read."""


class RequestTimeoutError(TransportError, TimeoutError):
    """A time limit was exceeded: to connect, to read, or for the complete operation."""


class ConnectionFailedError(TransportError, ConnectionError):
    """No connection could be established, or it was lost before the response was complete."""


class RedirectRefusedError(TransportError):
    """The service responded with a redirect. Following it could send the key to another host."""


class ResponseTooLargeError(TransportError):
    """The response is larger than the limit and was not read completely."""


class StudioError(EdgeAnomalyError):
    """The service refused the request."""


class AuthenticationError(StudioError):
    """401: the service does not accept this key or token."""


class PermissionDeniedError(StudioError, PermissionError):
    """403: the key or token is valid, but has no permission for this."""


class NotFoundError(StudioError, LookupError):
    """404: the project or block does not exist."""


class RateLimitedError(StudioError):
    """429: too many requests."""


class ServerError(StudioError):
    """5xx: the service failed."""


class OperationFailedError(StudioError):
    """The service responded with a 2xx and ``success: false``."""


class WriteError(EdgeAnomalyError):
    """Base of every error about a change of thresholds that was not made, or is not known to be made."""


class InvalidChangeError(WriteError, ValueError):
    """A threshold cannot have the requested value: the key, the type, the option, or no change at all."""


class WritesNotAllowedError(WriteError, PermissionError):
    """Writing is not allowed: it needs ``StudioClient(allow_writes=True)``, and not the samples."""


class WriteConflictError(WriteError):
    """Studio has other values than expected; the message has both."""


class WriteRefusedError(WriteError):
    """The service refused the change, and nothing was changed. ``status_code`` is 401 or 403 for a key."""


class JobRunningError(WriteRefusedError):
    """The service refuses changes while a job, such as model testing, is under way."""


class WriteFailedError(WriteError):
    """There was no response that can be read. Nothing had been changed when the block was read afterwards."""


class WriteUnknownError(WriteError):
    """It is not known whether the change was made: the block could not be read afterwards."""


class InvalidResponseError(EdgeAnomalyError, ValueError):
    """The response is not JSON or does not fit the schema; the message has the path, as ``$.axes[3].ix``."""


class InvalidFileError(EdgeAnomalyError, ValueError):
    """A file is not a saved config, is incomplete, or has a newer version; the message names the reason."""


class ReportError(EdgeAnomalyError):
    """A report cannot be created; nothing was written."""


class FirmwareError(EdgeAnomalyError, ValueError):
    """A header for firmware cannot be created; the message names the threshold or the argument, and why."""


class MissingExtraError(EdgeAnomalyError, ImportError):
    """A package that this needs is not installed; the message contains the command that installs it."""

    @classmethod
    def of(cls, what: str, *packages: str) -> MissingExtraError:
        """Return the error for something that needs packages.

        Examples
        --------
        >>> str(MissingExtraError.of("A notebook report", "nbclient", "nbformat"))
        'A notebook report needs nbclient and nbformat. Install them: pip install nbclient nbformat.'
        """
        needed = " and ".join(filter(None, [", ".join(packages[:-1]), packages[-1]]))
        them = "it" if len(packages) == 1 else "them"
        return cls(f"{what} needs {needed}. Install {them}: pip install {' '.join(packages)}.")
