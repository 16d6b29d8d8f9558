"""The Thresholds tab writes what is tried: only if that is allowed, after a preview and a second click."""

from __future__ import annotations

import threading

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.apply_box import ONLY_APPLY_WRITES
from edgeanomaly_nb.panels.thresholds.panel import NOTHING_WRITTEN
from tests.bodies import HOSTILE
from tests.panels.explorer.service import PATIENCE_S, settled
from tests.panels.helpers import html_in
from tests.studio.server import KEY
from tests.studio.writable_service import FAILURES, METHODS


def client_of(server, *, allow_writes=True):
    return ea.StudioClient(ea.ApiKey(KEY), base_url=server.url, retries=0, allow_writes=allow_writes)


@pytest.fixture
def explorer(opened):
    """Open an explorer that may write on the block of a service."""

    def start(server):
        return opened(client_of(server), project_id=1, learn_id=3, allow_writes=True)

    return start


def box_of(panel):
    panel.tabs.select("Thresholds")
    return panel.tabs.thresholds_tab.apply_box


def is_shown(widget):
    return widget.layout.display != "none"


def click(button, box):
    """Click, and wait for the outcome."""
    before = box._preview_job, box._write_job
    button.click()
    for job, old in zip((box._preview_job, box._write_job), before, strict=True):
        if job is not None and job is not old:
            job.result(PATIENCE_S)


def previewed(panel, trial=None):
    """Try values, and click on Apply…; return the box."""
    box = box_of(panel)
    panel.thresholds_panel.trial = trial or {"min_score": 0.2}
    click(box.apply_button, box)
    return box


def buttons(panel):
    return [box.description for box in _widgets(panel) if hasattr(box, "button_style")]


