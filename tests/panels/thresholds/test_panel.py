from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
import traitlets

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.thresholds import LARGEST
from edgeanomaly_nb.panels.thresholds import row_html as threshold_row
from edgeanomaly_nb.panels.thresholds.panel import NOTHING_WRITTEN
from edgeanomaly_nb.panels.thresholds.row_html import MOST_OPTIONS
from edgeanomaly_nb.panels.thresholds.try_number import TryNumber
from edgeanomaly_nb.panels.thresholds.try_option import TryOption
from tests.bodies import HOSTILE, config, threshold
from tests.panels.helpers import html_in, open_widgets, send_message, widgets_in

NAN = float("nan")
OPTIONS = [{"value": "max", "description": "Maximum"}, {"value": "mean", "description": "Mean"}]


def panel_of(*thresholds) -> ea.ThresholdsPanel:
    return ea.ThresholdsPanel(config(thresholds=list(thresholds)))


def controls(panel) -> list[TryNumber]:
    return [widget for widget in widgets_in(panel) if isinstance(widget, TryNumber)]


def labels(shown: str) -> list[str]:
    return re.findall(r'role="img" aria-label="([^"]*)"', shown)


@pytest.mark.parametrize("name", ["motion", "fan", "dropdown", "legacy", "wavelet", "low-pass"])
def test_each_threshold_has_picture_text_and_help(name):
    sample = ea.load_sample(name)
    panel = ea.ThresholdsPanel(sample)
    for shown in (html_in(panel), panel.static_html()):
        assert shown.count("<details") == len(sample.thresholds)
        assert len(labels(shown)) == sample.thresholds.number.notna().sum()
        for text in [*sample.thresholds.description, *sample.thresholds.index, *sample.thresholds.help_text]:
            assert text in shown
    assert len(controls(panel)) == sample.thresholds.number.notna().sum()
    assert NOTHING_WRITTEN in panel.note.value


def test_a_frame_is_accepted_and_another_object_refused():
    frame = ea.load_sample("dropdown").thresholds
    assert len(controls(ea.ThresholdsPanel(frame.iloc[1:]))) == 1
    for wrong in (None, "motion", pd.DataFrame(), ea.load_sample("motion").axes):
        with pytest.raises(TypeError, match="ThresholdsPanel takes an AnomalyConfig or a thresholds frame"):
            ea.ThresholdsPanel(wrong)
    with pytest.raises(TypeError, match="tiral"):
        ea.ThresholdsPanel(frame, tiral={})


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (
            threshold(value=0.3, suggestedValue=0.5),
            "0.3 (suggested 0.5; 0.2 lower, so it flags more)",
        ),
        (
            threshold(value=0.3, suggestedValue=0),
            "0.3 (suggested 0; 0.3 higher, so it flags less)",
        ),
        (threshold(value=0.8, suggestedValueText="about 0.7"), "0.8 (suggested “about 0.7”)"),
        (threshold(value=5), "5 (no suggestion)"),
        (threshold(value="max", dropdownOptions=OPTIONS), "Maximum (of 2 options)"),
        (threshold(value="min", dropdownOptions=OPTIONS), "“min” (not one of the 2 options)"),
    ],
)
def test_the_saved_value_is_compared_with_the_suggestion(sent, text):
    assert f"<strong>Saved</strong> <bdi>{text}</bdi>" in html_in(panel_of(sent))


def test_a_legacy_threshold_is_marked():
    assert "from the deprecated minimum confidence rating" in html_in(
        ea.ThresholdsPanel(ea.load_sample("legacy"))
    )


def test_the_static_form_lists_the_options_as_text():
    shown = panel_of(threshold(value="mean", dropdownOptions=OPTIONS)).static_html()
    assert re.findall(r"<li>.*?</li>", shown)[1].endswith("</strong> – saved</li>")
    assert "<bdi>Maximum</bdi>" in shown
    assert "<circle" not in shown  # that would look like a radio button
    many = [{"value": str(at), "description": f"Option {at}"} for at in range(100)]
    panel = panel_of(threshold(value="99", suggestedValue=98, dropdownOptions=many))
    panel.trial = {"min_score": "97"}
    shown = panel.static_html()
    assert shown.count("<li") == MOST_OPTIONS + 1
    marked = re.findall(r"<bdi>Option (\d+)</bdi>.*? – (?:<span[^>]*>★</span> )?(\w+)</li>", shown)
    assert marked == [("97", "trying"), ("98", "suggested"), ("99", "saved")]
    assert "… and 70 more" in shown
    panel.close()


