from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.selection import ALL, BlockRef, SelectionError, select_blocks, select_projects
from tests.cli.conftest import project
from tests.studio.server import KEY

OTHERS = [(9, "keras-visual-anomaly", "Surface"), (12, "keras-anomaly", "Mine"), (13, "keras", "Classes")]


@pytest.fixture
def samples():
    return ea.StudioClient.sample()


@pytest.fixture
def client_of(serve):
    """Return a client of a service with one project; its blocks are given by id."""

    def build(blocks, **options):
        return ea.StudioClient(ea.ApiKey(KEY), base_url=serve(project(blocks, **options)).url)

    return build


def test_ids_are_selected_without_a_request():
    client = ea.StudioClient(ea.ApiKey(KEY), base_url="http://127.0.0.1:9/v1")
    assert select_blocks(client, 1, [4, 7]) == [BlockRef(1, 4), BlockRef(1, 7)]


def test_the_only_project_and_its_only_block_are_selected(client_of):
    assert select_blocks(client_of({4: {}})) == [BlockRef(1, 4, "First")]


def test_all_blocks_of_every_project(samples):
    refs = select_blocks(samples, learn_ids=ALL, every_project=True)
    listed = ea.list_samples()
    assert {(ref.project_id, ref.learn_id) for ref in refs} == set(
        zip(listed.project_id, listed.learn_id, strict=True)
    )


def test_blocks_of_all_kinds_are_selected(client_of):
    selected = select_blocks(client_of({4: {}}, others=OTHERS), learn_ids=ALL)
    assert [ref.learn_id for ref in selected] == [4, 9, 12]


@pytest.mark.parametrize(
    ("arguments", "choose", "text"),
    [
        ({}, "project", "There are 4 projects: 481207 (Parcel handling), "),
        ({"project_id": 602318}, "block", "Project 602318 has 3 anomaly blocks: 3 (Spectral features), "),
    ],
)
def test_an_unclear_selection_lists_what_to_choose_from(samples, arguments, choose, text):
    with pytest.raises(SelectionError) as caught:
        select_blocks(samples, **arguments)
    assert caught.value.choose == choose
    assert str(caught.value).startswith(text)


@pytest.mark.parametrize("learn_ids", [(), ALL])
def test_a_project_without_blocks(client_of, learn_ids):
    with pytest.raises(SelectionError, match="Project 1 has no anomaly block") as caught:
        select_blocks(client_of({}), learn_ids=learn_ids)
    assert caught.value.choose == ""


@pytest.mark.parametrize("every_project", [True, False])
def test_a_key_without_projects(client_of, every_project):
    with pytest.raises(SelectionError, match="no project"):
        select_projects(client_of({}, names=()), every_project=every_project)
