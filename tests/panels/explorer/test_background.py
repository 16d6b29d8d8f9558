from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError

import pytest

from edgeanomaly_nb.panels.explorer.background import Background
from tests.panels.explorer.service import PATIENCE_S


def returned(outcome):
    return outcome


@pytest.fixture
def waiting():
    """A background whose first job waits, that job, and the event that it waits for."""
    background, go = Background(on_change=lambda: None), threading.Event()
    yield background, background.start(lambda: go.wait(PATIENCE_S), returned), go
    go.set()


def test_jobs_run_one_after_another(waiting):
    background, first, go = waiting
    order = []
    second = background.start(lambda: order.append("second"), returned)
    third = background.start(lambda: order.append("third"), returned)
    assert background.busy
    assert not second.started
    go.set()
    assert first.result(PATIENCE_S)
    third.result(PATIENCE_S)
    assert order == ["second", "third"]
    assert not background.busy


def test_a_dropped_job_never_runs(waiting):
    background, first, go = waiting
    second = background.start(lambda: pytest.fail("it ran"), returned)
    background.drop(second)
    assert second.done()
    with pytest.raises(CancelledError):
        second.result(PATIENCE_S)
    go.set()
    assert first.result(PATIENCE_S)


def test_the_outcome_of_a_dropped_job_is_not_delivered():
    background, go, delivered = Background(on_change=lambda: None), threading.Event(), []
    job = background.start(lambda: go.wait(PATIENCE_S), delivered.append)
    thread = background.thread
    background.drop()
    assert not background.busy
    go.set()
    thread.join(PATIENCE_S)
    assert job.done()
    assert delivered == []


def test_an_exception_is_delivered():
    background = Background(on_change=lambda: None)
    error = background.start(lambda: 1 / 0, returned).result(PATIENCE_S)
    assert isinstance(error, ZeroDivisionError)


def test_an_exception_of_the_delivery_is_raised_and_logged(caplog):
    with pytest.raises(ZeroDivisionError):
        Background(on_change=lambda: None).start(lambda: 0, lambda number: 1 / number).result(PATIENCE_S)
    assert "unexpected" in caplog.text


def test_an_outcome_is_delivered_on_the_event_loop():
    async def main():
        delivered = asyncio.Event()
        threads = []

        def deliver(_):
            threads.append(threading.current_thread())
            delivered.set()

        Background(on_change=lambda: None).start(lambda: None, deliver)
        await asyncio.wait_for(delivered.wait(), PATIENCE_S)
        assert threads == [threading.current_thread()]

    asyncio.run(main())


def test_every_change_is_notified():
    changes = []
    background = Background(on_change=lambda: changes.append(background.busy))
    background.start(lambda: 1, returned).result(PATIENCE_S)
    assert changes == [True, False]
