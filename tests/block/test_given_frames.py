from __future__ import annotations

import pandas as pd
import pytest

import edgeanomaly_nb as ea


def test_a_frame_is_accepted_and_not_changed():
    axes = ea.load_sample("motion").axes.loc[[11, 3], ["label", "selected", "favourite"]]
    before = axes.copy()
    panel = ea.AxesPanel(axes, sensor="accX")
    assert panel.view.index.tolist() == [3]
    assert panel.view.band_low_hz.tolist() == [0.49]
    assert axes.equals(before)
    axes["label"] = "?"
    assert panel.view.label.tolist() == ["accX Spectral Power 0.49 - 1.46 Hz"]


def test_a_frame_needs_three_columns():
    frame = pd.DataFrame({"label": ["a RMS", "?"], "selected": [True, False], "favourite": False})
    panel = ea.AxesPanel(frame)
    assert panel.view.sensor.tolist()[0] == "a"
    assert panel.view.sensor.isna().tolist() == [False, True]
    assert "disagree" not in panel.static_html()


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda axes: axes.drop(columns=["selected", "label"]), "it has no column label, selected"),
        (lambda axes: axes.assign(label=1), "its column label is not all text"),
        (lambda axes: axes.assign(favourite=1), "its column favourite is not all true or false"),
        (
            lambda axes: axes.set_index("label", drop=False),
            "its index is not the ix of the axes",
        ),
    ],
)
def test_another_frame_is_refused(change, text):
    with pytest.raises(ValueError, match=f"This is not an axes frame: {text}"):
        ea.AxesPanel(change(ea.load_sample("motion").axes))


@pytest.mark.parametrize("thing", [[], None, "motion", 1])
def test_another_object_is_refused(thing):
    with pytest.raises(TypeError, match=f"an AnomalyConfig or an axes frame, not {type(thing).__name__}"):
        ea.AxesPanel(thing)
