from __future__ import annotations

import datetime as dt
import json
import re

import ipywidgets
import pytest
import traitlets

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels import ComparePanel
from edgeanomaly_nb.panels.compare import MOST_ROWS, changes_table
from tests.bodies import HOSTILE, axis, config, threshold
from tests.panels.helpers import open_widgets, text_of


@pytest.fixture
def motion():
    return ea.load_sample("motion")


@pytest.fixture
def later():
    return ea.load_sample("motion-later")


@pytest.fixture
def panel(later):
    opened = ComparePanel(later)
    yield opened
    opened.close()


def chosen(panel: ComparePanel, content: bytes, name: str = "saved.json") -> None:
    """Choose a file, as the page does."""
    entry = {
        "name": name,
        "type": "application/json",
        "size": len(content),
        "content": memoryview(content),
        "last_modified": 1_700_000_000_000,
    }
    panel.upload.set_state({"value": [entry]})


def saved(config: ea.AnomalyConfig, tmp_path) -> bytes:
    return config.save(tmp_path / "saved.json").read_bytes()


def shown(panel: ComparePanel) -> str:
    return panel.alert.value + panel.status.text + panel.result.value


def test_nothing_is_compared_at_first(panel):
    assert panel.before is None
    assert panel.view.empty
    assert (
        panel.view.columns.tolist()
        == ea.compare(ea.load_sample("motion"), ea.load_sample("fan")).columns.tolist()
    )
    assert panel.status.text == "Nothing is compared yet."
    assert panel.swap_button.disabled
    assert repr(panel) == "ComparePanel(nothing compared)"
    assert panel.static_html() == "<p>Nothing is compared yet.</p>"


def test_traits_control_the_panel(panel, motion, later):
    panel.before = motion
    assert panel.view.equals(ea.compare(motion, later))
    assert panel.status.text.startswith("2 axes newly selected")
    assert '<svg role="img" aria-label="What changed. 2 axes newly selected' in panel.result.value
    assert "0.3 → 0.45: 0.15 higher, so it flags less" in panel.result.value
    assert repr(panel) == f"ComparePanel({len(panel.view)} changes)"
    panel.before = None
    assert shown(panel) == "Nothing is compared yet."


def test_the_other_block_can_be_an_argument(motion, later):
    panel = ComparePanel(later, motion, swapped=True)
    assert panel.view.equals(ea.compare(later, motion))
    panel.close()


def test_a_chosen_file_is_the_state_before(panel, motion, later, tmp_path):
    chosen(panel, saved(motion, tmp_path), "motion.json")
    assert panel.before == motion
    assert panel.view.equals(ea.compare(motion, later))
    text = text_of(panel.result.value)
    assert (
        "Before (the saved file): Anomaly detection: bundled sample, project 481207, block 4, motion.json"
        in text
    )
    assert "After (block 23): Anomaly detection: bundled sample, project 481207, block 23" in text
    assert panel.upload.value == ()  # the content does not stay in the page


def test_before_and_after_can_be_swapped(panel, motion, later):
    panel.before = motion
    panel.swap_button.click()
    assert panel.swapped
    assert panel.view.equals(ea.compare(later, motion))
    text = text_of(panel.result.value)
    assert text.index("Before (block 23)") < text.index("After (block 4)")
    panel.swap_button.click()
    assert panel.view.equals(ea.compare(motion, later))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"{}", "not a saved config"),
        (b'{"form', "is incomplete"),
        (b"", "empty"),
        (b"\xff\xfd", "not a saved config"),
        (b"\xff\xfe", "empty"),  # the mark of UTF-16 alone
        (b'{"success": false, "error": "<b>no</b>"}', "cannot be read"),
        (b'{"format": "edgeanomaly_nb.config", "version": 99}', "newer"),
    ],
)
def test_a_foreign_file_is_an_error(panel, content, text):
    chosen(panel, content, "<b>foreign</b>.json")
    assert text in panel.error
    assert 'role="alert"' in panel.alert.value
    assert "<b>foreign" not in panel.alert.value
    assert "<b>no" not in panel.alert.value
    assert panel.before is None


