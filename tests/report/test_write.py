from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib

import openpyxl
import pypdf
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import KINDS
from edgeanomaly_nb.report import FORMS, report_bytes, summarize
from edgeanomaly_nb.report.notebook import _cells
from tests.bodies import axis, config, threshold
from tests.report.conftest import MADE_AT, sample
from tests.studio.server import KEY, TOKEN, Server, answer

SIGNATURES = {
    "html": b"<!doctype html>",
    "pdf": b"%PDF-1.7",
    "md": b"# ",
    "ipynb": b"{",
    "xlsx": b"PK\x03\x04",
}


KERNEL = [pytest.mark.slow]
EACH_FORM = [pytest.param(form, marks=KERNEL if form == "ipynb" else []) for form in FORMS]


@pytest.mark.parametrize("form", EACH_FORM)
def test_the_suffix_determines_the_form(form, tmp_path):
    written = ea.write_report(sample("motion"), tmp_path / f"report.{form.upper()}", made_at=MADE_AT)
    assert written == tmp_path / f"report.{form.upper()}"
    assert written.read_bytes().startswith(SIGNATURES[form])
    assert list(tmp_path.iterdir()) == [written]


def test_the_form_can_be_given(tmp_path):
    written = ea.write_report(sample("motion"), tmp_path / "report.txt", form="md")
    assert written.read_text(encoding="utf-8").startswith("# Anomaly block")


@pytest.mark.parametrize("name", ["report", "report.doc", "report."])
def test_an_unknown_suffix_is_an_error_that_lists_the_forms(name, tmp_path):
    with pytest.raises(ValueError, match=r"\.html, \.pdf, \.md, \.ipynb, \.xlsx"):
        ea.write_report(sample("motion"), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_report_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    old = tmp_path / "report.xlsx"
    old.write_bytes(b"old")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ea.MissingExtraError, match="pip install XlsxWriter"):
        ea.write_report(sample("motion"), old)
    assert old.read_bytes() == b"old"


def test_to_html_returns_the_page_or_writes_it(tmp_path):
    motion = sample("motion")
    page = motion.to_html(made_at=MADE_AT)
    assert motion.to_html(tmp_path / "page.txt", made_at=MADE_AT) is None
    assert (tmp_path / "page.txt").read_text(encoding="utf-8") == page


@pytest.mark.slow
@pytest.mark.parametrize("form", EACH_FORM)
def test_the_same_input_gives_the_same_bytes(form):
    made = [report_bytes([sample("faulty"), sample("dropdown")], form, made_at=MADE_AT) for _ in range(2)]
    assert made[0] == made[1]


def test_another_time_is_the_only_difference():
    now, never = report_bytes(sample("motion"), "md", made_at=MADE_AT), report_bytes(sample("motion"), "md")
    assert now.replace(b"Created 2026-11-24 06:30:00 UTC by", b"Created by") == never


SECRET = re.compile(rb"x-api-key|x-jwt-token|set-cookie|authorization|bearer|jwt=", re.IGNORECASE)


def unpacked(content: bytes) -> bytes:
    """Return the contents of a file, with the compressed parts of PDF and Excel files decompressed."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


@pytest.mark.parametrize("auth", [ea.ApiKey(KEY), ea.JwtCookie(TOKEN), ea.JwtHeader(TOKEN), ea.OAuth2(TOKEN)])
@pytest.mark.parametrize("form", EACH_FORM)
def test_no_form_contains_a_key_a_header_a_cookie_or_a_token(auth, form, tmp_path, monkeypatch):
    monkeypatch.setenv("EI_API_KEY", KEY)
    body = ea.load_sample("motion").to_json().encode()
    with Server(answer(body, Set_Cookie=f"jwt={TOKEN}")) as server:
        fetched = ea.StudioClient(auth, base_url=server.url).get_anomaly(1, 7)
    files = [fetched.save(tmp_path / "saved.json")]
    files.append(ea.write_report(fetched, tmp_path / f"report.{form}", made_at=MADE_AT))
    for file in files:
        content = unpacked(file.read_bytes())
        assert KEY.encode() not in content, file.suffix
        assert TOKEN.encode() not in content, file.suffix
        assert not SECRET.search(content), file.suffix


@pytest.mark.parametrize("form", FORMS)
def test_an_error_in_rendering_is_not_an_error_in_writing(form, tmp_path, monkeypatch):
    def render(_):
        raise FileNotFoundError(2, "No such file or directory", "font.ttf")

    monkeypatch.setitem(FORMS, form, FORMS[form]._replace(render=render))
    with pytest.raises(ea.ReportError, match=r"could not be created: .*font\.ttf") as caught:
        ea.write_report(sample("motion"), tmp_path / f"a.{form}")
    assert not isinstance(caught.value, OSError)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ea.ReportError):
        report_bytes(sample("motion"), form)


WITHOUT_AXES = [kind.type for kind in KINDS if not kind.has_axes]
NO_AXES = "this kind of block has no axes"


def text_of_form(form: str, *configs: ea.AnomalyConfig) -> str:
    """Return the text of a report; for a notebook the text of its cells before they are run."""
    if form == "ipynb":
        return "\n".join(source for _, source in _cells(summarize(configs)))
    content = report_bytes(configs, form)
    if form == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode().partition("<script>")[0]


@pytest.mark.parametrize("form", [form for form in FORMS if form != "xlsx"])
@pytest.mark.parametrize("block_type", WITHOUT_AXES)
@pytest.mark.parametrize("axes", [[], [axis(0, "accX RMS", True)]])
def test_a_kind_without_axes_has_no_axes_in_any_form(block_type, form, axes):
    text = text_of_form(form, config(block_type, axes=axes, selectedAxes=[]))
    assert NO_AXES in text or form == "ipynb"
    assert "Score threshold" in text or form == "ipynb"
    assert not re.search(r"### Axes|<h3>Axes|\bAxes\n", text)  # no heading with nothing below it
    assert not re.search("accX RMS.*yes|All axes|plot_axes|AxesPanel|selected indices", text)


@pytest.mark.parametrize("block_type", WITHOUT_AXES)
def test_a_kind_without_axes_has_empty_cells_in_a_workbook(block_type):
    content = report_bytes(config(block_type, axes=[], selectedAxes=[]), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    header, row = book["Blocks"].iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert [cells[name] for name in ("Axes", "Selected", "Selected indices", "Favourite")] == [None] * 4
    assert (cells["Threshold"], book["Axes"].max_row) == ("0.3", 1)


@pytest.mark.slow
@pytest.mark.parametrize("block_type", WITHOUT_AXES)
def test_a_notebook_on_a_kind_without_axes_runs(block_type):
    content = report_bytes(config(block_type, axes=[], selectedAxes=[]), "ipynb").decode()
    assert "This kind of block has no axes." in content
    assert "Traceback" not in content


@pytest.mark.parametrize("form", [form for form in FORMS if form != "xlsx"])
def test_two_blocks_without_axes_are_compared(form):
    pair = [
        config(kind, axes=[], selectedAxes=[], thresholds=[threshold(value=value)])
        for kind, value in (("keras-visual-anomaly", 3), ("keras-visual-anomaly", 4))
    ]
    text = " ".join(text_of_form(form, *pair).split())
    assert text.count(NO_AXES) == 2 or form == "ipynb"
    assert "compared by label" not in text
    assert "Thresholds are compared by key." in text or form == "ipynb"
    assert "1 threshold changed" in text
