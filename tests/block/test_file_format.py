from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.file_format import FORMAT, VERSION, digest_of, pack, unpack
from edgeanomaly_nb.studio.samples import SAMPLES
from tests.bodies import HOSTILE, axis, body, config, threshold

WHEN = datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=timezone.utc)
SOURCE = ea.Source(
    "studio.example.com",
    12345,
    7,
    WHEN,
    block_type="anomaly-gmm",
    fetched_by="edgeanomaly_nb 0.1.0",
)


def text_of(**changes):
    return json.dumps(body(**changes), ensure_ascii=False)


def saved(text=None, source=SOURCE):
    """Make the content of a saved file."""
    return pack((text_of() if text is None else text).encode(), source)


def load_content(tmp_path, content):
    path = tmp_path / "block.json"
    path.write_bytes(content)
    return ea.AnomalyConfig.load(path)


def refusal(tmp_path, content):
    with pytest.raises(ea.InvalidFileError) as caught:
        load_content(tmp_path, content)
    message = str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None  # which would show what is in the file
    assert message.startswith(f"{tmp_path / 'block.json'} ")
    assert message.endswith(".")
    assert "\n" not in message
    return message.removeprefix(f"{tmp_path / 'block.json'} ")


# --- nothing is lost ----------------------------------------------------------------------------------------

BODIES = {
    "compact": json.dumps(body(), separators=(",", ":")),
    "indented": json.dumps(body(), indent=4) + "\n",
    "carriage returns": json.dumps(body(), indent=1).replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + text_of(),
    "white space around": "\ufeff \t\r\n" + text_of() + "\n\n\t ",
    "unknown fields": text_of(
        future={"deep": [1, {"x": None}], "": ""}, axes=[{**axis(0), "importance": 0.5}]
    ),
    "huge numbers": text_of(future=10**400, selectedAxes=[10**30], thresholds=[threshold(value=10**30)]),
    "numbers as written": text_of().replace(
        '"featureCount": 2', '"x": [1.0, 1e0, -0.0, 1E+2], "featureCount": 2'
    ),
    "escapes as written": text_of().replace("accX", "acc\\u0058\\/\\ud83d\\ude42"),
    "repeated fields": text_of().replace('"name"', '"name": "first", "name"', 1),
    "text of every kind": text_of(axes=[axis(at, text) for at, text in enumerate(HOSTILE)], name="шум 🙂"),
    "fields of a saved file": text_of(format=FORMAT + "!", version="2", sha256="x", around=1, body={}),
    "no axes": text_of(axes=[], thresholds=[]),
}


@pytest.mark.parametrize("name", BODIES)
def test_every_byte_of_the_body_comes_back(tmp_path, name):
    one = ea.AnomalyConfig.from_json(BODIES[name], source=SOURCE)
    again = ea.AnomalyConfig.load(one.save(tmp_path / "a.json"))
    assert again == one
    assert again.to_json() == BODIES[name]
    assert again.sha256 == one.sha256
    assert again.axes.equals(one.axes)
    assert again.thresholds.equals(one.thresholds)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_come_back(tmp_path, name):
    sample = ea.load_sample(name)
    again = ea.AnomalyConfig.load(sample.save(tmp_path / "a.json"))
    assert again == sample
    assert again.source == ea.Source(
        sample.source.host,
        sample.source.project_id,
        sample.source.learn_id,
        sample.source.fetched_at,
        str(tmp_path / "a.json"),
        sample.source.block_type,
        sample.source.fetched_by,
        sample.source.impulse_id,
    )
    assert again.kind == sample.kind
    assert again.source.impulse_id is not None


