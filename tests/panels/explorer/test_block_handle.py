from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
from tests.panels.explorer.service import PATIENCE_S, load, service


def test_it_has_the_ids_of_the_source():
    source = ea.Source(project_id=1, learn_id=7, impulse_id=3, block_type="anomaly-gmm")
    block = BlockHandle(ea.AnomalyConfig.from_json(ea.load_sample("motion").to_json(), source=source))
    assert (block.project_id, block.learn_id, block.impulse_id) == (1, 7, 3)
    assert block.kind.name == "GMM"
    with pytest.raises(ValueError, match="not loaded from a service"):
        block.fetch(lambda client: client, lambda outcome: outcome)


def test_it_loads_more_with_the_client_of_the_block(serve, opened):
    panel = opened(serve(service())[1], project_id=1, learn_id=8)
    block = panel.tabs.block
    assert (block.config, block.project_id, block.learn_id) == (panel.config, 1, 8)
    assert block.client is panel.client
    shown = []

    def show(outcome):
        shown.append((panel.busy, len(outcome)))
        return outcome

    job = block.fetch(lambda client: client.list_anomaly_blocks(1), show)
    assert job.result(PATIENCE_S).learn_id.tolist() == [7, 8]
    assert shown == [(True, 2)]
    assert not panel.busy


def test_an_error_of_loading_more_is_delivered_and_the_explorer_works_on(serve, opened):
    panel = opened(serve(service())[1], project_id=1, learn_id=8)
    job = panel.tabs.block.fetch(lambda client: client.get_anomaly(1, 99), lambda outcome: outcome)
    assert isinstance(job.result(PATIENCE_S), ea.EdgeAnomalyError)
    assert (panel.busy, panel.error) == (False, "")
    assert load(panel).name == "Eight"


def test_closing_the_explorer_drops_what_is_being_loaded(serve, opened):
    panel = opened(serve(service())[1], project_id=1, learn_id=8)
    delivered = []
    with panel.background.delivering:
        job = panel.tabs.block.fetch(lambda _: None, delivered.append)
        panel.close()
    assert job.done()
    assert delivered == []


@pytest.mark.parametrize("name", ["config", "kind", "project_id"])
def test_it_cannot_be_changed(name):
    with pytest.raises(AttributeError):
        setattr(BlockHandle(ea.load_sample("motion")), name, None)
