"""The sample service: a requests transport adapter that responds with bundled data.

It responds as the Studio API does, errors included, so that the same client code runs without a network.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.response import HTTPResponse

from . import windows
from .catalogue import SAMPLE_BASE_URL, SAMPLE_KEY, SAMPLES, read_data

Query = dict[str, list[str]]

_BODY_NAMES = {(str(s.project_id), str(s.learn_id)): f"{s.name}.json" for s in SAMPLES.values()}
_WITH_WINDOWS = {(s.project_id, s.learn_id) for s in SAMPLES.values() if s.has_windows}
_PROJECTS = {project for project, _ in _BODY_NAMES}
_build_response = HTTPAdapter().build_response


class _RefusedError(Exception):
    """The service refuses; the arguments are a status and a message."""


class SampleAdapter(BaseAdapter):
    """Serve the bundled sample projects to a `requests.Session`.

    Mount it at `SAMPLE_BASE_URL` and send `SAMPLE_KEY` as ``x-api-key``. It has no state, so it can be
    pickled and used from any thread.

    Examples
    --------
    >>> session = requests.Session()
    >>> session.mount(SAMPLE_BASE_URL, SampleAdapter())
    >>> session.get(SAMPLE_BASE_URL + "/api/481207/training/anomaly/4").json()
    {'success': False, 'error': 'No x-api-key header, or an unknown key.'}
    >>> session.headers["x-api-key"] = SAMPLE_KEY
    >>> session.get(SAMPLE_BASE_URL + "/api/481207/training/anomaly/4").json()["name"]
    'Anomaly detection'
    """

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Respond to `request`; the other parameters are ignored.

        Raises
        ------
        requests.exceptions.InvalidURL
            The URL is not below `SAMPLE_BASE_URL`.
        """
        try:
            status, body = HTTPStatus.OK, _body(request)
        except _RefusedError as refused:
            status, body = refused.args[0], _refusal(refused.args[1])
        except LookupError as missing:  # of the windows: the service refuses with 200, too
            status, body = HTTPStatus.OK, _refusal(missing.args[0])
        response = _build_response(request, _http_response(status, body))
        # A follow-up request through the response does not use the network either.
        response.connection = self  # type: ignore[assignment]
        return response

    def close(self) -> None:
        """Do nothing: there is no connection."""


def _http_response(status: HTTPStatus, body: bytes) -> HTTPResponse:
    is_json = body[:1] == b"{"
    kind = "application/json; charset=utf-8" if is_json else "application/octet-stream"
    headers = {"Content-Type": kind, "Content-Length": str(len(body))}
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = "GET"
    content = io.BytesIO(body)
    return HTTPResponse(content, headers, status.value, reason=status.phrase, preload_content=False)


def _body(request: requests.PreparedRequest) -> bytes:
    url = request.url or ""
    if not url.startswith(SAMPLE_BASE_URL + "/"):
        raise requests.exceptions.InvalidURL(f"The samples are served below {SAMPLE_BASE_URL} only.")
    if request.headers.get("x-api-key") != SAMPLE_KEY:
        raise _RefusedError(HTTPStatus.UNAUTHORIZED, "No x-api-key header, or an unknown key.")
    if request.method != "GET":
        raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "The samples are read-only.")
    path, query = urlsplit(url).path.removeprefix("/v1"), parse_qs(urlsplit(url).query)
    for pattern, respond in _ROUTES.items():
        if found := re.fullmatch(pattern, path):
            return respond(query, *found.groups())
    raise _RefusedError(HTTPStatus.NOT_FOUND, "No such path.")


def _projects(query: Query) -> bytes:
    return read_data("projects.json")


def _key_info(query: Query) -> bytes:
    # No projectId: a key of the service is for one project, but this one is for all samples.
    return json.dumps({"success": True, "role": "readonly"}).encode()


def _impulses(query: Query, project: str) -> bytes:
    if project not in _PROJECTS:
        raise _RefusedError(HTTPStatus.NOT_FOUND, f"No such project: {project}.")
    return read_data(f"impulses-{project}.json")


