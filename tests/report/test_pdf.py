from __future__ import annotations

import functools
import io
import re
import sys
from collections import Counter
from pathlib import Path

import matplotlib as mpl
import pypdf
import pytest
import typst

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import pdf as module
from edgeanomaly_nb.report import pdf_fonts, report_bytes
from tests.bodies import HOSTILE, axis, config, threshold
from tests.report.conftest import MADE_AT, sample

# Markup or code of typst, Markdown, HTML or SVG.
LITERAL = (
    '#eval("1+1")',
    '#import "@preview/a:1.0.0"',
    '#read("/etc/passwd")',
    "*bold* _em_ `raw` ~ -- --- ...",
    "$x^2$",
    "= Heading",
    "<b>tag</b> <label>",
    "@ref [content] {code}",
    "// comment /* here */",
    "\\u{41} \\",
    "http://127.0.0.1:9/",
    "fi ffi \"quoted\" & 'more'",
)


def pdf(*configs):
    return pypdf.PdfReader(io.BytesIO(report_bytes(configs, "pdf", made_at=MADE_AT)))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags_of(reader):
    """Return the kind and the alternative text of each element of the structure tree."""
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for part in node:
                walk(part)
        elif isinstance(node, dict):
            found.append((node.get("/S"), node.get("/Alt")))
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def claims_ua(reader):
    return b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


@pytest.fixture
def only_own_fonts(monkeypatch):
    """Ignore the fonts of the system, which differ between machines."""
    monkeypatch.setattr(module, "report_fonts", functools.partial(pdf_fonts.report_fonts, system=False))


def test_text_is_real_and_pages_are_numbered():
    reader = pdf(sample("faulty"))
    text = text_of(reader)
    assert "Anomaly block “Fan anomaly”" in text
    assert "threshold-far" in text
    assert "2.1 lower, so it flags more" in text
    for number, page in enumerate(reader.pages, start=1):
        assert f"Page {number} of {len(reader.pages)}" in page.extract_text()


def test_it_contains_what_config_and_findings_contain():
    faulty = sample("faulty")
    text = text_of(pdf(faulty)).replace(" ", "")  # a long word may be broken
    for message in faulty.findings().message:
        assert message.replace(" ", "") in text
    assert faulty.sha256 in text


def test_pictures_are_vectors_with_real_text():
    reader = pdf(sample("motion"))
    text = text_of(reader)
    assert "flagged →" in text  # only in the picture of thresholds
    assert "favourite (suggested)" in text  # only in the picture of axes
    assert not any(page.images for page in reader.pages)


