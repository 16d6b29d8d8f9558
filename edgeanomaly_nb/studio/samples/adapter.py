"""The sample service: a requests transport adapter that responds with bundled data.

It responds as the Studio API does, errors included, so that the same client code runs without a network.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.response import HTTPResponse

from . import windows
from .blocks import check_project, find_block, find_impulse, impulses_of
from .catalogue import SAMPLE_BASE_URL, SAMPLE_KEY, JsonObject, read_data
from .configs import config_body, detailed
from .refusal import RefusedError, not_found
from .results import PAGE, result_page

Query = dict[str, list[str]]

_JSON, _BYTES = "application/json; charset=utf-8", "application/octet-stream"
_BLOCKS = {"anomaly": "an anomaly detection block", "keras": "a visual or custom anomaly block"}
_build_response = HTTPAdapter().build_response


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

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        """Respond to `request`; the other parameters are ignored.

        Raises
        ------
        requests.exceptions.InvalidURL
            The URL is not below `SAMPLE_BASE_URL`.
        """
        try:
            status, body = HTTPStatus.OK, _body(request)
        except RefusedError as refused:
            status, body = refused.status, _json({"success": False, "error": refused.message})
        response = _build_response(request, _http_response(status, body))
        # A follow-up request through the response does not use the network either.
        response.connection = self  # type: ignore[assignment]
        return response

    def close(self) -> None:
        """Do nothing: there is no connection."""


def _http_response(status: HTTPStatus, body: bytes) -> HTTPResponse:
    kind = _BYTES if body.startswith(b"\x93NUMPY") else _JSON
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
        raise RefusedError("No x-api-key header, or an unknown key.", HTTPStatus.UNAUTHORIZED)
    if request.method != "GET":
        raise RefusedError("The samples are read-only.", HTTPStatus.METHOD_NOT_ALLOWED)
    path, query = urlsplit(url).path.removeprefix("/v1"), parse_qs(urlsplit(url).query)
    for pattern, respond in _ROUTES.items():
        if found := re.fullmatch(pattern, path):
            return respond(query, *found.groups())
    raise not_found("No such path.")


def _projects(query: Query) -> bytes:
    return read_data("projects.json")


def _key_info(query: Query) -> bytes:
    # No projectId: a key of the service is for one project, but this one is for all samples.
    return _json({"success": True, "role": "readonly"})


def _project(query: Query, project: str) -> bytes:
    check_project(project)
    return read_data(f"project-{project}.json")


def _impulses(query: Query, project: str) -> bytes:
    check_project(project)
    return read_data(f"impulses-{project}.json")


def _impulse(query: Query, project: str) -> bytes:
    return _json({"success": True, "impulse": find_impulse(project, query.get("impulseId"))})


def _detailed_impulses(query: Query, project: str) -> bytes:
    return _json({"success": True, "impulses": [detailed(project, found) for found in impulses_of(project)]})


def _config(query: Query, project: str, operation: str, learn: str) -> bytes:
    if body := config_body(project, learn, operation):
        return body
    find_block(project, "learnBlocks", learn)
    raise RefusedError(f"Block {learn} is not {_BLOCKS[operation]}.")


def _metadata(query: Query, project: str, learn: str) -> bytes:
    return _json(windows.model_body(windows.sample_of_learn_block(project, learn), "metadata"))


def _gmm_metadata(query: Query, project: str, learn: str) -> bytes:
    return _json(windows.model_body(windows.sample_of_learn_block(project, learn), "gmm"))


def _learn_data(query: Query, project: str, learn: str) -> bytes:
    return windows.npy(windows.array_of(windows.sample_of_learn_block(project, learn), "x", "training"))


def _dsp_data(query: Query, project: str, dsp: str, kind: str, category: str) -> bytes:
    return windows.npy(windows.array_of(windows.sample_of_dsp_block(project, dsp), kind, category))


def _dsp_metadata(query: Query, project: str, dsp: str) -> bytes:
    sample = windows.sample_of_dsp_block(project, dsp)
    excludes_samples = query.get("excludeIncludedSamples") == ["true"]
    category = _category(query, "training")
    return _json(windows.dsp_metadata(sample, category, excludes_samples=excludes_samples))


def _result_page(query: Query, project: str) -> bytes:
    limit, offset = _count(query, "limit", PAGE), _count(query, "offset", 0)
    return _json(result_page(project, query.get("impulseId"), _category(query, "testing"), limit, offset))


def _category(query: Query, default: str) -> str:
    return query.get("category", [default])[0]


def _count(query: Query, name: str, default: int) -> int:
    text = query.get(name, [str(default)])[0]
    if not re.fullmatch("[0-9]{1,9}", text):
        raise RefusedError(f"{name} must be a whole number from 0.", HTTPStatus.BAD_REQUEST)
    return int(text)


def _json(body: JsonObject) -> bytes:
    return json.dumps(body).encode()


#: The paths of the service. The groups of a pattern are the ids that its function receives.
_ROUTES: dict[str, Callable[..., bytes]] = {
    "/api/projects": _projects,
    "/api/projects/api-key-info": _key_info,
    "/api/([^/]+)/impulses": _impulses,
    "/api/([^/]+)/impulses-detailed": _detailed_impulses,
    "/api/([^/]+)/impulse": _impulse,
    "/api/([^/]+)/training/(anomaly|keras)/([^/]+)": _config,
    "/api/([^/]+)/training/anomaly/([^/]+)/metadata": _metadata,
    "/api/([^/]+)/training/anomaly/([^/]+)/gmm/metadata": _gmm_metadata,
    "/api/([^/]+)/training/([^/]+)/x": _learn_data,
    "/api/([^/]+)/dsp-data/([^/]+)/([xy])/(training|testing|validation)": _dsp_data,
    "/api/([^/]+)/dsp/([^/]+)/metadata": _dsp_metadata,
    "/api/([^/]+)/classify/all/result/page": _result_page,
    "/api/([^/]+)": _project,
}
