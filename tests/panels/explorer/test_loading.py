from __future__ import annotations

import logging
import socket

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer import explorer as module
from tests.bodies import body
from tests.panels.explorer.service import PATIENCE_S, Gate, load, paths, service
from tests.studio.server import KEY, answer


def test_loading_without_a_project_is_an_error(serve, opened):
    panel = opened(serve(service())[1])
    assert load(panel) is None
    assert "Choose" in panel.error


def test_a_second_click_does_not_start_a_second_load(serve, opened):
    gate = Gate(answer(body(name="Late")))
    plain = service()

    def step(exchange, received):
        gate.step(exchange) if "anomaly" in received.path else plain(exchange, received)

    server, client = serve(step)
    panel = opened(client, project_id=1)
    button = panel.choice.load_button
    first = panel.load()
    assert gate.requested.wait(PATIENCE_S)
    assert (panel.busy, button.disabled, button.description) == (True, True, "Loading…")
    assert panel.status.text == "Loading block 7 of project 1…"
    assert panel.load() is first
    button.click()
    with pytest.raises(TimeoutError):
        first.result(0.01)
    gate.open.set()
    assert first.result(PATIENCE_S).name == "Late"
    assert (panel.busy, button.disabled, button.description) == (False, False, "Refresh")
    assert sum("anomaly" in path for path in paths(server)) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_after_an_error_the_last_block_stays(serve, opened, status):
    server, client = serve(service())
    panel = opened(client, project_id=1, learn_id=7)
    at = f"{panel.config.source.fetched_at:%H:%M:%S}"
    server.script[:] = [answer({"success": False, "error": "<b>no</b>"}, status)]
    assert load(panel) is None
    assert panel.config.name == "Seven"
    assert "block 7 of project 1" in panel.error
    assert 'role="alert"' in panel.alert.value
    assert "<b>no" not in panel.alert.value
    assert "From before" in panel.heading.value
    assert at in panel.heading.value
    server.script[:] = [service()]
    assert load(panel) is panel.config
    assert (panel.error, panel.alert.value) == ("", "")
    assert "From before" not in panel.heading.value


def test_loading_works_again_after_a_lost_connection(opened, serve):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = ea.StudioClient(ea.ApiKey(KEY), base_url=f"http://127.0.0.1:{port}", retries=0)
    panel = opened(client, project_id=1, learn_id=7)
    assert "network" in panel.error
    panel.client = serve(service())[1]
    assert load(panel).name == "Seven"
    assert [value for _, value in panel.choice.project_select.options] == [1, 2, -1]


def test_an_unexpected_error_is_raised_logged_and_shown(serve, opened, monkeypatch, caplog):
    panel = opened(serve(service())[1], project_id=1, learn_id=7)

    def broken(*_):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(module, "load", broken)
    with caplog.at_level(logging.ERROR), pytest.raises(ZeroDivisionError):
        load(panel)
    assert "a bug" in caplog.text
    assert "ZeroDivisionError" in panel.error
    assert not panel.busy
