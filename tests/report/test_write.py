from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import FORMS, report_bytes
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
    with pytest.raises(ea.MissingExtraError, match=r"edgeanomaly-nb\[xlsx\]"):
        ea.write_report(sample("motion"), old)
    assert old.read_bytes() == b"old"


def test_to_html_returns_the_page_or_writes_it(tmp_path):
    config = sample("motion")
    page = config.to_html(made_at=MADE_AT)
    assert config.to_html(tmp_path / "page.txt", made_at=MADE_AT) is None
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
def test_no_form_holds_a_key_a_header_a_cookie_or_a_token(auth, form, tmp_path, monkeypatch):
    monkeypatch.setenv("EI_API_KEY", KEY)
    body = ea.load_sample("motion").to_json().encode()
    with Server(answer(body, Set_Cookie=f"jwt={TOKEN}")) as server:
        config = ea.StudioClient(auth, base_url=server.url).get_anomaly(1, 7)
    files = [config.save(tmp_path / "saved.json")]
    files.append(ea.write_report(config, tmp_path / f"report.{form}", made_at=MADE_AT))
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