def test_it_is_tagged_with_a_language_a_title_and_alternative_texts():
    reader = pdf(sample("motion"), sample("motion-later"))
    root = reader.trailer["/Root"]
    assert claims_ua(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Two anomaly blocks compared"
    tags = tags_of(reader)
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= {kind for kind, _ in tags}
    alternatives = [alternative for kind, alternative in tags if kind == "/Figure"]
    assert len(alternatives) == 5
    assert all(alternatives)
    assert any("0.2 lower" in alternative for alternative in alternatives)


def test_bookmarks_and_contents_lead_to_the_blocks():
    reader = pdf(sample("motion"), sample("motion-later"))
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    pages = [(entry.title.split("  ")[0], reader.get_destination_page_number(entry)) for entry in entries]
    assert pages == [("Overview", 0), ("What changed", 0), ("Anomaly detection", 1), ("Anomaly detection", 3)]
    text = reader.pages[0].extract_text()
    assert re.search(r"0\.3 \(0\.5\)\s+6 of 33\s+2\s", text)
    assert "0.3 → 0.45: 0.15 higher, so it flags less" in text


def test_the_first_page_of_many_blocks_is_an_overview_worst_first():
    reader = pdf(*map(sample, ("spectral", "motion", "faulty", "untrained")))
    assert claims_ua(reader)
    first = " ".join(reader.pages[0].extract_text().split())
    assert re.search(r"Overview, worst first.*Fix: selected-.*Fix: untrained.*Nothing stands out", first)
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert re.match("Fan anomaly +sample faulty", titles[1])


def test_the_time_is_that_of_the_report():
    assert pdf(sample("motion")).metadata.creation_date == MADE_AT
    timeless = pypdf.PdfReader(io.BytesIO(report_bytes(sample("motion"), "pdf")))
    assert timeless.metadata.creation_date is None


@pytest.mark.parametrize("name", ["motion", "disagree", "wavelet"])
def test_every_axis_is_in_it_and_every_page_has_the_head_of_the_table(name):
    axes = sample(name).axes
    reader = pdf(sample(name))
    rows = Counter(line.strip() for page in reader.pages for line in page.extract_text().splitlines())
    for ix, label in axes["label"].items():
        assert any(rows[f"{ix} {label}{flags}"] for flags in ("", " yes", " yes yes", " yes yes yes"))
    for page in reader.pages[1:]:
        assert re.search(r"ix\s+Label\s+Sel\.\s+Fav\.", page.extract_text())


def test_labels_that_fill_half_a_page_or_more_are_complete():
    labels = ["W" * 24, "i" * 150, "two words " * 18 + "end", "unbroken_" * 20 + "end", "x"]
    text = text_of(pdf(config(axes=[axis(ix, label) for ix, label in enumerate(labels)])))
    for label in labels:
        assert label.replace(" ", "") in text.replace(" ", "")


def test_flags_that_disagree_get_a_column():
    assert "in selectedAxes" in text_of(pdf(sample("disagree")))
    assert "in selectedAxes" not in text_of(pdf(sample("motion")))


@pytest.mark.slow
def test_a_block_of_40_axes_takes_two_pages_at_most():
    features = ["RMS", "Skewness", "Kurtosis", "Spectral Power 11.46 - 12.44 Hz"]
    labels = [f"accelerometer{ix % 10}.x {features[ix // 10]}" for ix in range(40)]
    thresholds = [threshold(f"score_{at}", 1.1, suggestedValue=3.2) for at in range(3)]
    full = config(
        axes=[axis(ix, label, ix % 2 == 0, ix % 3 == 0) for ix, label in enumerate(labels)],
        selectedAxes=[0, 1, 77],
        thresholds=thresholds,
        minimumConfidenceRating=9.0,
        trained=False,
    )
    assert len(full.findings()) > 5
    assert len(pdf(full).pages) <= 2
    blocks = [full, sample("dropdown"), sample("spectral"), sample("faulty")]
    assert len(pdf(*blocks).pages) <= 1 + 2 * len(blocks)


def test_text_is_never_markup():
    reader = pdf(
        config(
            name=LITERAL[0],
            axes=[axis(ix, text) for ix, text in enumerate(LITERAL)],
            thresholds=[threshold(text, text, description=text, helpText=text) for text in LITERAL[:6]],
        )
    )
    text = text_of(reader)
    for literal in LITERAL:
        assert text.count(literal) >= 1 + 3 * (literal in LITERAL[:6])
    assert claims_ua(reader)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.filterwarnings("ignore:No font on this machine")
def test_hostile_text_runs_nothing(text):
    reader = pdf(config(name=text, axes=[axis(0, text), axis(1, f"accX {text} RMS")]))
    root = reader.trailer["/Root"]
    assert "/OpenAction" not in root
    assert "/JavaScript" not in root.get("/Names", {})
    annotations = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert not any("/URI" in note.get("/A", {}) for note in annotations)


@pytest.mark.usefixtures("only_own_fonts")
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "中🙂"},
        {"axes": [axis(0, "中🙂"), axis(1, "accX RMS")]},
        {"thresholds": [threshold("中🙂")]},
    ],
    ids=["heading", "axes", "thresholds"],
)
def test_characters_without_a_font_are_named(changes):
    with pytest.warns(UserWarning, match=r"中 \(U\+4E2D\), 🙂 \(U\+1F642\)\. Install a font .* Noto"):
        reader = pdf(config(**changes))
    text = text_of(reader)
    assert "No font on this machine has these characters" in text
    assert "(U+4E2D)" in text
    assert "(U+1F642)" in text
    assert not claims_ua(reader)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.usefixtures("only_own_fonts")
def test_of_many_characters_without_a_font_the_rest_is_counted():
    labels = [axis(ix, chr(0x4E00 + ix)) for ix in range(100)]
    with pytest.warns(UserWarning, match=r"丧 \(U\+4E27\) and 60 more\."):
        pdf(config(axes=labels))


@pytest.mark.usefixtures("only_own_fonts")
def test_joiners_and_accents_need_no_font_of_their_own():
    labels = [
        "e\u0301 r\u00e9sum\u00e9",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "so\u00adft",
        "Ωµ≤→²",
    ]
    assert claims_ua(pdf(config(axes=[axis(ix, label) for ix, label in enumerate(labels)])))


def test_other_errors_of_the_standard_are_shown_too(monkeypatch):
    compiled = module._compile
    error = typst.TypstError()
    error.message = error.diagnostic = "PDF/UA-1 error: of another kind"

    def fails(report, fonts, folder, *standards):
        if standards:
            raise error
        return compiled(report, fonts, folder)

    monkeypatch.setattr(module, "_compile", fails)
    with pytest.warns(UserWarning, match="of another kind"):
        reader = pdf(sample("motion"))
    assert "does not claim PDF/UA-1" in text_of(reader)


def test_the_last_resort_font_never_hides_that_a_font_is_missing(tmp_path):
    everything = typst.Fonts(False, False, [Path(mpl.get_data_path(), "fonts", "ttf")])
    if not any("Last Resort" in family for family in everything.families()):
        pytest.skip("this matplotlib does not bring the Last Resort font")
    fonts = pdf_fonts._without_last_resort(everything, tmp_path).families()
    assert "STIXGeneral" in fonts
    assert not any("Last Resort" in family for family in fonts)


def test_without_typst_the_error_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ea.MissingExtraError, match="pip install typst"):
        report_bytes(sample("motion"), "pdf")
