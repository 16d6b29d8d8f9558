"""The state of the explorer: no widget is built here."""

from __future__ import annotations

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.loading import NO_PROJECT, LoadRequest, LoadResult
from edgeanomaly_nb.panels.explorer.messages import BY_NUMBER
from edgeanomaly_nb.panels.explorer.state import NOT_A_NUMBER, ExplorerState
from tests.panels.helpers import open_widgets


@pytest.fixture(autouse=True)
def _no_widgets():
    before = open_widgets()
    yield
    assert open_widgets() == before


def projects(*ids: int) -> pd.DataFrame:
    return pd.DataFrame({"project_id": ids, "name": [f"Project {at}" for at in ids]})


def blocks(*ids: int) -> pd.DataFrame:
    columns = {"type": "anomaly", "name": "Block", "impulse_id": 1, "impulse_name": "Impulse"}
    return pd.DataFrame({"learn_id": ids}).assign(**columns)


def test_the_first_request_is_for_projects_and_blocks():
    state = ExplorerState()
    assert state.request() == LoadRequest(projects=True, blocks=True)
    assert state.status == "Loading the list of projects…"


def test_lists_are_requested_once():
    state = ExplorerState()
    state.choose_project(1)
    state.receive(LoadResult(state.request(), 1, projects=projects(1, 2), blocks=blocks(7, 8)))
    assert state.learn_id == 7
    assert state.request(config=True) == LoadRequest(1, 7, config=True)
    assert state.status == "Loading block 7 of project 1…"


def test_the_only_project_and_its_first_block_are_chosen():
    state = ExplorerState()
    state.receive(LoadResult(state.request(), 1, projects=projects(1), blocks=blocks(7, 8)))
    assert (state.project_id, state.learn_id, state.typed) == (1, 7, "1")
    assert state.project_option == 1
    assert not state.choose_option(1)


def test_a_new_project_clears_the_block_and_its_blocks_have_to_be_loaded():
    state = ExplorerState()
    state.choose_project(1)
    state.receive(LoadResult(state.request(), 1, projects=projects(1, 2), blocks=blocks(7)))
    assert state.choose_option(2)
    assert (state.project_id, state.learn_id, state.blocks) == (2, None, None)
    state.request()
    assert state.status == "Loading the blocks of project 2…"
    assert not state.choose_project(2)


def test_a_project_that_was_left_is_loaded_again():
    state = ExplorerState()
    assert state.choose_project(3)
    state.request()
    assert not state.choose_project(None)
    assert state.choose_project(3)


def test_a_result_for_another_project_does_not_change_the_choice():
    state = ExplorerState()
    state.choose_project(1)
    early = state.request()
    state.choose_project(2)
    state.receive(LoadResult(early, 1, projects=projects(1, 2), blocks=blocks(7)))
    assert (state.project_id, state.learn_id, state.blocks) == (2, None, None)
    assert len(state.projects) == 2


def test_a_chosen_block_is_kept_when_its_project_becomes_known():
    state = ExplorerState()
    request = state.request(config=True)
    state.learn_id = 8
    state.receive(LoadResult(request, 1, projects=projects(1), blocks=blocks(7, 8)))
    assert (state.project_id, state.learn_id) == (1, 8)


def test_failed_lists_are_requested_again():
    state = ExplorerState()
    state.choose_project(1)
    request = state.request()
    state.receive(LoadResult(request, 1, error=ea.ServerError("Down.")))
    assert (state.error, state.status) == ("Down.", "")
    assert state.request() == request


def test_after_an_error_the_last_block_stays():
    state = ExplorerState(1, 7)
    motion = ea.load_sample("motion")
    state.receive(LoadResult(state.request(config=True), 1, config=motion))
    assert (state.error, state.status) == ("", "Loaded block 4 of project 481207.")
    state.receive(LoadResult(state.request(config=True), 1, error=ea.ServerError("Down.")))
    assert (state.config, state.error) == (motion, "Down.")
    state.receive(LoadResult(state.request(config=True), 1, config=motion))
    assert state.error == ""


def test_a_block_without_a_project_cannot_be_loaded():
    state = ExplorerState()
    state.receive(LoadResult(state.request(config=True), projects=projects(1, 2)))
    assert state.error == NO_PROJECT


def test_the_number_of_a_project_is_typed():
    state = ExplorerState(projects=projects(1, 2))
    assert not state.type_number("one")
    assert (state.error, state.typed, state.project_id) == (NOT_A_NUMBER, "one", None)
    assert not state.type_number(" ")
    assert state.type_number(" 5 ")
    assert (state.project_id, state.typed, state.project_option) == (5, "5", BY_NUMBER)
    assert state.type_number("2")
    assert (state.project_option, state.by_number) == (2, False)


def test_the_number_box_stays_open_until_a_project_is_chosen():
    state = ExplorerState(1, projects=projects(1, 2))
    assert not state.choose_option(BY_NUMBER)
    assert (state.project_option, state.project_id) == (BY_NUMBER, 1)
    state.type_number("x")
    assert state.project_option == BY_NUMBER
    state.choose_option(2)
    assert (state.project_option, state.typed) == (2, "2")


def test_another_key_needs_other_lists():
    state = ExplorerState()
    state.choose_project(1)
    state.receive(LoadResult(state.request(), 1, projects=projects(1, 2), blocks=blocks(7)))
    state.forget_lists()
    assert state.project_options == [("another project, by its number", BY_NUMBER)]
    assert state.request() == LoadRequest(1, 7, projects=True, blocks=True)


def test_the_chosen_block_is_loading_until_the_choice_changes():
    state = ExplorerState(1, 7)
    assert not state.is_loading_choice
    state.request()
    assert not state.is_loading_choice
    state.request(config=True)
    assert state.is_loading_choice
    state.learn_id = 8
    assert not state.is_loading_choice


def test_the_button_names_what_it_does():
    state = ExplorerState(481207, 4)
    assert state.button_text(busy=False) == "Load"
    state.config = ea.load_sample("motion")
    assert state.button_text(busy=False) == "Refresh"
    assert state.button_text(busy=True) == "Loading…"
    state.learn_id = 7
    assert state.button_text(busy=False) == "Load"


def test_an_unexpected_error_is_shown():
    state = ExplorerState(1, 7)
    state.request(config=True)
    state.fail("A bug.")
    assert (state.error, state.status) == ("A bug.", "")