def test_after_an_error_the_last_comparison_stays_and_a_good_file_ends_it(panel, motion, later, tmp_path):
    good = saved(motion, tmp_path)
    chosen(panel, good)
    chosen(panel, b"{}", "wrong.json")
    assert panel.before == motion
    assert "is from before the error" in panel.alert.value
    chosen(panel, good, "again.json")
    assert (panel.error, panel.alert.value) == ("", "")
    assert "again.json" in panel.result.value
    assert "saved.json" not in panel.result.value


def test_setting_the_other_block_ends_an_error(panel, motion):
    chosen(panel, b"{}")
    panel.before = motion
    assert panel.error == ""


def test_a_response_of_the_service_is_accepted(panel, motion):
    chosen(panel, motion.to_json().encode(), "response.json")
    assert panel.before == motion


def test_an_equal_block_has_no_changes(later):
    panel = ComparePanel(later, later)
    assert panel.status.text == "Nothing changed."
    assert "<table" not in panel.result.value
    assert "Nothing changed." in panel.static_html()
    panel.close()


def test_scores_of_other_kinds_do_not_compare():
    def of(kind):
        return ea.AnomalyConfig.from_json(
            config().to_json(), source=ea.Source(block_type=kind, fetched_at=dt.datetime(2026, 1, 2, 3, 4, 5))
        )

    panel = ComparePanel(of("anomaly-gmm"), of("anomaly"))
    assert "before is K-means and after is GMM" in panel.result.value
    assert "fetched 2026-01-02 03:04:05 UTC" in panel.result.value
    panel.before = of(None)
    panel.take(of(None), swapped=False)  # equal bodies, another source
    assert (
        "It is not known whether the scores compare: before is of an unknown kind and after is GMM."
        in panel.result.value
    )
    panel.take(of("anomaly-gmm"), swapped=False)
    assert 'role="note"' not in panel.result.value
    panel.close()


def test_a_long_table_is_cut_short(motion):
    large = ea.load_sample("large")
    changes = ea.compare(large, motion)
    html = changes_table(changes)
    assert html.count("<tr") == MOST_ROWS + 1
    assert f"The first 200 of {len(changes):,} changes" in html
    assert "The first" not in changes_table(changes.head(MOST_ROWS))


def test_the_table_has_headings_for_screen_readers(panel, motion):
    panel.before = motion
    assert panel.result.value.count('<th scope="col"') == 4


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text):
    def of(suffix, value):
        name = text + suffix
        return config(
            name=name,
            axes=[axis(0, name, True), axis(1, f"{name} RMS", value == 1)],
            thresholds=[threshold("a", name, description=name), threshold(name, value, description=name)],
        )

    panel = ComparePanel(of("a", 1), of("b", 2))
    chosen(panel, b"{}", text)
    html = shown(panel) + panel.static_html()
    for markup in ("<img", "<script", "</td></table>", "onerror=alert(1)>"):
        assert markup not in html
    assert "\u202e" not in html
    assert all(len(cell) < 300 for cell in re.findall(r"<td[^>]*>(.*?)</td>", html))
    assert len(repr(panel)) < 60
    panel.close()


def test_error_is_read_only_and_other_objects_are_refused(panel):
    with pytest.raises(traitlets.TraitError):
        panel.error = "x"
    with pytest.raises(traitlets.TraitError):
        panel.before = "motion.json"


def test_mimebundle_contains_the_static_form(panel, motion):
    panel.before = motion
    html = panel._repr_mimebundle_()["text/html"]
    for text in ("2 axes newly selected", "<img", "now selected", "0.15 higher"):
        assert text in html


def test_no_content_of_a_file_stays_in_the_page(panel, tmp_path):
    secret = config(name="kept nowhere " + "z" * 200)
    chosen(panel, saved(secret, tmp_path))
    panel.before = None
    assert "zzzz" not in json.dumps(ipywidgets.Widget.get_manager_state())


def test_no_widget_stays_after_closing(motion, later):
    before = open_widgets()
    panel = ComparePanel(later, motion)
    panel.swap()
    panel.close()
    assert open_widgets() == before
