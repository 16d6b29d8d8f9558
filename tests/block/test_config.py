from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
import pickle
from datetime import datetime, timezone
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, axis, body, config, threshold


def from_text(text):
    return ea.AnomalyConfig.from_json(text)


# --- what is refused, and where it says that it is (the table in studio/schema.py) ------------------------


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": ...}, "field `name`"),
        ({"name": None}, "$.name"),
        ({"trained": "yes"}, "$.trained"),
        ({"axes": [axis(0), {**axis(1), "ix": "a"}]}, "$.axes[1].ix"),
        ({"axes": [{**axis(0), "ix": 1.5}]}, "$.axes[0].ix"),
        ({"axes": [{**axis(0), "ix": 2**63}]}, "$.axes[0].ix"),
        ({"axes": [{**axis(0), "selected": 1}]}, "$.axes[0].selected"),
        ({"axes": None}, "$.axes"),
        ({"selectedAxes": ["0"]}, "$.selectedAxes[0]"),
        ({"thresholds": None}, "$.thresholds"),
        ({"thresholds": [threshold(value=True)]}, "$.thresholds[0].value"),
        ({"thresholds": [threshold(value=None)]}, "$.thresholds[0].value"),
        ({"thresholds": [threshold(suggestedValue="0.5")]}, "$.thresholds[0].suggestedValue"),
        ({"minimumConfidenceRating": "0.3"}, "$.minimumConfidenceRating"),
        ({"clusterCount": 1.5}, "$.clusterCount"),
        ({"dependencies": ...}, "field `dependencies`"),
    ],
)
def test_what_does_not_fit_the_schema_names_its_path(changes, path):
    with pytest.raises(ea.InvalidResponseError) as caught:
        config(**changes)
    assert path in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "7",
        "<html></html>",
        b"\xff\xfe",
        '{"success": true',
        '{"success": true, "name": NaN}',
        '{"success": true, "name": "\\ud800"}',
        '{"success": true, "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "[" * 100_000,
        "\ud800",
        json.dumps(body()).replace('"minimumConfidenceRating": 0.3', '"minimumConfidenceRating": 1e400'),
    ],
)
def test_what_is_not_a_body_is_refused(text):
    with pytest.raises(ea.InvalidResponseError, match="block"):
        from_text(text)


def test_bytes_that_are_not_text_are_refused_wherever_they_stand():
    with pytest.raises(ea.InvalidResponseError, match="UTF-8"):
        from_text(json.dumps(body(extra="?")).encode().replace(b"?", b"\xff"))


@pytest.mark.parametrize("more", [{}, {"error": None}, {"error": "No such block"}])
@pytest.mark.parametrize("rest", [{}, body()])
def test_success_false_is_an_error_whatever_else_is_there(rest, more):
    with pytest.raises(ea.OperationFailedError) as caught:
        from_text(json.dumps({**rest, "success": False, **more}))
    assert caught.value.studio_message == more.get("error")
    assert (more.get("error") or "no reason was sent") in str(caught.value)


def test_errors_name_project_and_block():
    source = ea.Source(host="studio.example.com", project_id=1, learn_id=7)
    with pytest.raises(ea.InvalidResponseError, match="block 7 of project 1") as caught:
        ea.AnomalyConfig.from_json("[]", source=source)
    assert (caught.value.project_id, caught.value.learn_id) == (1, 7)


# --- what is accepted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"future": {"deep": [1, {"x": None}]}},
        {"axes": [{**axis(0), "importance": 0.5}], "thresholds": [threshold(unit="σ")]},
        {"axes": []},
        {"axes": [axis(1, "same"), axis(1, "same"), axis(-5, "")]},
        {"axes": [axis(n, text) for n, text in enumerate(HOSTILE)], "name": HOSTILE[0]},
        {"selectedAxes": [99, 10**30]},
        {"clusterCount": None, "error": None},
        {"clusterCount": ...},
        {"minimumConfidenceRating": 1},
        {"thresholds": [threshold("k"), threshold("k"), threshold("", "")]},
        {"thresholds": [threshold(value=10**30, suggestedValue=1)]},
        {"dependencies": {"classes": [], "blockNames": [], "featureCount": 0, "sampleCount": 0}},
    ],
)
def test_what_is_accepted_survives_unchanged(changes):
    sent = body(**changes)
    read = config(**changes)
    assert json.loads(read.to_json()) == sent
    assert len(read.axes) == len(sent["axes"])


