from __future__ import annotations

from tests.bodies import keras_body
from tests.panels.explorer.service import PATIENCE_S, Gate, impulses, load, paths, service, settled
from tests.studio.server import answer


def test_selects_offer_projects_and_blocks(serve, opened):
    panel = opened(serve(service())[1])
    assert [value for _, value in panel.choice.project_select.options] == [None, 1, 2, -1]
    panel.choice.project_select.value = 1
    settled(panel)
    assert (panel.project_id, panel.learn_id) == (1, 7)
    assert [text for text, _ in panel.choice.block_select.options] == [
        "Anomaly detection (K-means), block 7, impulse “Impulse”",
        "Anomaly detection (K-means), block 8, impulse “Impulse”",
    ]
    panel.choice.block_select.value = 8
    assert load(panel).name == "Eight"
    assert panel.config.name == "Eight"
    assert panel.choice.load_button.description == "Refresh"


def test_a_project_is_chosen_by_its_number(serve, opened):
    refused = answer({"success": False, "error": "no"}, 403)
    panel = opened(serve(service(v1_api_projects=refused))[1])
    assert panel.error == ""
    assert panel.choice.number_box.layout.display == ""
    panel.choice.number_box.value = "one"
    assert "digits" in panel.error
    panel.choice.number_box.value = " 1 "
    settled(panel)
    assert (panel.project_id, panel.learn_id, panel.error) == (1, 7, "")


def test_the_number_box_opens_by_its_option(serve, opened):
    panel = opened(serve(service())[1], project_id=1)
    assert panel.choice.number_box.layout.display == "none"
    panel.choice.project_select.value = -1
    assert (panel.choice.number_box.layout.display, panel.project_id) == ("", 1)


def test_only_the_blocks_of_the_last_project_are_loaded(serve, opened):
    gate = Gate(answer(impulses(7)))
    many = answer({"success": True, "projects": [{"id": at, "name": "p"} for at in range(9)]})
    steps = {f"v1_api_{at}_impulses": answer(impulses(at)) for at in range(1, 9)}
    plain = service(v1_api_projects=many, **steps)

    def step(exchange, received):
        gate.step(exchange) if received.path == "/v1/api/0/impulses" else plain(exchange, received)

    server, client = serve(step)
    panel = opened(client)
    panel.project_id = 0
    assert gate.requested.wait(PATIENCE_S)
    for at in range(1, 9):
        panel.choice.project_select.value = at
    gate.open.set()
    settled(panel)
    assert paths(server)[1:4] == ["/v1/api/0/impulses", "/v1/api/8/impulses", "/v1/api/8/training/anomaly/8"]
    assert (panel.project_id, panel.learn_id) == (8, 8)


def test_a_choice_in_the_page_is_loaded(serve, opened):
    server, client = serve(service())
    panel = opened(client, project_id=1, learn_id=7)
    settled(panel)
    assert panel.config.name == "Seven"
    panel.choice.block_select.value = 8
    settled(panel)
    assert panel.config.name == "Eight"
    assert "Chosen" not in panel.heading.value
    assert paths(server).count("/v1/api/1/training/anomaly/8") == 1


def test_a_choice_by_code_is_shown_as_chosen_until_it_is_loaded(serve, opened):
    panel = opened(serve(service())[1], project_id=1, learn_id=7)
    settled(panel)
    panel.learn_id = 8
    assert "Chosen: block 8 of project 1. This is still another block:" in panel.heading.value
    load(panel)
    assert "Chosen" not in panel.heading.value


def test_a_project_without_blocks(serve, opened):
    panel = opened(serve(service())[1], project_id=2)
    assert panel.choice.block_select.options[0][0] == "no anomaly block in this project"
    assert load(panel) is None
    assert "has no anomaly block" in panel.error


def test_a_project_with_only_visual_blocks(serve, opened):
    visual = {"id": 9, "type": "keras-visual-anomaly", "name": "Surface"}
    listed = answer({"success": True, "impulses": [{"id": 1, "learnBlocks": [visual]}]})
    more = {"v1_api_2_impulses": listed, "v1_api_2_training_keras_9": answer(keras_body())}
    panel = opened(serve(service(**more))[1], project_id=2)
    assert panel.choice.block_select.options[-1] == ("Surface (visual), block 9", 9)
    assert load(panel).kind.name == "visual"
    assert panel.error == ""
