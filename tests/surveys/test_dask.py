"""A survey on a real Dask cluster of separate processes: it works, and the key appears nowhere."""

from __future__ import annotations

import logging
import threading
import urllib.error
import urllib.parse
import urllib.request
import warnings
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from tests.studio.server import KEY, refused
from tests.surveys.service import Estate, end_resource_tracker

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


class Records(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.texts = []

    def emit(self, record):
        self.texts.append(f"{record.getMessage()} {record.args!r} {record.exc_info}")


@pytest.fixture(scope="module")
def cluster():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with (
            distributed.LocalCluster(
                n_workers=2,
                threads_per_worker=4,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            ) as made,
            distributed.Client(made) as client,
        ):
            yield client
    end_resource_tracker()


@pytest.fixture
def records():
    handler = Records()
    loggers = [logging.getLogger(name) for name in ("", "distributed", "dask", "tornado", "asyncio")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield handler.texts
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def everything_of(cluster):
    """Return what the scheduler, its workers and its dashboard show."""

    def of_scheduler(dask_scheduler):
        tasks = [
            (repr(task), repr(task.run_spec), str(vars_of(task))) for task in dask_scheduler.tasks.values()
        ]
        events = [str(list(dask_scheduler.get_events()[topic])) for topic in dask_scheduler.get_events()]
        return str((tasks, events, dask_scheduler.transition_log, dask_scheduler.get_logs()))

    def of_worker(dask_worker):
        state = dask_worker.state
        return str((state.log, [repr(task) for task in state.tasks.values()], dask_worker.get_logs()))

    def vars_of(task):
        return {
            name: getattr(task, name, None)
            for name in ("key", "prefix", "group", "exception_text", "annotations")
        }

    shown = [
        cluster.run_on_scheduler(of_scheduler),
        str(cluster.run(of_worker)),
        str(cluster.get_worker_logs()),
    ]
    address = cluster.dashboard_link.removesuffix("/status")
    workers = [
        urllib.parse.quote(worker, safe="") for worker in cluster.scheduler_info(n_workers=-1)["workers"]
    ]
    pages = [
        "/info/main/workers.html",
        "/json/counts.json",
        "/json/index.html",
        "/info/logs.html",
        "/metrics",
    ]
    for page in [*pages, *(f"/info/worker/{worker}.html" for worker in workers)]:
        try:
            with urllib.request.urlopen(address + page, timeout=20) as found:
                shown.append(found.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError:
            continue
    return "\n".join(shown)


def test_a_survey_on_dask_shows_the_key_nowhere(estate, cluster, records, capfd):
    service = Estate({1: [4, 7], 2: [5], 3: [], 4: [4]})
    arrived, go_on = threading.Event(), threading.Event()

    def held():
        arrived.set()
        assert go_on.wait(60)

    for what in ("impulses-detailed", "impulses"):
        service.special[f"/api/1/{what}"] = held
        service.special[f"/api/4/{what}"] = refused(f"Broken. {KEY}", 500)
    server, client = estate(service, retries=0, timeout_s=60)
    with ThreadPoolExecutor(1) as aside:
        running = aside.submit(ea.survey, client=client, executor=cluster.get_executor(pure=False))
        assert arrived.wait(60)
        during = everything_of(cluster)  # while tasks are known: they are forgotten at the end
        go_on.set()
        survey = running.result(60)
    assert survey.blocks["learn_id"].tolist() == [4, 7, 5, pd.NA, pd.NA]
    assert "status 500" in survey.blocks["error"].tolist()[-1]
    assert server.received
    assert all(received.all("x-api-key") == [KEY] for received in server.received)
    assert "fetch-" in during
    printed = capfd.readouterr()
    for text in (during, everything_of(cluster), *records, printed.out, printed.err, repr(survey)):
        assert KEY not in text
        assert KEY.encode().hex() not in text
    assert KEY not in str(survey.blocks.to_dict())


def test_equal_surveys_are_not_answered_from_memory(estate, cluster):
    server, client = estate(Estate({1: [4]}))
    for _ in range(2):
        ea.survey(1, client=client, executor=cluster.get_executor(pure=False))
    assert sum("/api/1/" in received.path for received in server.received) >= 2


def test_a_request_to_slow_down_slows_all_workers(estate, cluster):
    service = Estate({key: [4] for key in range(24)})
    refusals, lock = [], threading.Lock()

    def limit():
        with lock:
            if len(refusals) < 2:
                refusals.append(1)
                return refused("Slow down", 429, Retry_After="1")
        return None

    for project in range(8, 24):
        service.special[f"/api/{project}/impulses-detailed"] = limit
        service.special[f"/api/{project}/impulses"] = limit
    _, client = estate(service)
    survey = ea.survey(client=client, executor=cluster.get_executor(pure=False), jobs=4)
    assert survey.blocks["error"].isna().all()
    assert len(refusals) == 2
