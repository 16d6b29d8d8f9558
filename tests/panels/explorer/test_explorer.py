from __future__ import annotations

import csv
import io
import json
import logging
import socket
import threading

import ipywidgets
import pytest
import traitlets
from edgeanomaly_nb.panels.explorer.export import FILES, download_link

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer import explorer as module
from edgeanomaly_nb.panels.explorer.messages import block_options, overview_html, project_options
from edgeanomaly_nb.panels.explorer.tabs import TITLES
from edgeanomaly_nb.tables import to_csv, to_json
from tests.bodies import HOSTILE, axis, body, config, threshold
from tests.studio.server import KEY, Server, answer, by_path, dump

PATIENCE_S = 20
OTHER_KEY = "ei_" + "0ddba11" * 6
PROJECTS = {"success": True, "projects": [{"id": 1, "name": "One"}, {"id": 2, "name": "Two"}]}


def impulses(*ids, name="Anomaly detection"):
    blocks = [{"id": at, "type": "anomaly", "name": name, "title": "K-means", "dsp": [2]} for at in ids]
    return {"success": True, "impulses": [{"id": 1, "name": "Impulse", "learnBlocks": blocks}]}


def service(**more):
    """Two projects; the first has the blocks 7 and 8."""
    known = {
        "v1_api_projects": answer(PROJECTS),
        "v1_api_1_impulses": answer(impulses(7, 8)),
        "v1_api_2_impulses": answer(impulses()),
        "v1_api_1_training_anomaly_7": answer(body(name="Seven")),
        "v1_api_1_training_anomaly_8": answer(body(name="Eight")),
    }
    return by_path(**{**known, **more})


@pytest.fixture
def serve():
    """``serve(step)`` starts a server, and gives it and a client of it."""
    running = []

    def start(*script):
        server = Server(*script)
        server.__enter__()
        running.append(server)
        return server, ea.StudioClient(ea.ApiKey(KEY), base_url=server.url, retries=0)

    yield start
    for server in running:
        server.__exit__()


@pytest.fixture
def opened():
    """``opened(...)`` makes an explorer that is closed in the end, and waits until it has its lists."""
    made = []

    def make(*args, **kwargs):
        panel = ea.AnomalyExplorer(*args, **kwargs)
        made.append(panel)
        return settled(panel)

    yield make
    for panel in made:
        panel.close()


def settled(panel):
    """Wait until nothing is asked any more."""
    idle = threading.Event()

    def look(change):
        change.new or idle.set()

    panel.observe(look, names="busy")
    assert not panel.busy or idle.wait(PATIENCE_S)
    panel.unobserve(look, names="busy")
    with panel._background._telling:  # what is being told is told to its end
        return panel


def load(panel):
    return panel.load().result(PATIENCE_S)


def paths(server):
    return [received.path for received in server.received]


class Gate:
    """A step that answers once it is opened."""

    def __init__(self, reply):
        self.reply, self.asked, self.open = reply, threading.Event(), threading.Event()

    def step(self, exchange):
        self.asked.set()
        assert self.open.wait(PATIENCE_S)
        exchange.send(self.reply)


# --- choosing and loading -----------------------------------------------------------------------------------


def test_projects_and_blocks_are_offered(serve, opened):
    panel = opened(serve(service())[1])
    assert [value for _, value in panel._project_select.options] == [None, 1, 2, -1]
    panel._project_select.value = 1
    settled(panel)
    assert (panel.project_id, panel.learn_id) == (1, 7)
    assert [text for text, _ in panel._block_select.options] == [
        "Anomaly detection (K-means), block 7, impulse “Impulse”",
        "Anomaly detection (K-means), block 8, impulse “Impulse”",
    ]
    panel._block_select.value = 8
    assert load(panel).name == "Eight"
    assert panel.config.name == "Eight"
    assert panel._load.description == "Refresh"


def test_code_drives_it(serve, opened):
    server, client = serve(service())
    panel = opened(client)
    panel.project_id = 1
    panel.learn_id = 8
    assert load(panel) is panel.config
    assert (panel.config.name, panel.error, panel.busy) == ("Eight", "", False)
    assert paths(server).count("/v1/api/1/training/anomaly/8") == 1
    assert paths(server).count("/v1/api/1/impulses") == 1