WHITE = st.text(st.sampled_from(" \t\r\n"), max_size=5)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
UNKNOWN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
WHENS = st.datetimes(timezones=st.just(timezone.utc)) | st.datetimes(
    min_value=datetime(2, 1, 1),
    max_value=datetime(9998, 1, 1),
    timezones=st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
SOURCES = st.builds(
    ea.Source,
    host=st.none() | TEXT,
    project_id=st.none() | st.integers(0, 2**63 - 1),
    learn_id=st.none() | st.integers(0, 2**63 - 1),
    fetched_at=st.none() | WHENS,
    block_type=st.none() | st.sampled_from(["anomaly", "anomaly-gmm"]) | TEXT,
    fetched_by=st.none() | TEXT,
)


@given(
    mark=st.sampled_from(["", "\ufeff"]),
    before=WHITE,
    after=WHITE,
    indent=st.none() | st.integers(0, 2),
    is_ascii=st.booleans(),
    unknown=UNKNOWN,
    label=TEXT,
    source=SOURCES,
)
def test_whatever_is_packed_is_unpacked(mark, before, after, indent, is_ascii, unknown, label, source):
    text = json.dumps(body(axes=[axis(0, label)], unknown=unknown), ensure_ascii=is_ascii, indent=indent)
    sent = (mark + before + text + after).encode()
    content = pack(sent, source)
    given_back, kept = unpack(content, "a.json")
    assert given_back == sent
    assert kept == source
    assert json.loads(content)["body"] == json.loads(text)
    assert unpack(sent, "a.json") == (sent, ea.Source())


def test_a_source_comes_back_to_the_microsecond_and_names_the_file(tmp_path):
    one = ea.AnomalyConfig.from_json(text_of(), source=SOURCE)
    again = ea.AnomalyConfig.load(one.save(tmp_path / "a.json")).source
    assert (again.host, again.project_id, again.learn_id) == ("studio.example.com", 12345, 7)
    assert (again.block_type, again.fetched_by) == ("anomaly-gmm", "edgeanomaly_nb 0.1.0")
    assert again.fetched_at == WHEN
    assert again.fetched_at.utcoffset() == timedelta(0)
    assert again.path == str(tmp_path / "a.json")
    assert str(tmp_path) in again.in_words


def test_a_file_does_not_say_where_another_file_was(tmp_path):
    one = ea.AnomalyConfig.load(config().save(tmp_path / "first.json"))
    two = one.save(tmp_path / "second.json")
    assert b"first.json" not in two.read_bytes()
    assert ea.AnomalyConfig.load(two).source.path == str(two)


def test_saving_what_was_loaded_makes_the_same_bytes(tmp_path):
    first = ea.AnomalyConfig.from_json(BODIES["white space around"], source=SOURCE).save(tmp_path / "a.json")
    second = ea.AnomalyConfig.load(first).save(tmp_path / "b.json")
    assert first.read_bytes() == second.read_bytes()


def test_a_file_is_json_that_people_can_read(tmp_path):
    path = ea.AnomalyConfig.from_json(text_of(name="шум"), source=SOURCE).save(tmp_path / "a.json")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1:3] == [f' "format": "{FORMAT}",', f' "version": {VERSION},']
    assert "шум" in lines[-2]
    assert json.loads(path.read_bytes()) == {
        "format": FORMAT,
        "version": VERSION,
        "source": {
            "host": "studio.example.com",
            "project_id": 12345,
            "learn_id": 7,
            "block_type": "anomaly-gmm",
            "fetched_at": "2026-02-28T23:59:59.123456Z",
            "fetched_by": "edgeanomaly_nb 0.1.0",
        },
        "sha256": digest_of(text_of(name="шум").encode()),
        "body": body(name="шум"),
    }


