from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.source import Source
from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
from edgeanomaly_nb.panels.explorer.tabs import ScoresTab
from edgeanomaly_nb.panels.explorer.transfer import StoppedError, Transfer
from edgeanomaly_nb.panels.explorer.windows_loader import WindowsLoader
from edgeanomaly_nb.panels.explorer.windows_messages import STOPPED
from edgeanomaly_nb.studio.windows_count import WindowsCount
from tests.bodies import body, config
from tests.panels.explorer.service import PATIENCE_S
from tests.panels.helpers import html_in, open_widgets
from tests.panels.scores.models import k_means

COUNT = WindowsCount(11_226, 33, 1_481_832)


@dataclass
class FakeClient:
    """The three methods of `StudioClient` that the tab calls; each may fail, and fetching may wait."""

    base_url: str = "https://studio.example/v1"
    count: WindowsCount | Exception = COUNT
    model: object = field(default_factory=k_means)
    windows: object = field(default_factory=lambda: ea.Windows(np.eye(2), category="training"))
    is_open: threading.Event | None = None
    calls: list = field(default_factory=list)

    def __post_init__(self):
        self.requested, self.ended = threading.Event(), threading.Event()

    def count_windows(self, project_id, learn_id, category="training"):
        self.calls.append(("count", project_id, learn_id, category))
        return self._reply(self.count)

    def get_anomaly_model(self, project_id, learn_id):
        self.calls.append(("model", project_id, learn_id))
        return self._reply(self.model)

    def get_windows(self, project_id, learn_id, category="training", *, progress=None):
        self.calls.append(("windows", project_id, learn_id, category))
        try:
            progress(500_000, 1_481_832)
            self.requested.set()
            if self.is_open is not None:
                assert self.is_open.wait(PATIENCE_S)
            progress(1_481_832, 1_481_832)
        finally:
            self.ended.set()
        return self._reply(self.windows)

    def _reply(self, reply):
        if isinstance(reply, Exception):
            raise reply
        return reply


@pytest.fixture
def opened():
    panels = []

    def open_loader(client, **more):
        panels.append(WindowsLoader(BlockHandle(config_from_service(), client), **more))
        return panels[-1]

    yield open_loader
    for panel in panels:
        panel.close()


def config_from_service():
    source = Source("studio.example", 1, 7, block_type="anomaly")
    return ea.AnomalyConfig.from_json(json.dumps(body()), source=source)


def done(panel):
    panel.job.result(PATIENCE_S)
    with panel.background.delivering:
        return panel


def test_windows_are_counted_then_fetched_after_a_click(opened):
    client = FakeClient()
    panel = done(opened(client))
    assert client.calls == [("count", 1, 7, "testing")]
    assert panel.fetch_button.description == "Fetch 11,226 testing windows × 33 features, 1.5 MB"
    assert panel.fetch_button.layout.display == ""
    assert panel.scores is None
    assert "not fetched" in panel.status.text
    panel.fetch_button.click()
    done(panel)
    assert client.calls[1:] == [("model", 1, 7), ("windows", 1, 7, "testing")]
    assert panel.scores.scores["score"].tolist() == [0, 0]
    assert panel.place.children == (panel.scores,)
    assert (panel.error, panel.busy, panel.progress.value) == ("", False, "")
    assert "Window 0" in panel.static_html()


def test_other_windows_are_counted_and_the_model_is_kept(opened):
    client = FakeClient()
    panel = done(opened(client))
    panel.fetch()
    first = done(panel).scores
    panel.select.value = "training"
    assert panel.category == "training"
    done(panel)
    assert panel.fetch_button.description.startswith("Fetch 11,226 training windows")
    assert panel.scores is first  # until others are fetched
    panel.fetch()
    done(panel)
    assert [call[0] for call in client.calls] == ["count", "model", "windows", "count", "windows"]
    assert panel.scores is not first
    assert first.comm is None


def test_samples_are_fetched_at_once(opened):
    client = FakeClient()
    panel = done(opened(client, at_once=True))
    assert [call[0] for call in client.calls] == ["model", "windows"]
    assert panel.scores is not None
    assert panel.fetch_button.layout.display == "none"


def test_fetching_is_stopped(opened):
    client = FakeClient(is_open=threading.Event())
    panel = done(opened(client))
    assert panel.stop_button.layout.display == "none"
    panel.fetch()
    assert client.requested.wait(PATIENCE_S)
    assert "500 kB of 1.5 MB" in panel.progress.value
    assert panel.busy
    assert panel.stop_button.layout.display == ""
    panel.stop_button.click()
    assert (panel.busy, panel.status.text, panel.progress.value) == (False, STOPPED, "")
    assert panel.stop_button.layout.display == "none"
    client.is_open.set()
    assert client.ended.wait(PATIENCE_S)
    assert panel.scores is None
    client.is_open = None
    panel.fetch()  # it does not wait for the stopped one
    assert done(panel).scores is not None