def test_both_ids_load_at_once(serve, opened):
    panel = opened(serve(service())[1], project_id=1, learn_id=8)
    assert panel.config.name == "Eight"
    assert panel._block_select.value == 8


def test_the_only_project_and_its_first_block_are_chosen(serve, opened):
    only = answer({"success": True, "projects": PROJECTS["projects"][:1]})
    panel = opened(serve(service(v1_api_projects=only))[1])
    assert (panel.project_id, panel.learn_id, panel.config) == (1, 7, None)


def test_the_project_of_the_environment_is_chosen(serve, opened, monkeypatch):
    monkeypatch.setenv("EI_PROJECT_ID", "1")
    assert opened(serve(service())[1]).project_id == 1
    assert opened(ea.StudioClient.sample()).project_id is None


def test_a_project_can_be_named_by_its_number(serve, opened):
    refused = answer({"success": False, "error": "no"}, 403)
    panel = opened(serve(service(v1_api_projects=refused))[1])
    assert panel.error == ""
    assert panel._number.layout.display == ""
    panel._number.value = "one"
    assert "digits" in panel.error
    panel._number.value = " 1 "
    settled(panel)
    assert (panel.project_id, panel.learn_id, panel.error) == (1, 7, "")


def test_the_number_box_opens_when_it_is_wanted(serve, opened):
    panel = opened(serve(service())[1], project_id=1)
    assert panel._number.layout.display == "none"
    panel._project_select.value = -1
    assert (panel._number.layout.display, panel.project_id) == ("", 1)


def test_walking_through_the_projects_asks_for_the_last_one_only(serve, opened):
    gate = Gate(answer(impulses(7)))
    many = answer({"success": True, "projects": [{"id": at, "name": "p"} for at in range(9)]})
    steps = {f"v1_api_{at}_impulses": answer(impulses(at)) for at in range(1, 9)}
    plain = service(v1_api_projects=many, **steps)

    def step(exchange, received):
        gate.step(exchange) if received.path == "/v1/api/0/impulses" else plain(exchange, received)

    server, client = serve(step)
    panel = opened(client)
    panel.project_id = 0
    assert gate.asked.wait(PATIENCE_S)
    for at in range(1, 9):
        panel._project_select.value = at
    gate.open.set()
    settled(panel)
    assert paths(server)[1:] == ["/v1/api/0/impulses", "/v1/api/8/impulses"]
    assert (panel.project_id, panel.learn_id) == (8, 8)


def test_loading_without_a_project_says_what_to_do(serve, opened):
    panel = opened(serve(service())[1])
    assert load(panel) is None
    assert "Choose" in panel.error


def test_a_project_without_blocks_says_so(serve, opened):
    panel = opened(serve(service())[1], project_id=2)
    assert panel._block_select.options[0][0] == "no anomaly block in this project"
    assert load(panel) is None
    assert "has no anomaly block" in panel.error


def test_a_project_with_visual_blocks_alone_is_not_said_to_have_none(serve, opened):
    visual = {"id": 9, "type": "keras-visual-anomaly", "name": "Surface"}
    listed = answer({"success": True, "impulses": [{"id": 1, "learnBlocks": [visual]}]})
    panel = opened(serve(service(v1_api_2_impulses=listed))[1], project_id=2)
    assert panel._block_select.options[0][0] == "no anomaly block that can be read"
    assert 'cannot read yet: 9 ("Surface", visual)' in panel._status.text
    assert load(panel) is None
    assert 'cannot read yet: 9 ("Surface", visual)' in panel.error


def test_ids_of_numpy_are_fine_and_others_refused(opened):
    client = ea.StudioClient.sample()
    panel = opened(client)
    panel.project_id = client.list_projects().project_id.iloc[0]
    assert type(panel.project_id) is int
    for wrong in ("1", -1, True, 1.5):
        with pytest.raises(traitlets.TraitError):
            panel.project_id = wrong


def test_unknown_arguments_are_refused():
    with pytest.raises(TypeError, match="project"):
        ea.AnomalyExplorer(ea.StudioClient.sample(), project=1)


@pytest.mark.parametrize("name", ["busy", "error", "config"])
def test_what_reports_cannot_be_set(opened, name):
    with pytest.raises(traitlets.TraitError):
        setattr(opened(ea.StudioClient.sample()), name, None)


