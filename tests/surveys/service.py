"""A service with many projects, on the HTTP server of the tests."""

from __future__ import annotations

import re
import signal
import threading
import time
from contextlib import contextmanager
from multiprocessing import resource_tracker

from tests.bodies import body
from tests.studio.server import Server, answer, block, refused

PATH = re.compile(r"/v1/api/(\d+)/(impulses-detailed|impulses|training/anomaly/(\d+))")


class Estate:
    """Projects, each with some blocks; `special` has functions or responses by path instead."""

    def __init__(self, projects, *, is_older=False, latency_s=0.0):
        self.projects, self.is_older, self.latency_s = dict(projects), is_older, latency_s
        self.special, self.bodies = {}, {}
        self.lock, self.now, self.most = threading.Lock(), 0, 0

    def step(self, exchange, received):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        if self.latency_s:
            time.sleep(self.latency_s)
        with self.lock:
            self.now -= 1
        path = received.path.removeprefix("/v1")
        special = self.special.get(path)
        if callable(special):
            special = special()
        exchange.send(special if special is not None else self.answer(received.path))

    def answer(self, path):
        if path == "/v1/api/projects":
            listed = [{"id": ident, "name": f"Project {ident}"} for ident in self.projects]
            return answer({"success": True, "projects": listed})
        found = PATH.fullmatch(path)
        if not found or int(found[1]) not in self.projects:
            return refused("No such project", 404)
        blocks = self.projects[int(found[1])]
        if found[2] == "impulses":
            listed = [self.impulse(at, ident) for at, ident in enumerate(blocks, 1)]
            return answer({"success": True, "impulses": listed})
        if found[2] == "impulses-detailed":
            return refused("No such path", 404) if self.is_older else self.detailed(int(found[1]), blocks)
        if int(found[3]) not in blocks:
            return refused("No such block", 404)
        return answer(self.body(int(found[1]), int(found[3])))

    def impulse(self, at, ident):
        return {"id": at, "name": f"Impulse {at}", "learnBlocks": [block(ident)]}

    def body(self, project, ident):
        return self.bodies.get((project, ident)) or body(name=f"Block {ident}")

    def detailed(self, project, blocks):
        impulses = []
        for at, ident in enumerate(blocks, 1):
            config = {name: value for name, value in self.body(project, ident).items() if name != "success"}
            impulses.append(
                {
                    "impulse": self.impulse(at, ident),
                    "learnBlockAnomalyConfigs": [{"blockId": ident, "config": config}],
                    "learnBlockKerasConfigs": [],
                    "isStale": at == 2,
                    "configured": True,
                    "complete": True,
                }
            )
        return answer({"success": True, "impulses": impulses})


def paths(server: Server):
    """Return the paths of the requests, sorted."""
    return sorted(received.path.removeprefix("/v1/api") for received in server.received)


@contextmanager
def interruptible():
    """Let SIGINT raise KeyboardInterrupt, whatever a test before has set."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def end_resource_tracker():
    """End the process that `multiprocessing` starts and leaves running until Python ends."""
    resource_tracker._resource_tracker._stop()
