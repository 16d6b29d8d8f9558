from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from tests.bodies import threshold
from tests.firmware.bodies import AGGREGATION, config_of

CONFIG = config_of(thresholds=[threshold(), AGGREGATION])
TEXT = ea.firmware_header(CONFIG)


@pytest.fixture
def load(tmp_path):
    """Return a header from its text."""

    def call(text):
        path = tmp_path / "a.h"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return ea.FirmwareHeader.load(path)

    return call


def test_what_was_written_is_read(load, tmp_path):
    header = load(TEXT)
    assert (header.host, header.project_id, header.learn_id) == ("studio.example.com", 481207, 4)
    assert (header.prefix, header.rule, header.is_edited) == ("ANOMALY_4", ">", False)
    assert header.path == str(tmp_path / "a.h")
    assert dict(header.values) == {
        "ANOMALY_4_MIN_SCORE": "0.3f",
        "ANOMALY_4_AGGREGATION_METHOD_MAX": "1",
        "ANOMALY_4_AGGREGATION_METHOD_MEAN": "2",
        "ANOMALY_4_AGGREGATION_METHOD": "ANOMALY_4_AGGREGATION_METHOD_MAX",
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.rstrip("\n"),
    ],
    ids=["CRLF", "BOM", "no newline at the end"],
)
def test_line_ends_do_not_count_as_edits(load, change):
    assert not load(change(TEXT)).is_edited


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("0.3f", "0.25f"),
        lambda text: text.replace("score > ", "score >= "),
        lambda text: text.replace("/* checksum", "/* check"),
        lambda text: text + "#define MORE 1\n",
        lambda text: text.replace("!= 481207", "!= 7"),
        lambda text: text.replace("accX RMS", "accY RMS"),
    ],
)
def test_edits_are_noticed(load, change):
    assert load(change(TEXT)).is_edited


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _: "", "is not a header that “edgeanomaly-nb firmware” wrote"),
        (lambda _: "#define A 1\n", "its first line is another one"),
        (lambda text: f"// ours\n{text}", "its first line is another one"),
        (
            lambda text: text.replace("version 1", "version 2"),
            "has version 2 of the format, .* Install a newer",
        ),
        (lambda text: text.replace(" * project:  481207\n", ""), "no valid line “project:”"),
        (lambda text: text.replace("project:  481207", "project:  many"), "no valid line “project:”"),
        (
            lambda text: text.replace(" * block:    4", " * block:    4\n * block:    5"),
            "no valid line “block:”",
        ),
        (lambda text: text.replace("rule:     >", "rule:     <"), "no valid line “rule:”"),
        (lambda text: text[:200], "no valid line “host:”|no valid line “project:”"),
        (
            lambda text: text.replace(
                " 0.3f", " 0.3f\n#undef ANOMALY_4_MIN_SCORE\n#define ANOMALY_4_MIN_SCORE 1.0f"
            ),
            "defines ANOMALY_4_MIN_SCORE twice",
        ),
        (lambda _: b"\xff\xfe\x00", "is not text in UTF-8"),
    ],
)
def test_what_is_not_a_header(load, change, message):
    with pytest.raises(ea.InvalidFileError, match=message) as caught:
        load(change(TEXT))
    assert "a.h" in str(caught.value)


def test_text_of_the_service_is_not_taken_for_a_fact(load):
    config = config_of(name="a\n * block:    9", thresholds=[threshold("k\n#define ANOMALY_4_K 9", 1)])
    header = load(ea.firmware_header(config))
    assert header.learn_id == 4
    assert not header.is_edited
    assert list(header.values.values()) == ["1.0f"]


def test_a_missing_file(tmp_path):
    with pytest.raises(OSError, match=r"none\.h"):
        ea.FirmwareHeader.load(tmp_path / "none.h")