# --- slow, wrong, gone --------------------------------------------------------------------------------------


def test_a_second_click_does_not_start_a_second_load(serve, opened):
    gate = Gate(answer(body(name="Late")))
    plain = service()

    def step(exchange, received):
        gate.step(exchange) if "anomaly" in received.path else plain(exchange, received)

    server, client = serve(step)
    panel = opened(client, project_id=1)
    first = panel.load()
    assert gate.asked.wait(PATIENCE_S)
    assert (panel.busy, panel._load.disabled, panel._load.description) == (True, True, "Loading…")
    assert panel._status.text == "Loading block 7 of project 1…"
    assert panel.load() is first
    panel._load.click()
    with pytest.raises(TimeoutError):
        first.result(0.01)
    gate.open.set()
    assert first.result(PATIENCE_S).name == "Late"
    assert (panel.busy, panel._load.disabled, panel._load.description) == (False, False, "Refresh")
    assert sum("anomaly" in path for path in paths(server)) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_an_error_is_shown_and_the_last_good_data_stay(serve, opened, status):
    server, client = serve(service())
    panel = opened(client, project_id=1, learn_id=7)
    at = f"{panel.config.source.fetched_at:%H:%M:%S}"
    server.script[:] = [answer({"success": False, "error": "<b>no</b>"}, status)]
    assert load(panel) is None
    assert panel.config.name == "Seven"
    assert "block 7 of project 1" in panel.error
    assert 'role="alert"' in panel._alert.value
    assert "<b>no" not in panel._alert.value
    assert "From before" in panel._shown.value
    assert at in panel._shown.value
    server.script[:] = [service()]
    assert load(panel) is panel.config
    assert (panel.error, panel._alert.value) == ("", "")
    assert "From before" not in panel._shown.value


def test_no_connection_is_said_and_can_be_tried_again(opened, serve):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = ea.StudioClient(ea.ApiKey(KEY), base_url=f"http://127.0.0.1:{port}", retries=0)
    panel = opened(client, project_id=1, learn_id=7)
    assert "network" in panel.error
    panel._client = serve(service())[1]
    assert load(panel).name == "Seven"
    assert [value for _, value in panel._project_select.options] == [1, 2, -1]


def test_an_unexpected_error_surfaces(serve, opened, monkeypatch, caplog):
    panel = opened(serve(service())[1], project_id=1, learn_id=7)

    def broken(*_):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(module, "look", broken)
    with caplog.at_level(logging.ERROR), pytest.raises(ZeroDivisionError):
        load(panel)
    assert "a bug" in caplog.text
    assert "ZeroDivisionError" in panel.error
    assert not panel.busy


def test_an_answer_for_an_earlier_key_is_not_shown(serve, opened):
    gate = Gate(answer(body(name="Of the earlier key")))
    plain = service()

    def step(exchange, received):
        slow = "anomaly" in received.path and received.all("x-api-key") == [KEY]
        gate.step(exchange) if slow else plain(exchange, received)

    panel = opened(serve(step)[1], project_id=1)
    early = panel.load()
    assert gate.asked.wait(PATIENCE_S)
    panel.use_key(OTHER_KEY)
    late = panel.load()
    gate.open.set()
    assert late.result(PATIENCE_S).name == "Seven"
    assert early.told.cancelled()
    assert panel.config.name == "Seven"


def test_closing_stops_asking(serve):
    gate = Gate(answer(PROJECTS))
    server, client = serve(lambda exchange: gate.step(exchange))
    panel = ea.AnomalyExplorer(client)
    assert gate.asked.wait(PATIENCE_S)
    job = panel.load()
    thread = panel._background._thread
    panel.close()
    assert job.told.cancelled()
    gate.open.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert len(server.received) == 1


