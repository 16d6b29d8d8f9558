from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import traitlets

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, config
from tests.panels.helpers import html_in, open_widgets, send_message, text_of
from tests.panels.scores.models import gmm, k_means

LINE = np.array([[0, 0], [0.5, 0], [3, 0], [0, 9], [1, 1]], dtype="f4")  # distances 0, 0.5, 3, 9, 1.41


@pytest.fixture
def opened():
    panels = []

    def open_panel(*args, **state):
        panels.append(ea.ScoresPanel(*args, **state))
        return panels[-1]

    yield open_panel
    for panel in panels:
        panel.close()


def test_scores_are_those_of_the_model(opened):
    panel = opened(k_means(), LINE)
    pd.testing.assert_frame_equal(panel.scores, k_means().score(LINE))
    changed = panel.scores
    changed["score"] = 0
    assert panel.scores["score"].tolist() == pytest.approx([-1, -0.5, 2, 8, 0.414], abs=1e-3)
    assert panel.contributions is None


@pytest.mark.parametrize("rows", [LINE, LINE[:1], np.full((2, 2), np.nan)])
def test_thresholds_are_tried_on_the_scores(opened, rows):
    panel = opened(k_means(), rows, ea.load_sample("motion"))
    panel.thresholds.trial = {"min_score": 1.0}
    n_flagged = int((panel.scores["score"] > 1).sum())
    assert panel.thresholds.would_flag.loc[1.0, "n_flagged"] == n_flagged
    assert panel.static_html()


def test_a_selected_window_is_explained(opened):
    panel = opened(k_means(labels=("accX RMS", "accY RMS")), LINE)
    panel.selected = np.int64(3)
    pd.testing.assert_frame_equal(
        panel.contributions, k_means(labels=("accX RMS", "accY RMS")).contributions(LINE[3])
    )
    assert panel.plane.status == (
        "Window 3: score 8, flagged: above the threshold 0.3. Largest share: accY RMS, 100 %."
    )
    text = text_of(panel.explanation.value)
    assert "Window 3" in text
    assert "nearest cluster 0" in text
    panel.selected = None
    assert "to see which axis was odd" in panel.explanation.value
    assert panel.plane.status == ""


def test_messages_of_the_page_step_by_score(opened):
    panel = opened(k_means(), [[0, 0], [0.5, 0], [3, 0], [np.nan, 9], [1, 1]])
    chosen = []
    for step in ("lower", "lower", "highest", "lower", "lower", "lower", "lower", "unknown"):
        send_message(panel.plane, {"step": step})
        chosen.append(panel.selected)
    # NaN on the device: no cluster is nearer than the cap, 1,000.
    assert chosen == [3, 2, 3, 2, 4, 1, 0, 0]
    send_message(panel.plane, {})
    assert panel.selected == 0


def test_traits_are_shared_with_the_page(opened):
    panel = opened(k_means(4), np.eye(4), axes=(3, 1), selected=2)
    assert (panel.plane.axes, panel.plane.selected) == ((3, 1), 2)
    panel.plane.axes = [0, 2]
    assert panel.axes == (0, 2)
    assert panel.plane._picture["label"] == "4 windows and 1 cluster on axis 0 and axis 2"
    panel.plane.selected = None
    assert panel.contributions is None


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("axes", (0, 0), "2 different trained axes"),
        ("axes", (0,), "2 different trained axes"),
        ("axes", (0, 7), "not trained on axis 7"),
        ("axes", ("a", "b"), "indices"),
        ("selected", 4, "no window 4: they are numbered from 0 to 3"),
        ("selected", -1, "no window -1"),
        ("selected", True, "selected"),
    ],
)
def test_wrong_settings_are_refused(opened, name, value, message):
    panel = opened(k_means(4), np.eye(4))
    before = getattr(panel, name)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(panel, name, value)
    assert getattr(panel, name) == before


