from __future__ import annotations

import pytest
import traitlets

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.overview import facts_html
from tests.bodies import HOSTILE, axis, body, config, threshold
from tests.panels.explorer.service import PATIENCE_S, PROJECTS, Gate, impulses, load, paths, service, settled
from tests.panels.helpers import observer_counts, open_widgets
from tests.studio.server import KEY, answer


def test_traits_control_the_panel(serve, opened):
    server, client = serve(service())
    panel = opened(client)
    panel.project_id = 1
    panel.learn_id = 8
    assert load(panel) is panel.config
    assert (panel.config.name, panel.error, panel.busy) == ("Eight", "", False)
    assert paths(server).count("/v1/api/1/training/anomaly/8") == 1
    assert paths(server).count("/v1/api/1/impulses") == 1


def test_a_block_is_loaded_at_once_if_both_ids_are_given(serve, opened):
    panel = opened(serve(service())[1], project_id=1, learn_id=8)
    assert panel.config.name == "Eight"
    assert panel.choice.block_select.value == 8


def test_the_only_project_and_its_first_block_are_chosen(serve, opened):
    only = answer({"success": True, "projects": PROJECTS["projects"][:1]})
    panel = opened(serve(service(v1_api_projects=only))[1])
    assert (panel.project_id, panel.learn_id, panel.config) == (1, 7, None)


def test_the_project_of_the_environment_is_chosen(serve, opened, monkeypatch):
    monkeypatch.setenv("EI_PROJECT_ID", "1")
    assert opened(serve(service())[1]).project_id == 1
    assert opened(ea.StudioClient.sample()).project_id is None


def test_ids_of_numpy_are_accepted_and_other_values_refused(opened):
    client = ea.StudioClient.sample()
    panel = opened(client)
    panel.project_id = client.list_projects().project_id.iloc[0]
    assert type(panel.project_id) is int
    for wrong in ("1", -1, True, 1.5):
        with pytest.raises(traitlets.TraitError):
            panel.project_id = wrong


@pytest.mark.parametrize("open_panel", [ea.explore, lambda given: ea.AnomalyExplorer(project_id=given)])
@pytest.mark.parametrize(
    ("wrong", "error", "text"),
    [
        ("734905", TypeError, "project_id must be an int, not str: write the number as Studio shows it"),
        ("surface", TypeError, r"this sample is block 3 of project 734905, so ea\.explore\(734905, 3\)"),
        (-1, ValueError, "project_id must be from 0"),
        (True, TypeError, "project_id must be an int, not bool"),
    ],
)
def test_a_first_choice_that_is_no_id_is_refused_in_our_words(open_panel, wrong, error, text):
    with pytest.raises(error, match=text):
        open_panel(wrong)


def test_unknown_arguments_are_refused():
    with pytest.raises(TypeError, match="project"):
        ea.AnomalyExplorer(ea.StudioClient.sample(), project=1)


@pytest.mark.parametrize("name", ["busy", "error", "config"])
def test_read_only_traits_cannot_be_set(opened, name):
    with pytest.raises(traitlets.TraitError):
        setattr(opened(ea.StudioClient.sample()), name, None)


def test_explore_without_a_key_shows_the_samples_and_a_note():
    panel = ea.explore()
    assert "No key found" in panel.notice.value
    assert panel.config.name == "Anomaly detection"
    assert repr(panel) == "AnomalyExplorer(host='samples.invalid', project 481207, block 4)"
    panel.close()


def test_explore_uses_the_key_of_the_environment(monkeypatch, serve):
    server, _ = serve(service())
    monkeypatch.setenv("EI_API_KEY", KEY)
    monkeypatch.setenv("EI_API_ENDPOINT", server.url)
    panel = settled(ea.explore(1, 8))
    assert panel.config.name == "Eight"
    assert panel.notice.value == ""
    panel.close()


