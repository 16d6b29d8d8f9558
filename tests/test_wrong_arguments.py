"""Something else than a config, a model or scores: the message says what is taken."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

import edgeanomaly_nb as ea

CONFIG = ea.load_sample("motion")


@pytest.mark.parametrize("given", ["before.json", 7, CONFIG.axes], ids=["path", "number", "frame"])
@pytest.mark.parametrize(
    "call",
    [
        lambda given: ea.plot_scores([0.1], given, ax=Figure().subplots()),
        lambda given: ea.write_report([CONFIG, given], "never-written.html"),
        lambda given: ea.compare(CONFIG, given),
    ],
    ids=["plot_scores", "write_report", "compare"],
)
def test_only_configs(call, given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        TypeError, match=r"an AnomalyConfig, not (str|int|DataFrame): .* AnomalyConfig.load\(path\)"
    ):
        call(given)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("given", ["before.json", 7, None, [CONFIG]])
@pytest.mark.parametrize(
    ("plot", "frame"), [(ea.plot_axes, "an axes frame"), (ea.plot_thresholds, "a thresholds frame")]
)
def test_only_configs_and_frames(plot, frame, given):
    message = f"takes an AnomalyConfig or {frame}, not (str|int|NoneType|list): .* AnomalyConfig.load"
    with pytest.raises(TypeError, match=message):
        plot(given)


def test_another_frame():
    with pytest.raises(ValueError, match="This is not an axes frame: it has no column label"):
        ea.plot_axes(CONFIG.thresholds)
    with pytest.raises(TypeError, match="takes an AnomalyConfig or a thresholds frame, not DataFrame"):
        ea.plot_thresholds(CONFIG.axes)


def test_a_report_on_the_path_of_a_file():
    with pytest.raises(TypeError, match=r"A report takes an AnomalyConfig, not str"):
        ea.write_report("before.json", "report.html")


@pytest.mark.parametrize("scores", [CONFIG, "abc", ["a"], 7])
@pytest.mark.parametrize("call", [ea.what_if, ea.threshold_for, ea.plot_scores, ea.plot_what_if])
def test_only_scores(call, scores):
    with pytest.raises(TypeError, match="scores must be a frame"):
        call(scores)


def test_scores_alone_are_plotted():
    ax = Figure().subplots()
    assert ea.plot_scores([0.1, 0.5], CONFIG, ax=ax).get_title(loc="left") == "Scores of 2 windows"
    ea.plot_what_if([0.1, 0.5], CONFIG, ax=Figure().subplots())


def test_only_models():
    with pytest.raises(TypeError, match="model must be an AnomalyModel"):
        ea.plot_clusters("model.json")


def test_a_rule_applies_to_a_function_of_kinds():
    with pytest.raises(TypeError, match=r"applies_to of rule 'x' must be a function of a kind"):
        ea.Rule("x", "info", "why", lambda config: [], applies_to="K-means")