@pytest.mark.slow
def test_nothing_stays_of_a_hundred_loads_and_of_the_panel():
    before = set(ipywidgets.widgets.widget._instances)
    panel = settled(ea.AnomalyExplorer(ea.StudioClient.sample(), project_id=481207, learn_id=4))
    load(panel)
    after_first = len(ipywidgets.widgets.widget._instances)
    observers = str({name: len(found) for name, found in panel._trait_notifiers.items()})
    for _ in range(100):
        assert load(panel)
    assert len(ipywidgets.widgets.widget._instances) == after_first
    assert str({name: len(found) for name, found in panel._trait_notifiers.items()}) == observers
    panel.compare_with(ea.load_sample("motion-later"))
    for index in (1, 2, 3, 4, 0):
        panel._tabs.selected_index = index
    with_tabs = len(ipywidgets.widgets.widget._instances)
    panel._tabs.selected_index = 1
    for _ in range(3):
        load(panel)
    assert len(ipywidgets.widgets.widget._instances) < with_tabs
    panel.close()
    assert set(ipywidgets.widgets.widget._instances) == before


# --- samples, and no key ------------------------------------------------------------------------------------


def test_explore_opens_on_the_samples_and_says_so():
    panel = ea.explore()
    assert "No key found" in panel._notice.value
    assert panel.config.name == "Anomaly detection"
    assert repr(panel) == "AnomalyExplorer(host='samples.invalid', project 481207, block 4)"
    panel.close()


def test_explore_takes_the_key_of_the_environment(monkeypatch, serve):
    server, _ = serve(service())
    monkeypatch.setenv("EI_API_KEY", KEY)
    monkeypatch.setenv("EI_API_ENDPOINT", server.url)
    panel = settled(ea.explore(1, 8))
    assert panel.config.name == "Eight"
    assert panel._notice.value == ""
    panel.close()


def test_without_a_key_the_panel_takes_one(opened, monkeypatch, serve):
    panel = opened()
    assert "EI_API_KEY" in panel.error
    assert panel._key_box.unfolded
    assert repr(panel) == "AnomalyExplorer(no key)"
    assert load(panel) is None
    monkeypatch.setenv("EI_API_ENDPOINT", serve(service())[0].url)
    panel.use_key(KEY)
    settled(panel)
    assert panel.error == ""
    assert 1 in [value for _, value in panel._project_select.options]


# --- keys ---------------------------------------------------------------------------------------------------


def typed(panel, key):
    """Do what the page does when a key is handed on."""
    panel._key_box._handle_msg(
        {"content": {"data": {"method": "custom", "content": {"key": key}}}, "buffers": []}
    )


def test_a_typed_key_is_used_and_kept_nowhere(serve, opened, caplog):
    server, client = serve(service())
    panel = opened(client, project_id=1, learn_id=7)
    caplog.set_level(logging.DEBUG)
    typed(panel, f" {OTHER_KEY} ")
    settled(panel)
    load(panel)
    assert server.received[-1].all("x-api-key") == [OTHER_KEY]
    everything = [
        json.dumps(ipywidgets.Widget.get_manager_state()),
        repr(panel),
        str(panel._repr_mimebundle_()),
        dump(vars(panel._key_box)),
        dump(vars(panel)),
        str({name: repr(getattr(panel, name)) for name in panel.trait_names()}),
        caplog.text,
        panel.error,
    ]
    assert OTHER_KEY not in "".join(everything)
    assert KEY not in "".join(everything)


@pytest.mark.parametrize("key", ["secret-of-a-wrong-shape", "ei_sec ret", "ei_secrét" + 32 * "0", "   "])
def test_a_key_of_a_wrong_shape_is_refused_without_quoting_it(serve, opened, key):
    server, client = serve(service())
    panel = opened(client, project_id=1, learn_id=7)
    asked = len(server.received)
    typed(panel, key)
    assert "Dashboard, Keys" in panel.error
    assert "sec" not in panel.error
    assert panel._client is client
    assert len(server.received) == asked
    assert panel.config.name == "Seven"


def test_the_message_does_not_keep_the_key(opened):
    panel = opened(ea.StudioClient.sample())
    content = {"key": "wrong-shape"}
    panel._key_box._handle_custom_msg(content, [])
    assert content == {}


def test_a_new_key_goes_to_the_server_of_the_old_one(serve, opened):
    server, client = serve(service())
    panel = opened(client)
    panel.use_key(ea.ApiKey(OTHER_KEY))
    assert panel._client.base_url == server.url
    assert panel._key_box.host == "127.0.0.1"
    settled(panel)