def test_saving_replaces_a_file_and_gives_its_path(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("an older file" * 1000)
    assert config().save(str(path)) == path
    assert ea.AnomalyConfig.load(str(path)) == config()
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_saving_where_nothing_can_be_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no.a\.json"):
        config().save(tmp_path / "no" / "a.json")
    with pytest.raises(FileNotFoundError, match=r"no.a\.json"):
        ea.AnomalyConfig.load(tmp_path / "no" / "a.json")
    with pytest.raises(OSError, match=tmp_path.name):
        ea.AnomalyConfig.load(tmp_path)


# --- a bare answer of the service ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", BODIES)
def test_a_bare_answer_loads(tmp_path, name):
    one = load_content(tmp_path, BODIES[name].encode())
    assert one.to_json() == BODIES[name]
    assert one.source == ea.Source(path=str(tmp_path / "block.json"))


def test_a_refusal_of_the_service_is_an_error(tmp_path):
    said = refusal(tmp_path, b'{"success": false, "error": "No such block"}')
    assert said == (
        "contains a response that cannot be read. Studio did not return this block: No such block. "
        "The file contains an error of the service: fetch the block again."
    )
    assert "no reason was sent" in refusal(tmp_path, b'{"success": false}')


def test_an_answer_that_does_not_fit_names_the_place_and_no_base_url(tmp_path):
    said = refusal(tmp_path, text_of(axes=[axis(0), {**axis(1), "ix": "a"}]).encode())
    assert "$.axes[1].ix" in said
    assert "base URL" not in said


# --- torn ---------------------------------------------------------------------------------------------------

TORN = {
    "saved": saved(BODIES["white space around"]),
    "saved, with text of every kind": saved(
        text_of(name='é🙂\\"', x=[1.5, -2e-7, True, False, None], y=10**30)
    ),
    "bare": text_of(name="é🙂", x=[1.5, -2, 1e-7]).encode(),
    "bare, with a byte order mark": b"\xef\xbb\xbf" + text_of().encode(),
}


@pytest.mark.parametrize("name", TORN)
def test_a_file_that_ends_too_early_says_so(name):
    content = TORN[name]
    first, end = content.index(b"{") + 1, len(content.rstrip())
    unpack(content[:end], "a.json")  # all that is missing is white space
    for size in range(first, end):
        with pytest.raises(ea.InvalidFileError) as caught:
            unpack(content[:size], "a.json")
        assert str(caught.value) == (
            f"a.json is incomplete: it ends after {size:,} bytes. Copy it again, or fetch the block again."
        )
    for size in range(first):
        with pytest.raises(ea.InvalidFileError):
            unpack(content[:size], "a.json")


@pytest.mark.parametrize("content", [b"", b" ", b"\n\n"])
def test_an_empty_file_says_so(tmp_path, content):
    assert refusal(tmp_path, content) == "is empty. Copy it again, or fetch the block again."


# --- foreign ------------------------------------------------------------------------------------------------

NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"null",
        b"7",
        b"1.",
        b'"text"',
        b"{}",
        b"not JSON",
        b"{not JSON}",
        b"{'a': 1}",
        b"[1, 2",
        b"-",
        b"<!doctype html><html></html>",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04",
        b"\xff\xfe{\x00}\x00",
        b"\x00" * 100,
        b'{"a": 1}\n{"a": 2}\n',
        b'{"a": 1} x',
        b'{"a": NaN}',
        NOTEBOOK.encode(),
        b'{"success": "yes"}',
        b'{"format": "edgeanomaly_nb.config"}',
        b'{"format": "edgeanomaly_nb.config", "version": "1"}',
        b'{"format": "edgeanomaly_nb.config", "version": true}',
        b'{"format": "edgeanomaly_nb.config", "version": 1.0}',
        b'{"format": "edgeanomaly_nb.config", "version": 1}',
        b'{"format": "another", "version": 1, "source": {}, "sha256": "", "body": {}}',
        b'{"format": ["edgeanomaly_nb.config"], "version": 1}',
        b"[" * 100_000,
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": ' * 100_000,
    ],
    ids=lambda content: repr(content[:30]),
)
def test_a_file_that_is_not_a_saved_config_says_so(tmp_path, content):
    said = refusal(tmp_path, content)
    assert re.fullmatch(
        r"is not a saved config(: it is .+)?\. Give a file that config\.save\(path\) or "
        r"“edgeanomaly-nb fetch” wrote, or a JSON response of getAnomaly or getKeras\.",
        said,
    )


@pytest.mark.parametrize(
    "source", [None, [], {"project_id": "1"}, {"fetched_at": "yesterday"}, {"host": 7}, {"learn_id": 1.5}]
)
def test_a_source_that_cannot_be_read_makes_a_file_foreign(tmp_path, source):
    content = json.dumps({**json.loads(saved()), "source": source}).encode()
    assert "is not a saved config" in refusal(tmp_path, content)


def test_unknown_fields_of_a_file_are_no_matter():
    known = saved()
    more = known.replace(b'"source": {', b'"note": [1], "source": {"branch": "main", ', 1)
    assert unpack(more, "a.json") == unpack(known, "a.json")


