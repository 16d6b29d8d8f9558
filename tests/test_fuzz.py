"""Bodies, saved files and reports made at random, but in the structure of real ones; the same at each run."""

from __future__ import annotations

import csv
import io
import json
import warnings
from xml.etree import ElementTree

import html5lib
import nbformat
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.file_format import pack
from edgeanomaly_nb.cli.output.findings import check
from edgeanomaly_nb.cli.output.junit import junit_file
from edgeanomaly_nb.plots import axes_figure, figure_svg, thresholds_figure
from edgeanomaly_nb.report import report_bytes
from edgeanomaly_nb.tables import to_csv, to_json
from tests.bodies import HOSTILE, axis, body, threshold

pytestmark = pytest.mark.slow

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
FEW = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=QUIET,
    phases=[Phase.generate],  # shrinking a failure is not bounded in time
)
MANY = settings(FEW, max_examples=60)

TEXT = st.one_of(
    st.sampled_from(
        [*HOSTILE, "accX RMS", "acc.x Spectral Power 0.49 - 1.46 Hz", "می\u200cروم", "]]>", "\x00\x1b[2J"]
    ),
    st.text(max_size=12),
)
NUMBER = st.one_of(st.integers(-3, 40), st.floats(allow_nan=False, allow_infinity=False))
AXIS = st.builds(axis, st.integers(0, 9), TEXT, st.booleans(), st.booleans())
OPTION = st.fixed_dictionaries({"value": TEXT, "description": TEXT})
THRESHOLD = st.builds(
    lambda key, value, text, more: threshold(key, value, description=text, helpText=text, **more),
    TEXT,
    st.one_of(NUMBER, TEXT),
    TEXT,
    st.fixed_dictionaries(
        {},
        optional={
            "suggestedValue": NUMBER,
            "suggestedValueText": TEXT,
            "dropdownOptions": st.lists(
                st.fixed_dictionaries({"value": TEXT, "description": TEXT}), max_size=3
            ),
        },
    ),
)
BODY = st.builds(
    lambda **changes: body(**changes),
    name=TEXT,
    axes=st.lists(AXIS, max_size=6),
    thresholds=st.lists(THRESHOLD, max_size=3),
    trained=st.booleans(),
    selectedAxes=st.lists(st.integers(0, 9), max_size=3),
)
JUNK = st.one_of(st.none(), st.booleans(), NUMBER, TEXT, st.lists(TEXT, max_size=2), st.just({"a": []}))


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Draw a body with one value of another type, or one missing, or some bytes that are others."""
    made = draw(BODY)
    where = draw(st.sampled_from([made, made["dependencies"], *made["axes"], *made["thresholds"]]))
    name = draw(st.sampled_from(sorted(where)))
    if draw(st.booleans()):
        where[name] = draw(JUNK)
    else:
        del where[name]
    content = bytearray(encoded(made))
    for at in draw(st.lists(st.integers(0, len(content) - 1), max_size=2)):
        content[at] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.sampled_from([None, None, len(content) // 2]))])


def encoded(made: object) -> bytes:
    return json.dumps(made).encode()


def decoded(made: object) -> ea.AnomalyConfig:
    return ea.AnomalyConfig.from_json(encoded(made), source=ea.Source("example.com", 1, 7))


@MANY
@given(spoilt())
def test_a_body_is_a_config_or_a_typed_error(content):
    try:
        config = ea.AnomalyConfig.from_json(content)
    except (ea.InvalidResponseError, ea.OperationFailedError):
        return
    assert config.to_json().encode() == content
    assert len(config.axes) + len(config.thresholds) >= 0
    assert config.findings() is not None


@MANY
@given(made=BODY, data=st.data())
def test_a_saved_file_is_the_same_config_or_a_typed_error(made, data):
    config = decoded(made)
    content = bytearray(pack(encoded(made), config.source))
    assert ea.AnomalyConfig._from_file(bytes(content), "a.json") == config
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[at] = data.draw(st.integers(0, 255))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    changed = bytes(content).decode("utf-8", "replace").encode(encoding)
    try:
        loaded = ea.AnomalyConfig._from_file(changed, "a.json")
    except ea.InvalidFileError:
        return
    assert loaded == config or b'"format"' not in changed


def is_html(config: ea.AnomalyConfig) -> None:
    page = html5lib.HTMLParser(strict=True).parse(report_bytes(config, "html").decode())
    scripts = [element for element in page.iter() if str(element.tag).endswith("}script")]
    assert len(scripts) == 1
    assert not [name for element in page.iter() for name in element.attrib if str(name).startswith("on")]


def is_svg(config: ea.AnomalyConfig) -> None:
    for figure in (axes_figure(config.axes), thresholds_figure(config.thresholds)):
        ElementTree.fromstring(figure_svg(figure, label=config.name))


def is_a_workbook(config: ea.AnomalyConfig) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_bytes(config, "xlsx")))
    assert book["Axes"].max_row == max(len(config.axes) + 1, 1)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type in "ef"]


def is_markdown(config: ea.AnomalyConfig) -> None:
    page = MarkdownIt("commonmark").enable("table").render(report_bytes(config, "md").decode())
    assert "<script" not in page
    assert "<img" not in page
    html5lib.HTMLParser(strict=True).parseFragment(page)


def is_junit(config: ea.AnomalyConfig) -> None:
    suites = ElementTree.fromstring(junit_file([check(config, {})], rules=list(ea.list_rules().index)))
    assert len(suites) == 1


def is_csv_and_json(config: ea.AnomalyConfig) -> None:
    for frame in (config.axes, config.thresholds, config.findings()):
        rows = list(csv.reader(io.StringIO(to_csv(frame), newline=""), strict=True))
        assert len(rows) == len(frame) + 1
        assert len({len(row) for row in rows}) == 1
        assert len(json.loads(to_json(frame))) == len(frame)


@pytest.mark.parametrize("form", [is_html, is_svg, is_a_workbook, is_markdown, is_junit, is_csv_and_json])
def test_every_form_is_well_formed(form):
    @FEW
    @given(BODY)
    def holds(made):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            form(decoded(made))

    holds()


def test_a_notebook_of_odd_blocks_is_valid(monkeypatch):
    monkeypatch.setattr("edgeanomaly_nb.report.notebook._run", lambda *_: None)  # a kernel is slow

    @FEW
    @given(BODY)
    def holds(made):
        notebook = nbformat.reads(report_bytes(decoded(made), "ipynb").decode(), as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                compile(cell.source, "cell", "exec")

    holds()
