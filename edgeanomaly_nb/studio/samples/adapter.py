"""The sample service: a requests transport adapter that answers from bundled data.

It answers as the Studio API does, errors included, so that the very same client code runs without network.
"""

from __future__ import annotations

import io
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.response import HTTPResponse

from . import SAMPLES, read_data

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Where the sample projects are. The name cannot exist: ``.invalid`` is reserved for that (RFC 2606).
SAMPLE_BASE_URL = "https://samples.invalid/v1"

#: The key that the sample service asks for. It opens nothing else.
SAMPLE_KEY = "ei_opensnothingbutthebundledsamples"

_BODY_NAMES = {(str(s.project_id), str(s.learn_id)): f"{s.name}.json" for s in SAMPLES.values()}
_PROJECTS = {project for project, _ in _BODY_NAMES}
_build_response = HTTPAdapter().build_response


class _RefusedError(Exception):
    """The service says no: a status and the words that go with it."""

    def __init__(self, status: HTTPStatus, words: str) -> None:
        super().__init__(words)
        self.status = status


class SampleAdapter(BaseAdapter):
    """Serve the bundled sample projects to a `requests.Session`.

    Mount it at `SAMPLE_BASE_URL` and send `SAMPLE_KEY` as ``x-api-key``. It holds no state, so it can be
    pickled and used from any thread.

    Examples
    --------
    >>> session = requests.Session()
    >>> session.mount(SAMPLE_BASE_URL, SampleAdapter())
    >>> session.get(SAMPLE_BASE_URL + "/api/481207/training/anomaly/4").json()
    {'success': False, 'error': 'No x-api-key header, or a key that is not known.'}
    >>> session.headers["x-api-key"] = SAMPLE_KEY
    >>> session.get(SAMPLE_BASE_URL + "/api/481207/training/anomaly/4").json()["name"]
    'Anomaly detection'
    """

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Answer `request`; everything else is taken for the sake of the interface.

        Raises
        ------
        requests.exceptions.InvalidURL
            The URL is not below `SAMPLE_BASE_URL`.
        """
        try:
            status, body = HTTPStatus.OK, _answer(request)
        except _RefusedError as refused:
            status, body = refused.status, _refusal(str(refused))
        headers = {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body))}
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET"
        raw = HTTPResponse(
            body=io.BytesIO(body),
            headers=headers,
            status=status.value,
            reason=status.phrase,
            preload_content=False,
        )
        response = _build_response(request, raw)
        # Whoever sends a follow-up through the response stays off the network, too.
        response.connection = self  # type: ignore[assignment]
        return response

    def close(self) -> None:
        """Do nothing: there is no connection."""


def _answer(request: requests.PreparedRequest) -> bytes:
    url = request.url or ""
    if not url.startswith(SAMPLE_BASE_URL + "/"):
        raise requests.exceptions.InvalidURL(f"The samples are served below {SAMPLE_BASE_URL} only.")
    if request.headers.get("x-api-key") != SAMPLE_KEY:
        raise _RefusedError(HTTPStatus.UNAUTHORIZED, "No x-api-key header, or a key that is not known.")
    if request.method != "GET":
        raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "The samples can be read only.")
    parts = urlsplit(url)
    match parts.path.split("/")[2:]:  # after /v1
        case ["api", "projects"]:
            return read_data("projects.json")
        case ["api", "projects", "api-key-info"]:
            # No projectId: a key of the service opens one project, but this one opens all the samples.
            return json.dumps({"success": True, "role": "readonly"}).encode()
        case ["api", project, "impulses"]:
            return _impulses(project)
        case ["api", project, "impulse"]:
            return _impulse(project, parse_qs(parts.query).get("impulseId"))
        case ["api", project, "training", "anomaly", learn]:
            return _anomaly(project, learn)
    raise _RefusedError(HTTPStatus.NOT_FOUND, "No such path.")


def _impulses(project: str) -> bytes:
    if project not in _PROJECTS:
        raise _RefusedError(HTTPStatus.NOT_FOUND, f"No such project: {project}.")
    return read_data(f"impulses-{project}.json")


def _impulse(project: str, impulse_ids: list[str] | None) -> bytes:
    impulses = json.loads(_impulses(project))["impulses"]
    for impulse in impulses:
        if impulse_ids is None or str(impulse["id"]) in impulse_ids:
            return json.dumps({"success": True, "impulse": impulse}).encode()
    raise _RefusedError(HTTPStatus.NOT_FOUND, f"No such impulse in project {project}.")


def _anomaly(project: str, learn: str) -> bytes:
    if body_name := _BODY_NAMES.get((project, learn)):
        return read_data(body_name)
    impulses = json.loads(_impulses(project))["impulses"]
    if learn in {str(block["id"]) for impulse in impulses for block in impulse["learnBlocks"]}:
        return _refusal(f"Block {learn} is not an anomaly detection block.")
    raise _RefusedError(HTTPStatus.NOT_FOUND, f"No block {learn} in project {project}.")


def _refusal(words: str) -> bytes:
    return json.dumps({"success": False, "error": words}).encode()
