"""The bundled samples, through plain requests and the decoder of the wire types."""

from __future__ import annotations

import io
import json
import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
import requests
from msgspec import UNSET

from edgeanomaly_nb.block.schema import AnomalyBody, ImpulseBody, ImpulsesBody, KeyInfoBody, decode
from edgeanomaly_nb.errors import OperationFailedError
from edgeanomaly_nb.studio.samples import SAMPLE_BASE_URL, SAMPLE_KEY, SAMPLES, SampleAdapter, list_samples
from tools import make_samples
from tools.samples.features import bands

ROOT = Path(__file__).parents[2]


@pytest.fixture
def session():
    with requests.Session() as session:
        session.trust_env = False
        session.adapters.clear()  # no way to any other host
        session.mount(SAMPLE_BASE_URL, SampleAdapter())
        session.headers["x-api-key"] = SAMPLE_KEY
        yield session


def fetch(session, path, **options):
    return session.get(f"{SAMPLE_BASE_URL}/api/{path}", **options)


def fetch_raw(session, name):
    sample = SAMPLES[name]
    return fetch(session, f"{sample.project_id}/training/anomaly/{sample.learn_id}").content


@pytest.fixture
def block(session):
    return lambda name: decode(fetch_raw(session, name), AnomalyBody, what=name)


def labels(body):
    return [axis.label for axis in body.axes]


def favourites(body):
    return [axis.label for axis in body.axes if axis.favourite]


def flagged(body):
    return [position for position, axis in enumerate(body.axes) if axis.selected]


# The generator