def test_a_key_after_the_samples_goes_to_studio(opened, monkeypatch, serve):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    assert panel._key_box.host == "studio.edgeimpulse.com"
    monkeypatch.setenv("EI_API_ENDPOINT", serve(service())[0].url)
    panel.use_key(KEY)
    settled(panel)
    assert (panel.project_id, panel.learn_id, panel._notice.value) == (None, None, "")
    assert panel.config.source.project_id == 481207


# --- what is shown ------------------------------------------------------------------------------------------


def test_tabs_are_built_when_they_are_opened(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    assert panel._tabs.titles == ("Overview", "Axes", "Thresholds", "Compare", "Export")
    assert list(panel._tabs.contents) == ["Overview"]
    panel._tabs.selected_index = 1
    assert isinstance(panel._tabs.children[1].children[0], ea.AxesPanel)
    panel.learn_id = 7
    load(panel)
    assert list(panel._tabs.contents) == ["Axes"]
    assert len(panel._tabs.contents["Axes"].view) == 39


def test_the_overview_says_what_there_is():
    html = overview_html(ea.load_sample("motion"))
    for words in (
        "Anomaly detection",
        "project 481207",
        "yes",
        "conveyor",
        "6 of 33 axes selected",
        "0.2 lower",
    ):
        assert words in html
    assert html.count(">Classes<") == 1


def test_a_static_form_goes_along(opened):
    panel = opened(ea.StudioClient.sample())
    assert "nothing loaded yet" in panel.static_html()
    panel.project_id = 481207
    load(panel)
    html = panel._repr_mimebundle_()["text/html"]
    for words in ("accX RMS", "0.2 lower", "conveyor", "bundled sample"):
        assert words in html
    assert html == panel.static_html()  # the same each time, with no clock in it


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
    panel._tabs.selected_index = TITLES.index("Export")
    export = panel._tabs.contents["Export"]
    export.offer("axes_csv")
    panel.compare_with(config(name=text[::-1], axes=[axis(0, text[::-1], True)]))
    shown = [
        panel.static_html(),
        panel._alert.value,
        panel._shown.value,
        export.places["axes_csv"].value,
    ]
    shown.append(overview_html(panel.config))
    for html in shown:
        assert "<img" not in html
        assert "<script" not in html
    assert all(len(text) < 250 for text, _ in (*panel._project_select.options, *panel._block_select.options))
    assert len(repr(panel)) < 100


def test_options_are_in_words():
    assert project_options(None, None) == [("another, by its number", -1)]
    assert block_options(None, None) == [("the first one", None)]
    assert block_options(None, 5) == [("block 5", 5)]
    fans = ea.StudioClient.sample().list_anomaly_blocks(519640)
    assert block_options(fans, 7)[1] == ("Fan anomaly (GMM), block 7, impulse “Fan 1, GMM”", 7)


# --- export -------------------------------------------------------------------------------------------------


def test_a_spreadsheet_sees_text_where_text_is():
    labels = ["=1+1", "+1", "-1", "@x", "\tx", " =2", 'a "b", c', "plain"]
    made = config(
        axes=[axis(at, label) for at, label in enumerate(labels)], thresholds=[threshold(value=-0.5)]
    )
    rows = list(csv.DictReader(io.StringIO(to_csv(made.axes), newline="")))
    assert [row["label"] for row in rows] == [
        "'=1+1", "'+1", "'-1", "'@x", "'\tx", "' =2", 'a "b", c', "plain",
    ]  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(to_csv(made.thresholds), newline=""))
    assert (row["number"], row["suggested_value"]) == ("-0.5", "")
    assert [row["label"] for row in json.loads(to_json(made.axes))] == labels


@pytest.mark.parametrize("name", ["motion", "dropdown", "legacy", "raw", "untrained"])
def test_json_holds_the_frames_as_they_are(name):
    sample = ea.load_sample(name)
    axes = json.loads(to_json(sample.axes))
    assert [row["ix"] for row in axes] == sample.axes.index.tolist()
    assert [row["label"] for row in axes] == sample.axes.label.tolist()
    thresholds = json.loads(to_json(sample.thresholds))
    assert [row["key"] for row in thresholds] == sample.thresholds.index.tolist()
    assert [row["number"] for row in thresholds] == [
        None if number != number else number for number in sample.thresholds.number
    ]
    assert [len(row["options"]) for row in thresholds] == [
        len(options) for options in sample.thresholds.options
    ]