def _impulse(query: Query, project: str) -> bytes:
    impulse_ids = query.get("impulseId")
    for impulse in json.loads(_impulses(query, project))["impulses"]:
        if impulse_ids is None or str(impulse["id"]) in impulse_ids:
            return json.dumps({"success": True, "impulse": impulse}).encode()
    raise _RefusedError(HTTPStatus.NOT_FOUND, f"No such impulse in project {project}.")


def _anomaly(query: Query, project: str, learn: str) -> bytes:
    if body_name := _BODY_NAMES.get((project, learn)):
        return read_data(body_name)
    impulses = json.loads(_impulses(query, project))["impulses"]
    if learn in {str(block["id"]) for impulse in impulses for block in impulse["learnBlocks"]}:
        return _refusal(f"Block {learn} is not an anomaly detection block.")
    raise _RefusedError(HTTPStatus.NOT_FOUND, f"No block {learn} in project {project}.")


def _model(query: Query, project: str, learn: str) -> bytes:
    _anomaly(query, project, learn)  # refuses an unknown block
    return windows.model_body(windows.find_sample(project, learn=learn), "metadata")


def _gmm(query: Query, project: str, learn: str) -> bytes:
    _anomaly(query, project, learn)
    return windows.model_body(windows.find_sample(project, learn=learn), "gmm")


def _all_features(query: Query, project: str, learn: str) -> bytes:
    _anomaly(query, project, learn)
    return windows.npy(windows.array_of(windows.find_sample(project, learn=learn), "x", "training"))


def _dsp_data(query: Query, project: str, dsp: str, kind: str, category: str) -> bytes:
    return windows.npy(windows.array_of(windows.find_sample(project, dsp=dsp), kind, category))


def _dsp_metadata(query: Query, project: str, dsp: str) -> bytes:
    category = query.get("category", ["training"])[0]
    return json.dumps(windows.dsp_metadata(windows.find_sample(project, dsp=dsp), category)).encode()


def _result_page(query: Query, project: str) -> bytes:
    _impulses(query, project)  # refuses an unknown project
    impulse_ids = query.get("impulseId")
    in_impulses = [
        windows.find_sample(project, learn=str(block["id"]))
        for impulse in json.loads(read_data(f"impulses-{project}.json"))["impulses"]
        if impulse_ids is None or str(impulse["id"]) in impulse_ids
        for block in impulse["learnBlocks"]
        if (int(project), block["id"]) in _WITH_WINDOWS
    ]
    limit, offset = (int(query.get(name, ["0"])[0]) for name in ("limit", "offset"))
    category = query.get("category", ["testing"])[0]
    return json.dumps(windows.result_page(in_impulses, category, limit or 100, offset)).encode()


def _project(query: Query, project: str) -> bytes:
    _impulses(query, project)  # refuses an unknown project
    projects = json.loads(read_data("projects.json"))["projects"]
    found = next(entry for entry in projects if str(entry["id"]) == project)
    return json.dumps({"success": True, "project": found}).encode()


def _refusal(message: str) -> bytes:
    return json.dumps({"success": False, "error": message}).encode()


#: The paths of the service. The groups of a pattern are the ids that its function receives.
_ROUTES: dict[str, Callable[..., bytes]] = {
    "/api/projects": _projects,
    "/api/projects/api-key-info": _key_info,
    "/api/([^/]+)/impulses": _impulses,
    "/api/([^/]+)/impulse": _impulse,
    "/api/([^/]+)/training/anomaly/([^/]+)": _anomaly,
    "/api/([^/]+)/training/anomaly/([^/]+)/metadata": _model,
    "/api/([^/]+)/training/anomaly/([^/]+)/gmm/metadata": _gmm,
    "/api/([^/]+)/training/([^/]+)/x": _all_features,
    "/api/([^/]+)/dsp-data/([^/]+)/([xy])/([^/]+)": _dsp_data,
    "/api/([^/]+)/dsp/([^/]+)/metadata": _dsp_metadata,
    "/api/([^/]+)/classify/all/result/page": _result_page,
    "/api/([^/]+)": _project,
}
