from __future__ import annotations

import io
import sys

import pypdf
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import report_bytes
from tests.bodies import HOSTILE, axis, config
from tests.report.conftest import MADE_AT, sample

pytestmark = pytest.mark.usefixtures("pango")


def pdf(*configs):
    return pypdf.PdfReader(io.BytesIO(report_bytes(configs, "pdf", made_at=MADE_AT)))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_text_is_real_and_pages_are_numbered():
    reader = pdf(sample("faulty"))
    text = text_of(reader)
    assert "Anomaly block “Fan anomaly”" in text
    assert "threshold-far" in text
    assert "lower than suggested by 2.1: flags more" in text
    for number, page in enumerate(reader.pages, start=1):
        assert f"Page {number} of {len(reader.pages)}" in page.extract_text()


def test_charts_are_vectors_with_real_text():
    reader = pdf(sample("motion"))
    text = text_of(reader).replace(" ", "")  # in a chart, older readers see no spaces
    assert "flagged→" in text  # stands in the chart of thresholds only
    assert "favourite(suggested)" in text  # and this in that of axes
    assert not any(page.images for page in reader.pages)


def test_it_is_tagged_with_a_language_a_title_and_alternative_texts():
    root = pdf(sample("motion")).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds, alternatives = [], []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for part in node:
                walk(part)
        elif isinstance(node, dict):
            kinds.append(node.get("/S"))
            alternatives.append(node.get("/Alt"))
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert any("lower than suggested" in alternative for alternative in alternatives if alternative)


def test_long_tables_are_cut_and_the_page_says_where_the_rest_is():
    reader = pdf(sample("large"))
    text = text_of(reader)
    assert "200 of 2,106" in text
    assert "1,906 more axes are not printed here" in text
    assert len(reader.pages) < 15


def test_the_changes_are_in_it():
    assert "0.3 → 0.45: higher by 0.15, flags less" in text_of(pdf(sample("motion"), sample("motion-later")))


def test_hostile_text_fetches_nothing_and_runs_nothing(caplog):
    for text in (*HOSTILE, '<img src="http://127.0.0.1:9/x">', "url(http://127.0.0.1:9/)"):
        reader = pdf(config(name=text, axes=[axis(0, text)]))
        assert "/OpenAction" not in reader.trailer["/Root"]
    assert "127.0.0.1:9" not in caplog.text


def test_without_weasyprint_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ea.MissingExtraError, match=r"edgeanomaly-nb\[pdf\]"):
        report_bytes(sample("motion"), "pdf")