def test_a_byte_order_mark_and_repeated_fields_are_accepted():
    text = "\ufeff" + json.dumps(body()).replace('"name"', '"name": "first", "name"', 1)
    assert from_text(text).name == "Anomaly detection"
    assert from_text(text).to_json() == text


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
AXES = st.lists(
    st.fixed_dictionaries(
        {"label": TEXT, "selected": st.booleans(), "favourite": st.booleans()},
        optional={"ix": st.integers(-(2**63), 2**63 - 1), "unknown": ANY_JSON},
    ),
    max_size=6,
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
THRESHOLDS = st.lists(
    st.fixed_dictionaries(
        {"key": TEXT, "description": TEXT, "helpText": TEXT, "value": NUMBERS | TEXT},
        optional={
            "suggestedValue": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "suggestedValueText": st.none() | TEXT,
            "dropdownOptions": st.none()
            | st.lists(st.fixed_dictionaries({"description": TEXT, "value": TEXT}), max_size=3),
            "unknown": ANY_JSON,
        },
    ),
    max_size=4,
)


@given(axes=AXES, thresholds=THRESHOLDS, selected=st.lists(st.integers()), name=TEXT, unknown=ANY_JSON)
def test_nothing_is_lost_from_body_to_frames_to_json(axes, thresholds, selected, name, unknown):
    sent = body(axes=axes, thresholds=thresholds, selectedAxes=selected, name=name, unknown=unknown)
    read = config(**sent)
    assert json.loads(read.to_json()) == sent
    frame = read.axes
    assert frame.index.tolist() == [a.get("ix", at) for at, a in enumerate(axes)]
    assert frame.label.tolist() == [a["label"] for a in axes]
    assert frame.selected.tolist() == [a["selected"] for a in axes]
    assert frame.favourite.tolist() == [a["favourite"] for a in axes]
    assert frame.configured.tolist() == [ix in selected for ix in frame.index.tolist()]
    rows = read.thresholds
    assert rows.index.tolist() == [t["key"] for t in thresholds]
    assert rows.value.tolist() == [t["value"] for t in thresholds]
    assert rows.options.tolist() == [
        tuple((o["value"], o["description"]) for o in t.get("dropdownOptions") or ()) for t in thresholds
    ]
    assert repr(read)
    assert read._repr_html_()


# --- the object ---------------------------------------------------------------------------------------------


def test_properties_are_what_was_sent():
    read = config(clusterCount=7, selectedAxes=[1, 0])
    assert (read.name, read.trained, read.cluster_count) == ("Anomaly detection", True, 7)
    assert read.selected_axes == (1, 0)
    assert read.minimum_confidence_rating == 0.3
    assert read.dependencies.classes == ("idle", "wave")
    assert read.dependencies.block_names == ("Spectral features",)
    assert (read.dependencies.feature_count, read.dependencies.sample_count) == (2, 100)
    assert read.dependencies.classes_per_key is None


def test_a_config_is_frozen_and_compares_by_its_body():
    one, same, other = config(), config(), config(name="Other")
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    with pytest.raises(AttributeError):
        one.source = ea.Source()
    with pytest.raises(AttributeError):
        one.name = "x"


def test_a_config_is_picklable_and_copyable():
    source = ea.Source("h", 1, 2, datetime(2026, 1, 1, tzinfo=timezone.utc), "a.json", "anomaly", "me 1.0")
    one = ea.AnomalyConfig.from_json(json.dumps(body()), source=source)
    for twin in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):
        assert twin == one
        assert twin.source == source
        assert twin.axes.equals(one.axes)


class Words(HTMLParser):
    """The text of a page and the tags in it."""

    def __init__(self, html):
        super().__init__()
        self.words, self.tags = [], []
        self.feed(html)

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in {"src", "href", "id"} for name, _ in attrs)