def option_controls(panel) -> list[TryOption]:
    return [widget for widget in widgets_in(panel) if isinstance(widget, TryOption)]


def test_an_option_is_tried_and_the_saved_one_ends_it():
    panel = ea.ThresholdsPanel(ea.load_sample("dropdown"))
    (control,) = option_controls(panel)
    assert control.name == "Aggregation method"
    assert (control.value, control.saved, control.suggested, control.text) == ("max", "max", None, "")
    assert [option["text"] for option in control.options] == [
        "Maximum over all fans (max)",
        "Mean over all fans (mean)",
    ]
    control.value = "mean"
    assert panel.trial == {METHOD: "mean"}
    assert control.trying
    assert control.text == "Trying Mean over all fans, in place of the saved Maximum over all fans"
    assert control.text.removeprefix("Trying ") in panel.static_html()
    panel.try_value("min_score", 0.4)
    assert panel.view["trial_choice"].tolist()[2] == "mean"
    assert panel.view["trial_choice"].isna().tolist() == [True, True, False]
    np.testing.assert_array_equal(panel.view["trial"], [0.4, NAN, NAN])
    control.value = "max"
    assert (panel.trial, control.trying, control.text) == ({"min_score": 0.4}, False, "")
    panel.try_value(METHOD, "mean")
    assert control.value == "mean"
    send_message(control, {"reset": True})
    assert (panel.trial, control.value) == ({"min_score": 0.4}, "max")
    panel.close()


METHOD = "anomaly_scoring_aggregation_method"


def test_a_value_that_is_not_an_option_has_no_option_chosen_and_can_be_reset():
    panel = ea.ThresholdsPanel(ea.load_sample("faulty"))
    (control,) = option_controls(panel)
    assert (control.value, control.saved) == (None, None)
    control.value = "mean"
    assert control.text == "Trying Mean over all fans, in place of the saved “median”"
    panel.reset()
    assert control.value is None
    control.value = "mode"  # a script may send anything
    assert (control.value, panel.trial) == (None, {})
    assert "is not an option of" in control.text
    panel.close()


@pytest.mark.parametrize("suggested", ["mean", "Mean"])
def test_a_suggested_option_is_named(suggested):
    sent = threshold(value="max", suggestedValueText=suggested, dropdownOptions=OPTIONS)
    panel = panel_of(sent)
    (control,) = option_controls(panel)
    assert control.suggested == "mean"
    control.value = "mean"
    assert control.text == "Trying Mean, in place of the saved Maximum; it is suggested"
    panel.trial = {"min_score": "max"}
    assert control.text == "Trying Maximum: it is saved; suggested: Mean"
    panel.close()


def test_numbers_are_options_of_the_same_value():
    options = [{"value": value, "description": ""} for value in ("35", "40")]
    panel = panel_of(threshold(value=35, dropdownOptions=options))
    panel.trial = {"min_score": 40.0}
    assert panel.trial == {"min_score": "40"}
    assert option_controls(panel)[0].options[1]["text"] == "40 (40)"
    panel.close()


def test_rows_with_the_same_key_show_what_fits_them():
    panel = panel_of(threshold(value=0.3), threshold(value="max", dropdownOptions=OPTIONS))
    panel.trial = {"min_score": "mean"}
    assert [row.tried for row in panel.rows] == [None, "mean"]
    panel.trial = {"min_score": 0.5}
    assert [row.tried for row in panel.rows] == [0.5, None]
    panel.close()


def test_the_only_option_cannot_be_tried():
    panel = panel_of(threshold(value="max", dropdownOptions=OPTIONS[:1]))
    assert not option_controls(panel)
    assert "– saved</li>" in html_in(panel)
    panel.close()


