from __future__ import annotations

import pytest

from edgeanomaly_nb.cli.selection import SAMPLE_PROJECTS, BlockSelection


@pytest.mark.parametrize(
    ("given", "blocks"),
    [([(4, 7), (4,)], (4, 7)), ([(4,), ("all",)], ("all",)), ([], ())],
)
def test_each_block_is_selected_once(given, blocks):
    assert BlockSelection.from_options(1, given, None).blocks == blocks


@pytest.mark.parametrize(
    ("selection", "project_id"),
    [
        (BlockSelection(None, (), None), 5),
        (BlockSelection(1, (), None), 1),
        (BlockSelection(None, (), SAMPLE_PROJECTS), None),
    ],
)
def test_the_project_of_the_environment_is_the_default_of_the_service_only(
    monkeypatch, selection, project_id
):
    monkeypatch.setenv("EI_PROJECT_ID", " 5 ")
    assert selection.project_id == project_id