@pytest.mark.parametrize("name", ["motion", "fan", "dropdown", "legacy", "disagree", "untrained", "raw"])
def test_text_and_html_say_the_same(name):
    sample = ea.load_sample(name)
    html = "".join(Words(sample._repr_html_()).words)
    assert "".join(html.split()) == "".join(repr(sample).split())
    for said in (sample.name, "bundled sample", f"block {sample.source.learn_id}", "trained", "selected"):
        assert said in repr(sample)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_the_reprs(text):
    read = config(
        name=text,
        thresholds=[
            threshold(text, text, description=text, suggestedValueText=text),
            threshold(dropdownOptions=[{"value": "0.3", "description": text}]),
        ],
    )
    tags = {"table", "caption", "tbody", "tr", "th", "td", "bdi", "wbr"}
    assert set(Words(read._repr_html_()).tags) == tags
    assert len(read._repr_html_()) < 5_000
    assert len(repr(read).splitlines()) == 10
    assert "\u202e" not in repr(read)


def test_a_config_without_a_source_says_so():
    assert "not fetched" in repr(config())


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (ea.Source(), "made from JSON, not fetched"),
        (ea.Source("studio.example.com", 1, 7), "studio.example.com, project 1, block 7"),
        (ea.Source("h", 0, 0, path="a.json"), "h, project 0, block 0, a.json"),
        (ea.Source(path="a.json", block_type="anomaly", fetched_by="me 1.0"), "a.json"),
    ],
)
def test_a_source_is_told_in_words(source, words):
    assert source.in_words == words
    assert words in repr(ea.AnomalyConfig.from_json(json.dumps(body()), source=source))


# --- what leaves the notebook -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [json.dumps(body()), "\ufeff " + json.dumps(body(name="шум 🙂")) + "\n"])
def test_the_digest_is_that_of_the_bytes_that_were_sent(text):
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert from_text(text).sha256 == digest
    assert ea.AnomalyConfig.from_json(text.encode(), source=ea.Source("h")).sha256 == digest


def test_another_body_has_another_digest_even_when_it_says_the_same():
    assert from_text(json.dumps(body())).sha256 != from_text(json.dumps(body(), indent=1)).sha256


def test_samples_say_what_they_are_of_and_what_fetched_them():
    for name, block_type in (("motion", "anomaly"), ("fan", "anomaly-gmm")):
        source = ea.load_sample(name).source
        assert source.block_type == block_type
        assert source.fetched_by == f"edgeanomaly_nb {ea.__version__}"
        assert source.path is None


def test_findings_of_a_config_are_those_of_its_rules():
    sample = ea.load_sample("faulty")
    rule = ea.Rule("own", "error", "Mine.", lambda config, limits: [("block", f"{limits['all_axes']:g}.")])
    told = sample.findings(leave_out=["rating-differs"], limits={"all_axes": 3}, extra=[rule])
    assert "rating-differs" in sample.findings().code.tolist()
    assert "rating-differs" not in told.code.tolist()
    assert told.loc[told.code == "own", "message"].tolist() == ["3."]


def test_a_page_is_given_or_written(tmp_path):
    sample, when = ea.load_sample("fan"), datetime(2026, 1, 1, tzinfo=timezone.utc)
    page = sample.to_html(made_at=when)
    assert page.startswith("<!doctype html>")
    assert sample.name in page
    assert sample.to_html(tmp_path / "page", made_at=when) is None  # whatever the name ends with
    assert (tmp_path / "page").read_text(encoding="utf-8") == page
    with pytest.raises(FileNotFoundError):
        sample.to_html(tmp_path / "no" / "page.html")


def test_a_saved_config_is_loaded_with_its_source(tmp_path):
    sample = ea.load_sample("fan")
    again = ea.AnomalyConfig.load(sample.save(tmp_path / "fan.json"))
    assert again == sample
    assert again.source == dataclasses.replace(sample.source, path=str(tmp_path / "fan.json"))
    assert again.findings().equals(sample.findings())