def _widgets(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _widgets(child)


# --- only if it is allowed ---------------------------------------------------------------------------------


def test_nothing_of_it_is_shown_by_default(service, opened):
    server = service()
    panel = opened(client_of(server), project_id=1, learn_id=3)
    thresholds = panel.tabs.select("Thresholds")
    thresholds.trial = {"min_score": 0.5}
    assert not [text for text in buttons(thresholds) if "Apply" in text or "Write" in text]
    assert panel.tabs.thresholds_tab.apply_box is None
    assert NOTHING_WRITTEN in thresholds.note.value


def test_client_has_to_allow_it_too(service):
    with pytest.raises(ValueError, match=r"StudioClient\(\.\.\., allow_writes=True\)"):
        ea.AnomalyExplorer(client_of(service(), allow_writes=False), allow_writes=True)


def test_explore_with_a_key_in_the_environment(service, monkeypatch):
    server = service()
    monkeypatch.setenv("EI_API_KEY", KEY)
    monkeypatch.setenv("EI_API_ENDPOINT", server.url)
    for allowed in (False, True):
        panel = settled(ea.explore(1, 3, allow_writes=allowed))
        assert panel.client.allow_writes is allowed
        assert (box_of(panel) is not None) is allowed
        panel.close()


def test_another_key_may_write_too(service, explorer):
    panel = explorer(service())
    panel.use_key(ea.ApiKey("ei_" + "0ddba11" * 6))
    assert settled(panel).client.allow_writes


def test_static_form_has_no_button(service, explorer):
    panel = explorer(service())
    for _ in range(2):
        shown = panel.static_html()
        assert "Thresholds" in shown
        assert "<button" not in shown
        assert "Apply" not in shown
        box_of(panel)


# --- preview and second click ------------------------------------------------------------------------------


def test_button_is_there_while_a_trial_differs(service, explorer):
    panel = explorer(service())
    box, thresholds = box_of(panel), panel.thresholds_panel
    assert not is_shown(box.apply_button)
    assert ONLY_APPLY_WRITES in thresholds.note.value
    thresholds.trial = {"min_score": 0.3}  # the saved value
    assert not is_shown(box.apply_button)
    thresholds.trial = {"min_score": 0.2}
    assert is_shown(box.apply_button)
    assert not is_shown(box.bar)
    thresholds.reset()
    assert not is_shown(box.apply_button)


def test_first_click_shows_the_preview_and_the_second_one_writes(service, explorer):
    server = service(status="regenerated", had_results=True)
    panel = explorer(server)
    box = previewed(panel, {"min_score": 0.2, METHODS: "mean"})
    assert server.posts == []
    assert "0.1 lower, so it flags more; suggested 0.5" in box.shown.value
    assert "Mean (mean)" in box.shown.value
    assert "apply(" not in box.shown.value
    assert is_shown(box.bar)
    assert is_shown(box.write_button)
    click(box.write_button, box)
    assert server.posts == [
        {
            "thresholds": [
                {"blockId": 3, "key": "min_score", "value": 0.2},
                {"blockId": 3, "key": METHODS, "value": "mean"},
            ],
            "allowCreatingRegenerateModelTestingJobs": False,
        }
    ]
    assert panel.config.thresholds.loc["min_score", "value"] == 0.2
    new_box = box_of(panel)
    assert new_box is not box
    assert panel.thresholds_panel.trial == {}
    assert "min_score is now 0.2, before 0.3." in new_box.shown.value
    assert "computed its model testing results again" in new_box.shown.value
    assert panel.status.text == "Written to block 3 of project 1 (127.0.0.1)."
    panel.thresholds_panel.trial = {"min_score": 0.4}
    assert new_box.shown.value == ""


def test_job_is_allowed_with_a_tick(service, explorer):
    server = service(status="started_job", had_results=True, job=12)
    panel = explorer(server)
    box = previewed(panel)
    box.jobs.value = True
    click(box.write_button, box)
    assert server.posts[0]["allowCreatingRegenerateModelTestingJobs"] is True
    assert "job 12" in box_of(panel).shown.value


def test_scores_are_counted(service, explorer):
    panel = explorer(service())
    box, thresholds = box_of(panel), panel.thresholds_panel
    thresholds.scores = pd.DataFrame({"score": [0.1, 0.25, 0.4, 0.9]})
    thresholds.trial = {"min_score": 0.2}
    click(box.apply_button, box)
    assert "flags 3 of 4 windows (75 %); before: 2 of 4 windows (50 %)" in box.shown.value
    assert box in thresholds.children
    thresholds.scores_row.control.in_a_row = 2
    click(box.apply_button, box)
    assert "flags 2 of 4 windows" in box.shown.value


def test_another_trial_or_cancel_hides_the_preview(service, explorer):
    server = service()
    panel = explorer(server)
    box = previewed(panel)
    panel.thresholds_panel.trial = {"min_score": 0.1}
    assert not is_shown(box.bar)
    click(box.write_button, box)
    click(box.apply_button, box)
    box.cancel_button.click()
    assert box.status.text == "Nothing was written."
    assert not is_shown(box.bar)
    click(box.write_button, box)
    assert server.posts == []


def test_second_click_on_write_does_nothing(service, explorer):
    release, begun = threading.Event(), threading.Event()

    def wait(server, exchange, received):
        begun.set()
        assert release.wait(PATIENCE_S)
        server.write(received)
        exchange.send(server.accepted())

    server = service(wait)
    panel = explorer(server)
    box = previewed(panel)
    job = box.write()
    assert begun.wait(PATIENCE_S)
    assert box.write() is None
    assert box.preview() is None
    panel.thresholds_panel.trial = {"min_score": 0.1}
    assert box.status.text == "Writing to Studio…"
    release.set()
    job.result(PATIENCE_S)
    assert len(server.posts) == 1


# --- errors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on_post", "text"), FAILURES)
def test_errors_are_shown(service, explorer, on_post, text):
    server = service(on_post)
    panel = explorer(server)
    box = previewed(panel)
    click(box.write_button, box)
    assert 'role="alert"' in box.shown.value
    assert text in box.shown.value
    assert len(server.posts) == 1
    assert panel.thresholds_panel.trial == {"min_score": 0.2}
    assert is_shown(box.apply_button)


def test_block_that_changed_is_not_previewed(service, explorer):
    server = service()
    panel = explorer(server)
    server.values["min_score"] = 0.35
    box = previewed(panel)
    assert "min_score was 0.3 and is 0.35" in box.shown.value
    assert not is_shown(box.bar)


def test_outcome_is_shown_if_another_block_is_shown_meanwhile(service, explorer):
    release = threading.Event()

    def lose(server, exchange, received):
        assert release.wait(PATIENCE_S)
        exchange.reset()

    panel = explorer(service(lose))
    box = previewed(panel)
    job = box.write()
    panel.load().result(PATIENCE_S)
    assert box_of(panel) is not box
    release.set()
    job.result(PATIENCE_S)
    assert "nothing had been changed so far" in panel.error


def test_text_of_the_service_is_escaped(service, explorer):
    server = service()
    hostile = {"key": HOSTILE[0], "description": HOSTILE[1], "helpText": "", "value": 1}
    thresholds = server.thresholds
    server.thresholds = lambda: [*thresholds(), hostile]
    panel = explorer(server)
    box = previewed(panel, {HOSTILE[0]: 2})
    assert "<img" not in html_in(box)
    assert "<script" not in html_in(box)
    click(box.write_button, box)
    assert "<img" not in html_in(box_of(panel))


# --- samples -----------------------------------------------------------------------------------------------


def test_samples_have_a_preview_and_are_read_only():
    panel = ea.explore(allow_writes=True)
    assert "to write thresholds, one that can write" in panel.notice.value
    box = previewed(panel, {"min_score": 0.4})
    assert "The bundled samples are read-only" in box.shown.value
    assert "0.1 higher, so it flags less" in box.shown.value
    assert not is_shown(box.write_button)
    assert box.write() is None
    panel.close()


def test_scores_of_the_scores_tab_are_counted():
    panel = ea.explore(allow_writes=True)
    panel.tabs.select("Scores").job.result(PATIENCE_S)
    box = previewed(panel, {"min_score": 0.5})
    assert "flags 41 of 442 windows" in box.shown.value
    panel.close()