def test_closing_stops_fetching():
    before = open_widgets()
    client = FakeClient(is_open=threading.Event())
    panel = WindowsLoader(BlockHandle(config_from_service(), client), at_once=True)
    assert client.requested.wait(PATIENCE_S)
    panel.close()
    client.is_open.set()
    assert client.ended.wait(PATIENCE_S)
    assert panel.scores is None
    assert open_widgets() == before


def test_an_error_is_shown_and_another_try_is_offered(opened):
    client = FakeClient(count=ea.NotFoundError("No <b>such</b> block."))
    panel = done(opened(client))
    assert panel.error == "No <b>such</b> block."
    assert "No &lt;b&gt;such&lt;/b&gt; block." in panel.alert.value
    assert panel.fetch_button.description == "Try again"
    assert "<b>such" not in panel.static_html()
    client.count = WindowsCount(1, 33, 132)
    panel.fetch_button.click()
    done(panel)
    assert panel.error == ""
    assert panel.fetch_button.description == "Fetch 1 testing window × 33 features, 132 bytes"
    client.model = ea.NotFoundError("The block is not trained.")
    panel.fetch()
    done(panel)
    assert panel.error == "The block is not trained."
    assert panel.fetch_button.description.startswith("Fetch 1 testing window")


def test_windows_of_other_axes_are_an_error(opened):
    panel = done(opened(FakeClient(windows=ea.Windows([[1.0]]))))
    panel.fetch()
    done(panel)
    assert "trained on axis 1" in panel.error
    assert panel.scores is None


def test_a_bug_is_shown_and_raised(opened, caplog):
    panel = done(opened(FakeClient(windows=KeyError("secret"))))
    panel.fetch()
    with pytest.raises(KeyError):
        panel.job.result(PATIENCE_S)
    assert "bug" in panel.error
    assert "secret" not in html_in(panel)
    assert "unexpected" in caplog.text


def test_no_windows_have_no_button(opened):
    panel = done(opened(FakeClient(count=WindowsCount(0, 33, 0))))
    assert panel.status.text.startswith("This block has no testing windows: choose the training windows")
    assert panel.fetch_button.layout.display == "none"
    panel.category = "training"
    done(panel)
    assert panel.status.text == "This block has no training windows: generate its features in Studio first."


def test_progress_is_shown_on_the_loop_of_the_notebook():
    shown = []

    async def run():
        here = threading.get_ident()
        transfer = Transfer(lambda *sizes: shown.append((sizes, threading.get_ident() == here)))
        thread = threading.Thread(target=transfer, args=(1, None))
        thread.start()
        thread.join()
        assert not shown
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        transfer.stop()
        with pytest.raises(StoppedError):
            transfer(2, None)

    asyncio.run(run())
    assert shown == [((1, None), True)]


def test_progress_is_not_shown_too_often():
    shown = []
    transfer = Transfer(lambda *sizes: shown.append(sizes))
    for done_ in range(100_000):
        transfer(done_, 100_000)
    assert 1 <= len(shown) < 1000


KINDS_WITHOUT = ["keras-visual-anomaly", "keras-anomaly"]


@pytest.mark.parametrize("block_type", KINDS_WITHOUT)
def test_a_kind_without_clusters_has_a_sentence(block_type):
    tab, client = ScoresTab(), FakeClient()
    block = BlockHandle(config(block_type), client)
    assert "has no clusters" in tab.open(block).static_html()
    assert tab.static_html(block) == ""
    assert not client.calls
    tab.close()


def test_a_sample_without_windows_has_a_sentence():
    client = ea.StudioClient.sample()
    tab = ScoresTab()
    panel = tab.open(BlockHandle(ea.load_sample("spectral"), client))
    assert "These samples have windows: motion, fan, one-class." in panel.static_html()
    tab.close()


def test_the_tab_has_a_static_form_only_with_scores():
    tab, client = ScoresTab(), FakeClient()
    block = BlockHandle(config_from_service(), client)
    assert tab.static_html(block) == ""
    assert not client.calls  # a static form never requests
    panel = done(tab.open(block))
    assert tab.static_html(block) == ""
    panel.fetch()
    done(panel)
    assert tab.static_html(block).startswith("<h4>Scores</h4>")
    tab.close()