# --- newer, and changed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [2, 17, 10**30])
def test_a_newer_file_says_what_to_do_whatever_else_is_in_it(tmp_path, version):
    content = json.dumps({"format": FORMAT, "version": version, "body": 7}).encode()
    assert refusal(tmp_path, content) == (
        f"was saved by a newer edgeanomaly_nb (file version {version}; this one reads up to 1). Upgrade "
        "edgeanomaly_nb to read it."
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"value": 0.3', b'"value": 0.4'),
        (b'"body": {"success"', b'"body": { "success"'),
        (b"accX RMS", b"accY RMS"),
        (b'"trained": true', b'"trained": false'),
        (b'"sha256": "', b'"sha256": "0'),
        (b'"body"', b'"around": ["", " "],\n "body"'),
    ],
)
def test_a_body_that_was_changed_says_so(tmp_path, old, new):
    content = saved()
    assert content.count(old) == 1
    assert refusal(tmp_path, content.replace(old, new)) == (
        "was changed after it was saved: its body does not match its SHA-256. Use an unchanged copy, or "
        "fetch the block again."
    )


def test_what_stands_around_the_body_may_be_laid_out_anew():
    content = saved()
    value = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    laid_out = b'\xef\xbb\xbf{"body":' + bytes(value.pop("body")) + b"".join(
        b',\r\n\t"%s" : %s' % (name.encode(), bytes(raw)) for name, raw in value.items()
    ) + b"}"  # fmt: skip
    assert unpack(laid_out, "a.json") == unpack(content, "a.json")


def test_a_whole_file_whose_body_does_not_fit_is_an_error(tmp_path):
    said = refusal(tmp_path, saved('{"success": true, "name": 7}'))
    assert said.startswith(
        "contains a response that cannot be read. The response for block 7 of project 12345 "
    )
    assert "$.name" in said


# --- no secret is told --------------------------------------------------------------------------------------

SECRET = "ei_" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "content",
    [
        text_of(name=SECRET, developmentKey=SECRET)[:-20].encode(),
        json.dumps({"apiKey": SECRET}).encode(),
        f'{{"success": true, "name": ["{SECRET}"], "{SECRET}": 1}}'.encode(),
        saved(text_of(note=SECRET)).replace(b'"value": 0.3', b'"value": 0.4'),
        saved(text_of(note=SECRET)).replace(b'"version": 1', f'"version": "{SECRET}"'.encode()),
        f"EI_API_KEY={SECRET}\n".encode(),
    ],
)
def test_no_message_holds_what_is_in_the_file(tmp_path, content):
    assert SECRET.encode() in content
    assert SECRET[:8] not in refusal(tmp_path, content)


def test_errors_are_caught_as_what_they_are(tmp_path):
    for kind in (ea.EdgeAnomalyError, ValueError):
        with pytest.raises(kind):
            load_content(tmp_path, b"[]")


# --- files that went through other tools --------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("is_saved", [True, False])
def test_what_powershell_and_editors_make_of_a_file_is_read(tmp_path, encoding, ends, is_saved):
    text = json.dumps(body(name="шум 🙂"), indent=1, ensure_ascii=False)
    content = saved(text).decode() if is_saved else text
    loaded = load_content(tmp_path, content.replace("\n", ends).encode(encoding))
    assert loaded.name == "шум 🙂"
    assert loaded == ea.AnomalyConfig.from_json(text) or not is_saved


@pytest.mark.parametrize(("before", "after"), [(b"\n", b"\r\n"), (b"\r\n", b"\n")])
def test_line_endings_that_git_changed_are_restored(tmp_path, before, after):
    text = json.dumps(body(), indent=1).replace("\n", before.decode())
    loaded = load_content(tmp_path, saved(text).replace(before, after))
    assert loaded.to_json() == text


def test_a_file_in_no_known_encoding_names_the_cause(tmp_path):
    assert "not UTF-8 text. Save it as UTF-8" in refusal(tmp_path, text_of(name="müde").encode("cp1252"))
    assert "not UTF-16-LE text" in refusal(tmp_path, text_of().encode("utf-16-le")[:-1])