def test_committed_files_are_what_the_tool_makes():
    command = [sys.executable, "-m", "tools.make_samples", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


def test_check_names_each_file_that_differs(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make_samples, "FOLDER", tmp_path)
    assert make_samples.main([]) == 0
    (tmp_path / "motion.json").write_text("{}")
    (tmp_path / "fan.json").unlink()
    (tmp_path / "other.json").write_text("{}")
    assert make_samples.differences(make_samples.make_files(), tmp_path) == [
        "fan.json is missing",
        "other.json should not be there",
        "motion.json differs",
    ]
    assert make_samples.main(["--check"]) == 1
    assert "motion.json differs" in capsys.readouterr().out


def test_bands_are_computed():
    assert bands(62.5, 16)[0] == "Spectral Power 1.95 - 5.86 Hz"
    assert bands(62.5, 16)[-1] == "Spectral Power 29.3 - 33.2 Hz"
    assert bands(62.5, 16, cutoff_hz=3) == ["Spectral Power 1.95 - 5.86 Hz"]


# The catalogue


def test_there_are_three_projects_and_sixteen_blocks():
    assert len(SAMPLES) == 16
    assert len({sample.project_id for sample in SAMPLES.values()}) == 3
    assert len({(sample.project_id, sample.learn_id) for sample in SAMPLES.values()}) == len(SAMPLES)


def test_each_sample_is_called_by_a_kebab_case_name_and_says_what_it_is_for():
    for name, sample in SAMPLES.items():
        assert name == sample.name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert re.fullmatch(r"[A-Z0-9].{20,}\.", sample.purpose)
    assert len({sample.purpose for sample in SAMPLES.values()}) == len(SAMPLES)


def test_catalogue_cannot_be_changed():
    with pytest.raises(TypeError):
        SAMPLES["motion"] = None


def test_list_samples_has_one_row_a_sample():
    frame = list_samples()
    assert frame.index.name == "name"
    assert frame.index.tolist() == list(SAMPLES)
    assert frame.columns.tolist() == ["project_id", "learn_id", "type", "n_axes", "purpose"]
    assert (frame[["project_id", "learn_id", "n_axes"]].dtypes == "int64").all()


def test_the_catalogue_loads_neither_pandas_nor_requests():
    code = (
        "import sys, edgeanomaly_nb.studio.samples;"
        "sys.exit(bool({'pandas', 'requests', 'urllib3'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# The blocks


@pytest.mark.parametrize("name", SAMPLES)
def test_every_block_decodes_and_is_sane(block, name):
    body = block(name)
    assert body.success
    assert body.name
    assert len(body.axes) == SAMPLES[name].n_axes == body.dependencies.feature_count
    assert body.dependencies.sample_count > 1000
    assert body.trained is (name != "untrained")
    if body.thresholds is not UNSET:
        assert (body.thresholds[0].value == body.minimum_confidence_rating) is (name != "faulty")
        assert all(threshold.description and threshold.help_text for threshold in body.thresholds)
    if name != "legacy":
        assert [axis.ix for axis in body.axes] == list(range(len(body.axes)))
    assert (body.selected_axes == flagged(body)) is (name not in {"disagree", "faulty"})
    assert body.selected_axes or name == "untrained"


@pytest.mark.parametrize(
    ("name", "n_axes"),
    [
        ("motion", 33),
        ("spectral", 39),
        ("low-pass", 18),
        ("peaks", 33),
        ("wavelet", 84),
        ("two-blocks", 46),
        ("raw", 375),
        ("legacy", 33),
        ("motion-later", 34),
        ("faulty", 21),
    ],
)
def test_number_of_axes(block, name, n_axes):
    assert len(block(name).axes) == n_axes


def test_motion_is_as_published_projects_are(block):
    body = block("motion")
    names = labels(body)
    assert [names[ix] for ix in (0, 11, 22)] == ["accX RMS", "accY RMS", "accZ RMS"]
    edges = ["0.49", "1.46", "2.44", "3.42", "4.39", "5.37", "6.35", "7.32", "8.3"]
    bands = [f"accX Spectral Power {a} - {b} Hz" for a, b in pairwise(edges)]
    assert names[3:11] == bands
    assert (body.cluster_count, body.minimum_confidence_rating) == (5, 0.3)
    assert body.thresholds[0].suggested_value == 0.5


def test_motion_selects_other_axes_than_the_suggested_ones(block):
    body = block("motion")
    selected = {body.axes[ix].label for ix in body.selected_axes}
    assert len(selected) == 6
    assert len(selected - set(favourites(body))) == 1
    assert len(set(favourites(body)) - selected) == 2


def test_current_spectral_features(block):
    names = labels(block("spectral"))
    assert names[:6] == [
        "accX RMS",
        "accX Skewness",
        "accX Kurtosis",
        "accX Spectral Skewness",
        "accX Spectral Kurtosis",
        "accX Spectral Power 1.95 - 5.86 Hz",
    ]
    assert names[13] == "accY RMS"


def test_low_pass_leaves_one_band_and_suggests_zero(block):
    body = block("low-pass")
    assert labels(body)[5] == "accX Spectral Power 1.95 - 5.86 Hz"
    assert labels(body)[6] == "accY RMS"
    assert body.thresholds[0].suggested_value == 0


def test_first_version_has_peaks_and_fixed_bands(block):
    assert labels(block("peaks"))[:11] == [
        "accX RMS",
        "accX Peak 1 Freq",
        "accX Peak 1 Height",
        "accX Peak 2 Freq",
        "accX Peak 2 Height",
        "accX Peak 3 Freq",
        "accX Peak 3 Height",
        "accX Spectral Power 0.1 - 0.5 Hz",
        "accX Spectral Power 0.5 - 1.0 Hz",
        "accX Spectral Power 1.0 - 2.0 Hz",
        "accX Spectral Power 2.0 - 5.0 Hz",
    ]


def test_wavelet_levels_and_a_suggestion_in_words_only(block):
    body = block("wavelet")
    names = labels(body)
    assert [names[ix] for ix in (0, 13, 14, 28)] == [
        "accX L0-entropy",
        "accX L0-kurtosis",
        "accX L1-entropy",
        "accY L0-entropy",
    ]
    assert body.thresholds[0].suggested_value is None
    assert body.thresholds[0].suggested_value_text


def test_two_blocks_follow_each_other(block):
    body = block("two-blocks")
    assert body.dependencies.block_names == ("Spectral features", "Flatten")
    assert labels(body)[39:] == [
        f"temperature (C) {what}"
        for what in ("Average", "Minimum", "Maximum", "RMS", "Stdev", "Skewness", "Kurtosis")
    ]


def test_fan_is_a_gmm_with_a_suggestion(block):
    assert SAMPLES["fan"].type == "anomaly-gmm"
    assert [(t.value, t.suggested_value) for t in block("fan").thresholds] == [(3.4, 3.0)]


def test_favourites_are_a_handful_and_need_two_classes(block):
    assert favourites(block("one-class")) == []
    assert block("one-class").dependencies.classes == ("normal",)
    for name in SAMPLES:
        body = block(name)
        several = len(body.dependencies.classes) > 1
        assert 0 < len(favourites(body)) <= 15 if several else not favourites(body)


def test_raw_axes_have_no_labels(block):
    assert set(labels(block("raw"))) == {""}


def test_large_has_over_2000_different_labels(block):
    names = labels(block("large"))
    assert len(set(names)) == len(names) > 2000


def test_dropdown_stands_beside_two_numbers_of_different_scale(block):
    score, fan_score, method = block("dropdown").thresholds
    assert (score.value, fan_score.value, method.value) == (0.3, 35, "max")
    assert method.key == "anomaly_scoring_aggregation_method"
    assert [(o.value, o.description) for o in method.dropdown_options] == [
        ("max", "Maximum over all fans"),
        ("mean", "Mean over all fans"),
    ]


def test_disagree_differs_both_ways_and_names_an_axis_that_is_not_there(block):
    body = block("disagree")
    flags, configured = set(flagged(body)), set(body.selected_axes)
    assert flags - configured
    assert configured - flags
    assert max(configured) >= len(body.axes)


def test_motion_later_is_motion_after_some_work(block):
    before, later = block("motion"), block("motion-later")
    assert labels(later) == ["battery (V) Average", *labels(before)]  # so every index has moved
    assert before.name == later.name
    assert (before.cluster_count, later.cluster_count) == (5, 8)
    assert [(t.key, t.value, t.suggested_value) for t in later.thresholds] == [("min_score", 0.45, 0.5)]
    assert favourites(later) == favourites(before)
    was, is_now = ({body.axes[ix].label for ix in body.selected_axes} for body in (before, later))
    assert len(is_now - was) == 2
    assert len(was - is_now) == 1
    assert is_now <= set(favourites(later))
    assert later.dependencies.block_names == ("Flatten", *before.dependencies.block_names)
    assert (SAMPLES["motion"].project_id, SAMPLES["motion"].type) == (
        SAMPLES["motion-later"].project_id,
        SAMPLES["motion-later"].type,
    )


def test_faulty_has_faults_of_every_kind(block):
    body = block("faulty")
    assert SAMPLES["faulty"].type == "anomaly-gmm"
    assert body.trained
    score, fan_score, method = body.thresholds
    assert (score.value, score.suggested_value) == (1.1, 3.2)
    assert fan_score.value > 1.5 * fan_score.suggested_value
    assert method.value not in [option.value for option in method.dropdown_options]
    assert body.minimum_confidence_rating not in [score.value, fan_score.value]
    assert max(body.selected_axes) >= len(body.axes)
    assert set(flagged(body)) - set(body.selected_axes)
    assert set(favourites(body)) - {body.axes[ix].label for ix in flagged(body)}


def test_legacy_fields_are_absent(session, block):
    sent = json.loads(fetch_raw(session, "legacy"))
    assert "thresholds" not in sent
    assert "outputClasses" not in sent["dependencies"]
    assert all("ix" not in axis for axis in sent["axes"])
    assert sent["minimumConfidenceRating"] == 0.3
    assert block("legacy").thresholds is UNSET


# The service


@pytest.mark.parametrize("project_id", sorted({sample.project_id for sample in SAMPLES.values()}))
def test_impulses_list_the_same_blocks_as_the_catalogue(session, project_id):
    body = decode(fetch(session, f"{project_id}/impulses").content, ImpulsesBody, what="impulses")
    blocks = [learn for impulse in body.impulses for learn in impulse.learn_blocks]
    assert len({learn.id for learn in blocks}) == len(blocks)
    assert len({impulse.id for impulse in body.impulses}) == len(body.impulses) > 1
    assert {learn.id: learn.type for learn in blocks if learn.type != "keras"} == {
        sample.learn_id: sample.type for sample in SAMPLES.values() if sample.project_id == project_id
    }


def test_ids_of_all_blocks_of_an_impulse_are_unique_and_its_learn_blocks_use_its_dsp_blocks(session):
    for project in fetch(session, "projects").json()["projects"]:
        impulses = fetch(session, f"{project['id']}/impulses").json()["impulses"]
        ids = [
            part["id"]
            for impulse in impulses
            for kind in ("inputBlocks", "dspBlocks", "learnBlocks")
            for part in impulse[kind]
        ]
        assert len(set(ids)) == len(ids)
        for impulse in impulses:
            dsp_ids = [dsp["id"] for dsp in impulse["dspBlocks"]]
            assert all(learn["dsp"] == dsp_ids for learn in impulse["learnBlocks"])


def test_impulse_is_the_first_or_the_one_asked_for(session):
    project_id = SAMPLES["motion"].project_id
    listed = fetch(session, f"{project_id}/impulses").json()["impulses"]
    answer = fetch(session, f"{project_id}/impulse")
    assert answer.json()["impulse"] == listed[0]
    assert decode(answer.content, ImpulseBody, what="the impulse").impulse.id == listed[0]["id"]
    assert fetch(session, f"{project_id}/impulse?impulseId=2").json()["impulse"] == listed[1]
    assert fetch(session, f"{project_id}/impulse?impulseId=99").status_code == 404


def test_projects_are_those_of_the_catalogue(session):
    answer = fetch(session, "projects").json()
    assert answer["success"] is True
    assert {project["id"] for project in answer["projects"]} == {s.project_id for s in SAMPLES.values()}
    assert all(project["name"] and project["description"] for project in answer["projects"])


def test_key_info_names_a_role_and_no_single_project(session):
    body = decode(fetch(session, "projects/api-key-info").content, KeyInfoBody, what="the key")
    assert (body.role, body.project_id) == ("readonly", None)


def assert_refused(answer, status):
    assert (answer.status_code, type(answer.status_code)) == (status, int)
    assert answer.headers["Content-Type"].startswith("application/json")
    body = answer.json()
    assert body["success"] is False
    assert body["error"]
    assert SAMPLE_KEY not in answer.text


@pytest.mark.parametrize("key", [None, "", "ei_another", SAMPLE_KEY.upper(), SAMPLE_KEY + "x"])
@pytest.mark.parametrize("path", ["projects", "481207/training/anomaly/4", "no/such/path"])
def test_wrong_or_missing_key_is_401(session, key, path):
    assert_refused(fetch(session, path, headers={"x-api-key": key}), 401)


@pytest.mark.parametrize(
    "path",
    [
        "1/training/anomaly/4",
        "481207/training/anomaly/9999",
        "481207/training/anomaly/four",
        "481207/training/anomaly/4/metadata",
        "481207/training/keras/3",
        "1/impulses",
        "1/impulse",
        "x/impulses",
        "..%2Fcatalogue/impulses",
        "projects/",
        "/evil/api/projects",
        "",
    ],
)
def test_what_is_not_there_is_404(session, path):
    assert_refused(fetch(session, path), 404)


def test_block_of_another_type_is_success_false_with_status_200(session):
    impulses = fetch(session, "481207/impulses").json()["impulses"]
    classifier = next(b for i in impulses for b in i["learnBlocks"] if b["type"] == "keras")
    answer = fetch(session, f"481207/training/anomaly/{classifier['id']}")
    assert_refused(answer, 200)
    with pytest.raises(OperationFailedError, match="is not an anomaly detection block"):
        decode(answer.content, AnomalyBody, what="the block")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(session, method):
    answer = session.request(method, f"{SAMPLE_BASE_URL}/api/projects")
    assert_refused(answer, 405)
    assert answer.headers["Allow"] == "GET"


def test_stream_mode(session):
    url = f"{SAMPLE_BASE_URL}/api/519640/training/anomaly/{SAMPLES['large'].learn_id}"
    whole = session.get(url).content
    with session.get(url, stream=True) as answer:
        assert int(answer.headers["Content-Length"]) == len(whole)
        assert b"".join(answer.iter_content(1000)) == whole
    with session.get(url, stream=True) as answer:
        first = answer.raw.read(10, decode_content=True)
        assert first + answer.raw.read(decode_content=True) == whole
    with session.get(url, stream=True) as answer:
        body = io.BytesIO()
        while chunk := answer.raw.read(65536, decode_content=True):
            body.write(chunk)
        assert body.getvalue() == whole


def test_answer_looks_like_one_of_requests(session):
    answer = fetch(session, "projects", timeout=(1, 1))
    assert (answer.ok, answer.reason, answer.encoding) == (True, "OK", "utf-8")
    assert answer.url == f"{SAMPLE_BASE_URL}/api/projects"
    assert answer.request.headers["x-api-key"] == SAMPLE_KEY
    assert isinstance(answer.connection, SampleAdapter)


def test_only_the_sample_host_is_served(session):
    session.mount("https://", SampleAdapter())
    for url in (
        "https://studio.edgeimpulse.com/v1/api/projects",
        "https://samples.invalid.example.com/v1/api/projects",
        "https://samples.invalid/v2/api/projects",
    ):
        with pytest.raises(requests.exceptions.InvalidURL, match="served below"):
            session.get(url)


def test_base_url_and_key_cannot_be_real():
    assert SAMPLE_BASE_URL == "https://samples.invalid/v1"
    assert re.fullmatch(r"ei_[a-z]{29,}", SAMPLE_KEY)


def test_adapter_is_picklable(session):
    session.mount(SAMPLE_BASE_URL, pickle.loads(pickle.dumps(SampleAdapter())))
    assert fetch(session, "projects").ok


def test_one_adapter_serves_many_threads(session):
    adapter = SampleAdapter()

    def read(name):
        with requests.Session() as own:
            own.mount(SAMPLE_BASE_URL, adapter)
            own.headers["x-api-key"] = SAMPLE_KEY
            return json.loads(fetch_raw(own, name))

    names = list(SAMPLES) * 4
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(read, names))
    assert answers == [json.loads(fetch_raw(session, name)) for name in names]


def test_no_file_names_a_host():
    folder = ROOT / "edgeanomaly_nb" / "studio" / "samples" / "data"
    assert not [
        path.name for path in folder.glob("*.json") if re.search(r"https?:|www\.|@", path.read_text())
    ]
