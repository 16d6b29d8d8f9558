"""Comparing with another block of the project, in two actions: open the tab, choose the block."""

from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from tests.panels.explorer.service import answer, load, service, settled


def compared(panel):
    compare = panel.tabs.select("Compare")
    settled(panel)
    return compare, compare.controls.children[0]


def test_a_choice_compares_the_shown_block_with_another_one(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    load(panel)
    compare, select = compared(panel)
    assert not select.disabled
    assert select.label == "choose a block"
    assert 4 not in [value for _, value in select.options]
    select.value = 23
    settled(panel)
    assert len(compare.view) > 5
    assert "Before" in compare.result.value
    assert "block 23" in compare.result.value
    assert compare.error == ""


def test_an_error_is_shown_and_another_choice_is_possible(serve, opened):
    gone = answer({"success": False, "error": "No such block"}, 404)
    panel = opened(serve(service(v1_api_1_training_anomaly_8=gone))[1], project_id=1, learn_id=7)
    load(panel)
    compare, select = compared(panel)
    select.value = 8
    settled(panel)
    assert "8" in compare.error
    assert not select.disabled
    assert compare.before is None


def test_blocks_that_cannot_be_listed(serve, opened):
    refused = answer({"success": False, "error": "Not today"}, 403)
    panel = opened(serve(service(v1_api_1_impulses=refused))[1], project_id=1, learn_id=7)
    load(panel)
    compare, select = compared(panel)
    assert select.disabled
    assert select.options[0][0] == "the blocks cannot be listed"
    assert compare.error
    compare.before = ea.load_sample("motion")  # a file still works
    assert compare.error == ""


@pytest.mark.parametrize("name", ["motion"])
def test_a_comparison_without_a_service_has_no_select(name):
    panel = ea.ComparePanel(ea.load_sample(name))
    assert len(panel.controls.children) == 2
    panel.close()
