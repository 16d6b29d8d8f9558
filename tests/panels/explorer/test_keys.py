from __future__ import annotations

import json
import logging

import ipywidgets
import pytest

import edgeanomaly_nb as ea
from tests.bodies import body
from tests.panels.explorer.service import OTHER_KEY, PATIENCE_S, Gate, load, service, settled
from tests.panels.helpers import send_message
from tests.studio.server import KEY, answer, dump


def test_without_a_key_the_panel_accepts_one(opened, monkeypatch, serve):
    panel = opened()
    assert "EI_API_KEY" in panel.error
    assert panel.key_box.unfolded
    assert repr(panel) == "AnomalyExplorer(no key)"
    assert load(panel) is None
    monkeypatch.setenv("EI_API_ENDPOINT", serve(service())[0].url)
    panel.use_key(KEY)
    settled(panel)
    assert panel.error == ""
    assert 1 in [value for _, value in panel.choice.project_select.options]


def test_a_response_for_an_earlier_key_is_not_shown(serve, opened):
    gate = Gate(answer(body(name="Of the earlier key")))
    plain = service()

    def step(exchange, received):
        slow = "anomaly" in received.path and received.all("x-api-key") == [KEY]
        gate.step(exchange) if slow else plain(exchange, received)

    panel = opened(serve(step)[1], project_id=1)
    early = panel.load()
    assert gate.requested.wait(PATIENCE_S)
    panel.use_key(OTHER_KEY)
    late = panel.load()
    gate.open.set()
    assert late.result(PATIENCE_S).name == "Seven"
    assert early.delivered.cancelled()
    assert panel.config.name == "Seven"


def test_a_typed_key_is_used_and_stored_nowhere(serve, opened, caplog):
    server, client = serve(service())
    panel = opened(client, project_id=1, learn_id=7)
    caplog.set_level(logging.DEBUG)
    send_message(panel.key_box, {"key": f" {OTHER_KEY} "})
    settled(panel)
    load(panel)
    assert server.received[-1].all("x-api-key") == [OTHER_KEY]
    everything = [
        json.dumps(ipywidgets.Widget.get_manager_state()),
        repr(panel),
        str(panel._repr_mimebundle_()),
        dump(vars(panel.key_box)),
        dump(vars(panel)),
        str({name: repr(getattr(panel, name)) for name in panel.trait_names()}),
        caplog.text,
        panel.error,
    ]
    assert OTHER_KEY not in "".join(everything)
    assert KEY not in "".join(everything)


@pytest.mark.parametrize("key", ["secret-of-a-wrong-shape", "ei_sec ret", "ei_secrét" + 32 * "0", "   "])
def test_text_that_is_not_a_key_is_refused_without_quoting_it(serve, opened, key):
    server, client = serve(service())
    panel = opened(client, project_id=1, learn_id=7)
    before = len(server.received)
    send_message(panel.key_box, {"key": key})
    assert "Dashboard, Keys" in panel.error
    assert "sec" not in panel.error
    assert panel.client is client
    assert len(server.received) == before
    assert panel.config.name == "Seven"


def test_the_message_does_not_keep_the_key(opened):
    panel = opened(ea.StudioClient.sample())
    content = {"key": "wrong-shape"}
    send_message(panel.key_box, content)
    assert content == {}


def test_a_new_key_goes_to_the_server_of_the_old_one(serve, opened):
    server, client = serve(service())
    panel = opened(client)
    panel.use_key(ea.ApiKey(OTHER_KEY))
    assert panel.client.base_url == server.url
    assert panel.key_box.host == "127.0.0.1"
    settled(panel)


def test_a_key_after_the_samples_goes_to_studio(opened, monkeypatch, serve):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    assert panel.key_box.host == "studio.edgeimpulse.com"
    monkeypatch.setenv("EI_API_ENDPOINT", serve(service())[0].url)
    panel.use_key(KEY)
    settled(panel)
    assert (panel.project_id, panel.learn_id, panel.notice.value) == (None, None, "")
    assert panel.config.source.project_id == 481207
