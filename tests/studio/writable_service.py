"""A service whose thresholds can be written: it keeps them, and misbehaves as it is told."""

from __future__ import annotations

import json
from copy import deepcopy

from tests.bodies import body, threshold
from tests.studio.server import Server, answer, block, impulses, refused

METHODS = "anomaly_scoring_aggregation_method"
OPTIONS = [{"description": "Maximum", "value": "max"}, {"description": "Mean", "value": "mean"}]

#: What the service does with a POST, instead of writing it and responding.
BUSY = "Cannot set thresholds while a model testing job is running."


def lost(service, exchange, received):
    """Receive the body and reset the connection; nothing is written."""
    exchange.reset()


def written_and_lost(service, exchange, received):
    """Write the values, then reset the connection."""
    service.write(received)
    exchange.reset()


def half(response):
    """Write the values, then send half of a response and close."""

    def step(service, exchange, received):
        service.write(received)
        exchange.send(response[: len(response) // 2])
        exchange.keep_open = False

    return step


def silent(service, exchange, received):
    exchange.stall()


def responds(response, *, writes=False):
    def step(service, exchange, received):
        if writes:
            service.write(received)
        exchange.send(response)

    return step


def overruled(service, exchange, received):
    """Accept the values, but someone else writes another one."""
    service.write(received)
    service.values["min_score"] = 0.9
    exchange.send(service.accepted())


#: What goes wrong, and what is shown of it, if min_score is to become 0.2.
FAILURES = [
    (responds(refused(BUSY)), "A job has to end first"),
    (responds(refused("Forbidden", 403)), "cannot write"),
    (lost, "nothing had been changed so far"),
    (overruled, "min_score is 0.9, not the requested 0.2"),
]


class WritableService(Server):
    """Block 3 of project 1 in impulse 1, with a number, another number and an option.

    Parameters
    ----------
    on_post : callable, optional
        What to do with a POST; by default it is written.
    status : str
        The ``regenerateModelTestingStatus``.
    had_results : bool
        Whether there are model testing results.
    """

    def __init__(self, on_post=None, *, status="not_regenerated", had_results=False, job=None, role="admin"):
        self.on_post, self.status, self.had_results, self.job = on_post, status, had_results, job
        self.role = role
        self.values = {"min_score": 0.3, "limit": 35, METHODS: "max"}
        self.is_down = False
        super().__init__(lambda exchange, received: self.respond(exchange, received))

    @property
    def log(self):
        """The wire log: method and path of each request."""
        return [f"{received.method} {received.path.removeprefix('/v1')}" for received in self.received]

    @property
    def posts(self):
        return [json.loads(received.body) for received in self.received if received.method == "POST"]

    def respond(self, exchange, received):
        path = received.path.removeprefix("/v1")
        if received.method == "POST":
            self.respond_to_post(exchange, received, path)
        elif self.is_down:
            exchange.send(refused("Down", 500))
        else:
            exchange.send(self.body_of(path))

    def respond_to_post(self, exchange, received, path):
        assert path == "/api/1/impulse/1/set-thresholds"
        if self.on_post is not None:
            self.on_post(self, exchange, received)
            return
        self.write(received)
        exchange.send(self.accepted())

    def accepted(self):
        sent = {"success": True, "hadModelTestingResults": self.had_results}
        sent["regenerateModelTestingStatus"] = self.status
        if self.job is not None:
            sent["regenerateModelTestingResultsJobId"] = self.job
        return answer(sent)

    def write(self, received):
        for one in json.loads(received.body)["thresholds"]:
            assert one["blockId"] == 3
            self.values[one["key"]] = one["value"]

    def body_of(self, path):
        if path == "/api/1/impulses":
            return impulses(block(3))
        if path == "/api/1/training/anomaly/3":
            return answer(body(thresholds=self.thresholds()))
        if path == "/api/projects/api-key-info":
            return answer({"success": True, "projectId": 1, "role": self.role})
        if path == "/api/projects":
            return answer({"success": True, "projects": [{"id": 1, "name": "Machines"}]})
        return refused("No such path", 404)

    def thresholds(self):
        values = deepcopy(self.values)
        found = [threshold("min_score", values["min_score"], suggestedValue=0.5)]
        found += [threshold("limit", values["limit"])]
        return [*found, threshold(METHODS, values[METHODS], dropdownOptions=OPTIONS)]