def test_repr_names_the_choice_and_what_is_shown():
    panel = ea.explore()
    assert repr(panel) == "AnomalyExplorer(host='samples.invalid', project 481207, block 4)"
    panel.learn_id = 23
    assert repr(panel).endswith("block 23, showing bundled sample, project 481207, block 4)")
    panel.close()


def test_mimebundle_contains_the_static_form(opened):
    panel = opened(ea.StudioClient.sample())
    assert "nothing is loaded yet" in panel.static_html()
    panel.project_id = 481207
    load(panel)
    html = panel._repr_mimebundle_()["text/html"]
    for text in ("accX RMS", "0.2 lower", "conveyor", "bundled sample"):
        assert text in html
    assert html == panel.to_html()  # the same each time, with no clock in it


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(serve, opened, text):
    sent = body(name=text, axes=[axis(0, text, True)], thresholds=[threshold(text, text, description=text)])
    sent["dependencies"]["classes"] = sent["dependencies"]["blockNames"] = [text]
    wrong = answer({"success": False, "error": text}, 400)
    _, client = serve(
        service(
            v1_api_projects=answer({"success": True, "projects": [{"id": 1, "name": text}]}),
            v1_api_1_impulses=answer(impulses(7, 8, name=text)),
            v1_api_1_training_anomaly_7=answer(sent),
            v1_api_1_training_anomaly_8=wrong,
        )
    )
    panel = opened(client)
    assert load(panel).name == text
    panel.learn_id = 8
    assert load(panel) is None
    panel.tabs.select("Export")
    export = panel.tabs.panels["Export"]
    export.create("axes_csv")
    panel.compare_with(config(name=text[::-1], axes=[axis(0, text[::-1], True)]))
    shown = [
        panel.static_html(),
        panel.alert.value,
        panel.heading.value,
        export.places["axes_csv"].value,
    ]
    shown.append(facts_html(panel.config))
    for html in shown:
        assert "<img" not in html
        assert "<script" not in html
    assert all(
        len(text) < 250
        for text, _ in (*panel.choice.project_select.options, *panel.choice.block_select.options)
    )
    assert len(repr(panel)) < 100


@pytest.mark.slow
def test_no_widget_stays_after_a_hundred_loads():
    before = open_widgets()
    panel = settled(ea.AnomalyExplorer(ea.StudioClient.sample(), project_id=481207, learn_id=4))
    load(panel)
    after_first = len(open_widgets())
    observers = observer_counts(panel)
    for _ in range(100):
        assert load(panel)
    assert len(open_widgets()) == after_first
    assert observer_counts(panel) == observers
    panel.compare_with(ea.load_sample("motion-later"))
    for index in (1, 2, 3, 4, 0):
        panel.tabs.selected_index = index
    with_tabs = len(open_widgets())
    panel.tabs.selected_index = 1
    for _ in range(3):
        load(panel)
    assert len(open_widgets()) < with_tabs
    panel.close()
    assert open_widgets() == before


def test_closing_stops_loading(serve):
    gate = Gate(answer(PROJECTS))
    server, client = serve(lambda exchange: gate.step(exchange))
    panel = ea.AnomalyExplorer(client)
    assert gate.requested.wait(PATIENCE_S)
    job = panel.load()
    thread = panel.background.thread
    panel.close()
    assert job.delivered.cancelled()
    gate.open.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert len(server.received) == 1


def test_settings_of_the_panels_in_it_are_reached(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    load(panel)
    with pytest.raises(AttributeError, match=r"explorer.axes_panel.query"):
        panel.query = "rms"
    with pytest.raises(AttributeError, match=r"explorer.thresholds_panel.trial"):
        panel.trial = {}
    panel.axes_panel.query = "rms"
    panel.axes_panel.marked = [11, 0]
    assert panel.marked == [0, 11]
    assert panel.thresholds_panel.trial == {}
    assert panel.tabs.select("Axes") is panel.axes_panel