def test_wrong_arguments_are_refused():
    with pytest.raises(TypeError, match="AnomalyModel"):
        ea.ScoresPanel(ea.load_sample("motion"), LINE)
    with pytest.raises(TypeError, match="AnomalyConfig"):
        ea.ScoresPanel(k_means(), LINE, k_means())
    with pytest.raises(TypeError, match="no setting rule"):
        ea.ScoresPanel(k_means(), LINE, rule=">")
    with pytest.raises(ValueError, match="trained on axis 1"):
        ea.ScoresPanel(k_means(), [[1.0]])


def test_a_model_without_axes_is_refused():
    with pytest.raises(ValueError, match="no axis"):
        ea.ScoresPanel(k_means(0, n_clusters=0), LINE)


def test_the_config_has_the_threshold_that_is_shown(opened):
    block = config(thresholds=[])
    panel = opened(k_means(), LINE, ea.load_sample("motion"))
    assert panel.scores.attrs["threshold"] == 0.3
    assert panel.thresholds.scores["score"].tolist() == panel.scores["score"].tolist()
    panel = opened(k_means(), LINE, block)
    assert panel.scores.attrs["threshold"] is None
    assert "flagged" not in panel.legend.value


@pytest.mark.parametrize("model", [k_means(3), gmm(3), k_means(1), gmm(1), k_means(3, n_clusters=0)])
@pytest.mark.parametrize(
    "rows",
    [
        [[1, 2, 3]],
        [[np.nan] * 3] * 3,
        [[np.inf, 0, -np.inf], [0, 0, 0]],
        [[3e38, -3e38, 1], [1e-38, 0, 0]],
        [[0, 0, 0]] * 5,
    ],
)
def test_every_form_shows_unusual_windows(opened, model, rows):
    panel = opened(model, rows)
    panel.select_highest()
    for window in range(len(rows)):
        panel.selected = window
        assert f"Window {window}" in panel.static_html()
    assert "nan" not in text_of(panel.static_html()).lower()
    assert np.isfinite(np.frombuffer(panel.plane._picture["shapes"], "<f4")).all()


def test_large_scores_of_a_gmm_are_shown(opened):
    panel = opened(gmm(sd=1e-5), np.vstack([np.eye(2), [[20, 20]]]))
    assert panel.scores["score"].max() > 3e7
    panel.select_highest()
    assert ">4e7<" in panel.distribution.value or ">1e7<" in panel.distribution.value
    assert panel.selected == 2


def test_hostile_text_is_escaped(opened):
    labels = {"label": HOSTILE, "sample_id": HOSTILE}
    windows = ea.Windows(np.eye(len(HOSTILE)), labels)
    panel = opened(k_means(len(HOSTILE), labels=HOSTILE), windows)
    for window in range(len(HOSTILE)):
        panel.selected = window
        html = html_in(panel) + panel.static_html()
        assert "<img" not in html
        assert "<script" not in html
        assert "</td></table>" not in html.replace("</td></tr></tbody></table>", "")
        assert "\u202e" not in html + panel.plane.status
    assert all(len(name) <= 60 for _, name in panel.plane._choices)
    assert panel.plane._choices[-1] == [8, "axis 8"]


def test_the_static_form_explains_the_highest_score(opened):
    html = opened(k_means(), LINE).static_html()
    assert html.count('<svg role="img"') == 2
    assert "Window 3" in html
    assert "The threshold 0.3 flags 3 of 5 windows (60 %)." in html
    assert opened(k_means(), LINE).static_html() == html


def test_closing_leaves_no_widget():
    before = open_widgets()
    panel = ea.ScoresPanel(k_means(), LINE, ea.load_sample("motion"))
    panel.selected = 1
    panel.close()
    assert open_widgets() == before


def test_frames_of_trained_axes_are_accepted(opened):
    frame = pd.DataFrame({"1": [0.0, 9], "0": [0.0, 0], "label": ["a", "b"]})
    panel = opened(k_means(), frame)
    assert panel.scores["score"].tolist() == [-1, 8]
    panel.selected = 1
    assert panel.contributions.index.tolist() == [1, 0]
    assert "label “b”" in panel.explanation.value


@pytest.mark.slow
def test_100_000_windows_have_a_small_static_form(opened):
    windows = np.random.default_rng(0).normal(0, 3, (100_000, 5))
    assert len(opened(k_means(5), windows).static_html()) < 300_000