def test_a_trial_changes_control_picture_and_text():
    panel = panel_of(threshold(value=0.3, suggestedValue=0.5))
    (control,) = controls(panel)
    assert (control.value, control.text, control.trying) == (0.3, "", False)
    panel.trial = {"min_score": 0.42}
    assert (control.value, control.trying) == (0.42, True)
    assert control.text == (
        "Trying 0.42: flags less than the saved 0.3 (0.12 higher), "
        "flags more than the suggested 0.5 (0.08 lower)"
    )
    for shown in (html_in(panel), panel.static_html()):
        assert labels(shown)[0].endswith(control.text[1:])
        assert ">trying 0.42</text>" in shown
    assert "Trying</strong>" in panel.static_html()
    panel.reset()
    assert (control.value, control.text, control.trying) == (0.3, "", False)
    assert "trying" not in html_in(panel)


def test_moving_the_control_changes_the_trial_and_the_saved_value_ends_it():
    panel = panel_of(threshold(value=0.3), threshold("other", 35))
    first, second = controls(panel)
    first.value = -12.5
    second.value = 20
    assert panel.trial == {"min_score": -12.5, "other": 20.0}
    assert panel.view.trial.tolist() == [-12.5, 20.0]
    assert not panel.reset_button.disabled
    first.value = 0.3
    assert panel.trial == {"other": 20.0}
    panel.reset_button.click()
    assert panel.trial == {}
    assert (second.value, panel.reset_button.disabled) == (35.0, True)


def test_resetting_one_row_keeps_the_other_trials():
    panel = panel_of(threshold(), threshold("other", 35))
    panel.trial = {"min_score": 1, "other": 2}
    send_message(controls(panel)[0], {"reset": True})
    assert panel.trial == {"other": 2.0}


def test_a_typed_number_outside_the_slider_widens_it_until_reset():
    panel = panel_of(threshold(value=0.3, suggestedValue=0.5))
    (control,) = controls(panel)
    assert (control.low, control.high) == (0.0, 0.8)
    control.value = 12
    assert control.value == 12
    assert control.low < 0.3 < 12 < control.high
    panel.try_value("min_score", -3)
    assert control.low < -3 < 0.8 <= control.high
    panel.reset()
    assert (control.low, control.high, control.value) == (0.0, 0.8, 0.3)


def test_repeated_keys_are_tried_together():
    panel = panel_of(threshold(value=0.3), threshold(value=0.6), threshold(value="x"))
    one, two = controls(panel)
    one.value = 0.6
    assert panel.trial == {"min_score": 0.6}
    assert (one.value, two.value) == (0.6, 0.6)
    np.testing.assert_array_equal(panel.view.trial, [0.6, 0.6, NAN])
    panel.reset("min_score")
    assert (one.value, two.value, panel.trial) == (0.3, 0.6, {})


@pytest.mark.parametrize(
    ("trial", "text"),
    [
        ({"nope": 1}, "No threshold “nope”.*There is: min_score"),
        ({"method": 1}, "1 is not an option of “method”. Options: “max”, “mean”"),
        ({"method": "median"}, "“median” is not an option of “method”. Options: “max”, “mean”"),
        ({"method": None}, "None is not an option"),
        ({"method": True}, "True is not an option"),
        ({"method": NAN}, "nan is not an option"),
        ({"min_score": "0.3"}, "Only a number can be tried, not '0.3'"),
        ({"min_score": True}, "Only a number"),
        ({"min_score": None}, "Only a number"),
        ({"min_score": NAN}, "Only a finite number"),
        ({"min_score": -math.inf}, "Only a finite number"),
        ({"min_score": 10**400}, "Only a finite number"),
        ({"min_score": LARGEST}, "Only a finite number"),
        ([("min_score", 1)], "trial"),
    ],
)
def test_an_invalid_trial_is_refused(trial, text):
    panel = panel_of(threshold(), threshold("method", "max", dropdownOptions=OPTIONS))
    with pytest.raises(traitlets.TraitError, match=text):
        panel.trial = trial
    assert panel.trial == {}


@pytest.mark.parametrize("number", [3, np.float64(3), np.int64(3), np.float32(3)])
def test_numbers_of_any_type_become_floats(number):
    panel = panel_of(threshold())
    panel.trial = {"min_score": number}
    assert type(panel.trial["min_score"]) is float
    assert panel.view.trial.dtype == np.float64


def test_a_number_that_is_refused_in_the_box_is_explained_beside_it():
    panel = panel_of(threshold())
    (control,) = controls(panel)
    control.value = 1e300
    assert control.value == 0.3
    assert control.text.startswith("Only a finite number")
    assert panel.trial == {}


