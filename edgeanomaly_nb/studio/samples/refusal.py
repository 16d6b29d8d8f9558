"""How the sample service refuses a request."""

from __future__ import annotations

from http import HTTPStatus


class RefusedError(Exception):
    """The service refuses a request.

    Parameters
    ----------
    message : str
        Its ``error``.
    status : HTTPStatus
        Its status; like the Studio API, the service also refuses with 200.

    Examples
    --------
    >>> RefusedError("No such path.", HTTPStatus.NOT_FOUND).status.value
    404
    """

    def __init__(self, message: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        super().__init__(message)
        self.message, self.status = message, status


def not_found(message: str) -> RefusedError:
    """Return the refusal of an unknown id or path.

    Examples
    --------
    >>> not_found("No such path.").status.value
    404
    """
    return RefusedError(message, HTTPStatus.NOT_FOUND)