def test_empty_frames_have_a_form_too():
    empty = config(axes=[])
    assert json.loads(to_json(empty.axes)) == []
    assert to_csv(empty.axes).startswith("ix,label")


def test_export_writes_files(opened, tmp_path):
    panel = opened(ea.StudioClient.sample())
    with pytest.raises(ValueError, match="load"):
        panel.export(tmp_path)
    panel.project_id = 481207
    load(panel)
    files = panel.export(tmp_path / "new")
    assert [file.name for file in files] == [file.name(panel.config) for file in FILES.values()]
    assert ea.AnomalyConfig.load(files[-1]) == panel.config
    assert files[-1].read_bytes() == panel.config.save(tmp_path / "saved.json").read_bytes()
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")


def test_export_leaves_whole_files_when_it_cannot_write(opened, tmp_path):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    file = tmp_path / FILES["axes_csv"].name(panel.config)
    file.mkdir()
    with pytest.raises(OSError, match=r"axes\.csv"):
        panel.export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]  # nothing half-written beside it


def test_a_report_is_written(opened, tmp_path):
    panel = opened(ea.StudioClient.sample())
    with pytest.raises(ValueError, match="load"):
        panel.write_report(tmp_path / "report.md")
    panel.project_id = 481207
    load(panel)
    path = panel.write_report(tmp_path / "report.md")
    assert "accX RMS" in path.read_text(encoding="utf-8")
    assert panel.write_report(tmp_path / "page", form="html").read_bytes().startswith(b"<!doctype html>")
    with pytest.raises(ValueError, match="docx"):
        panel.write_report(tmp_path / "report.docx")


# --- compare ------------------------------------------------------------------------------------------------


def test_a_block_is_compared_with_a_saved_file(opened, tmp_path):
    saved = ea.load_sample("motion").save(tmp_path / "motion.json")
    panel = opened(ea.StudioClient.sample())
    with pytest.raises(ValueError, match="load"):
        panel.compare_with(saved)
    panel.project_id, panel.learn_id = 481207, 23
    later = load(panel)
    changes = panel.compare_with(saved)
    assert changes.equals(ea.compare(ea.load_sample("motion"), later))
    assert panel._tabs.selected_index == TITLES.index("Compare")
    assert "2 axes newly selected" in panel._tabs.contents["Compare"].status.text


@pytest.mark.slow
def test_another_block_is_compared_with_the_same_file(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    motion = panel.config
    assert panel.compare_with(motion, swapped=True).empty
    for tab in ("Compare", "Overview"):  # whether the tab is open or not
        panel._tabs.selected_index = TITLES.index(tab)
        panel.learn_id = 7
        spectral = load(panel)
        panel._tabs.selected_index = TITLES.index("Compare")
        compared = panel._tabs.contents["Compare"]
        assert (compared.before, compared.swapped) == (motion, True)
        assert compared.view.equals(ea.compare(spectral, motion))
        panel.learn_id = 4
        load(panel)


def test_a_file_that_is_none_is_an_error_and_the_comparison_stays(opened, tmp_path):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    panel.compare_with(ea.load_sample("spectral"))
    foreign = tmp_path / "foreign.json"
    foreign.write_text("{}")
    with pytest.raises(ea.InvalidFileError, match="foreign"):
        panel.compare_with(foreign)
    assert len(panel._tabs.contents["Compare"].view) > 10


def test_the_static_form_tells_the_comparison(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    assert "Compare" not in panel.static_html()
    panel.compare_with(ea.load_sample("spectral"))
    panel._tabs.selected_index = 0
    panel.learn_id = 7
    load(panel)  # the tab is not built again
    assert "Nothing changed." in panel.static_html()


def test_a_link_holds_no_markup_of_its_name():
    assert "<img" not in download_link('"><img>', b"", "text/csv")


def test_its_repr_tells_what_is_chosen_from_what_is_shown():
    panel = ea.explore()
    assert repr(panel) == "AnomalyExplorer(host='samples.invalid', project 481207, block 4)"
    panel.learn_id = 23
    assert repr(panel).endswith("block 23, showing bundled sample, project 481207, block 4)")
    panel.close()