def test_the_view_has_the_columns_of_the_frame_and_the_trial():
    sample = ea.load_sample("dropdown")
    panel = ea.ThresholdsPanel(sample)
    panel.trial = {"min_anomaly_score": 40}
    view = panel.view
    pd.testing.assert_frame_equal(view.iloc[:, :-2], sample.thresholds)
    assert [*view.columns[-2:]] == ["trial", "trial_choice"]
    assert view["trial_choice"].dtype == sample.thresholds["choice"].dtype
    np.testing.assert_array_equal(view.trial, [NAN, 40, NAN])
    assert ea.ThresholdsPanel(config(thresholds=[])).view.trial.dtype == np.float64


@pytest.mark.parametrize("value", ["max", "", "inf", "nan", 10**400, 1e300, 1e-300])
def test_a_value_that_no_slider_can_show_has_no_slider(value):
    panel = panel_of(threshold(value=value, suggestedValue=3))
    assert controls(panel) == []
    assert NOTHING_WRITTEN not in html_in(panel)
    assert "suggested 3" in html_in(panel)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    options = [{"value": text, "description": text}]
    panel = panel_of(
        threshold(text, 1, description=text, helpText=text, suggestedValueText=text),
        threshold(text, text, description=text, helpText=text, dropdownOptions=options),
        threshold("more", text, suggestedValueText=text),
    )
    panel.trial = {text: 2}
    for shown in (html_in(panel), panel.static_html()):
        assert "<img" not in shown
        assert "<script" not in shown
        assert "\u202e" not in shown
        assert set(re.findall(r"<(\w+)", shown)) <= KNOWN_TAGS
        assert len(shown) < 40_000


KNOWN_TAGS = {"div", "strong", "bdi", "span", "details", "summary", "br", "ul", "li"}
KNOWN_TAGS |= {"svg", "rect", "line", "text", "circle", "path"}


def test_a_block_without_thresholds():
    panel = panel_of()
    assert "This block has no thresholds." in panel.static_html()
    assert "This block has no thresholds." in html_in(panel)
    assert repr(panel) == "ThresholdsPanel(0 thresholds)"


def test_repr_and_mimebundle():
    panel = ea.ThresholdsPanel(ea.load_sample("motion"))
    assert repr(panel) == "ThresholdsPanel(1 threshold)"
    assert repr(controls(panel)[0]) == "TryNumber(0.3)"
    bundle = panel._repr_mimebundle_()
    assert "0.2 lower" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_only_the_row_that_is_tried_is_drawn():
    panel = panel_of(threshold(), threshold("other", 35))
    drawn = []
    for at, row in enumerate(panel.children[:2]):
        row.picture.observe(lambda _, at=at: drawn.append(at), names="value")
    panel.try_value("other", 40)
    panel.try_value("other", 40)
    assert drawn == [1]


def test_a_new_panel_draws_each_threshold_once(monkeypatch):
    drawn = []
    monkeypatch.setattr(threshold_row, "picture_html", lambda row, *_: drawn.append(row.Index) or "")
    panel = panel_of(threshold(), threshold("other", 35), threshold("text", "a"))
    assert drawn == ["min_score", "other", "text"]
    panel.try_value("other", 40)
    assert drawn[3:] == ["other"]


@pytest.mark.slow
def test_no_widget_stays_after_a_hundred_panels_are_closed():
    sample = ea.load_sample("dropdown")
    before = open_widgets()
    for _ in range(100):
        panel = ea.ThresholdsPanel(sample)
        panel.trial = {"min_score": 1}
        panel.close()
    assert open_widgets() == before


def test_trials_cannot_be_changed_in_place():
    panel = ea.ThresholdsPanel(ea.load_sample("motion"))
    panel.trial = {"min_score": 0.4}
    for change in (
        lambda: panel.trial.__setitem__("min_score", 1),
        lambda: panel.trial.update(min_score=1),
        lambda: panel.trial.pop("min_score"),
        lambda: panel.trial.clear(),
    ):
        with pytest.raises(TypeError, match=r"panel.trial = \{\*\*panel.trial"):
            change()
    panel.trial = {**panel.trial, "min_score": 0.5}
    assert panel.trial == {"min_score": 0.5}
    panel.trial = {}
    with pytest.raises(TypeError):
        panel.trial["min_score"] = 1
    panel.close()
