"""A service with two projects, and what the tests of the explorer do with it."""

from __future__ import annotations

import threading

from tests.bodies import body
from tests.studio.server import answer, by_path

PATIENCE_S = 20
OTHER_KEY = "ei_" + "0ddba11" * 6
PROJECTS = {"success": True, "projects": [{"id": 1, "name": "One"}, {"id": 2, "name": "Two"}]}


def impulses(*ids, name="Anomaly detection"):
    blocks = [{"id": at, "type": "anomaly", "name": name, "title": "K-means", "dsp": [2]} for at in ids]
    return {"success": True, "impulses": [{"id": 1, "name": "Impulse", "learnBlocks": blocks}]}


def service(**more):
    """Return a step for two projects; the first has the blocks 7 and 8."""
    known = {
        "v1_api_projects": answer(PROJECTS),
        "v1_api_1_impulses": answer(impulses(7, 8)),
        "v1_api_2_impulses": answer(impulses()),
        "v1_api_1_training_anomaly_7": answer(body(name="Seven")),
        "v1_api_1_training_anomaly_8": answer(body(name="Eight")),
    }
    return by_path(**{**known, **more})


def settled(panel):
    """Wait until nothing is being loaded."""
    idle = threading.Event()

    def look(change):
        change.new or idle.set()

    panel.observe(look, names="busy")
    assert not panel.busy or idle.wait(PATIENCE_S)
    panel.unobserve(look, names="busy")
    with panel.background.delivering:  # a delivery that has begun ends first
        return panel


def load(panel):
    return panel.load().result(PATIENCE_S)


def paths(server):
    return [received.path for received in server.received]


class Gate:
    """A step that responds once it is opened."""

    def __init__(self, reply):
        self.reply, self.requested, self.open = reply, threading.Event(), threading.Event()

    def step(self, exchange):
        self.requested.set()
        assert self.open.wait(PATIENCE_S)
        exchange.send(self.reply)
