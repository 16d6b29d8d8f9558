"""Inline SVG as images."""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.shared.pictures import with_images

SOURCE = re.compile(r'src="data:image/svg\+xml,([^"]*)"')


def files_in(html):
    return [ElementTree.fromstring(unquote(source)) for source in SOURCE.findall(html)]


def test_nested_svg_is_one_image():
    html = with_images('<p>a<svg width="10px" height="8"><svg x="1"><g/></svg><svg/></svg>b<svg></svg></p>')
    assert html.count("<img") == 2
    assert "<svg" not in html
    assert html.startswith("<p>a<img ")
    assert len(files_in(html)) == 2


@pytest.mark.parametrize("text", ['A "quote"', "a < b & c", "per cent %41", "#1", "accé ✓"])
def test_text_stays_text(text):
    from html import escape

    svg = f'<svg aria-label="{escape(text)}" width="200" height="9"><text>{escape(text)}</text></svg>'
    html = with_images(svg)
    assert f'alt="{escape(text)}"' in html
    (file,) = files_in(html)
    assert "".join(file.itertext()) == text


def test_wide_pictures_scroll_and_have_room_beyond_their_edges():
    html = with_images('<svg width="100%" height="50" overflow="visible"><text x="0%">0</text></svg>')
    assert 'style="overflow-x:auto"' in html
    (file,) = files_in(html)
    assert file.get("viewBox") == "0 0 668 50"
    assert (file[0].get("x"), file[0].get("width")) == ("14", "640")


def test_html_without_pictures_is_unchanged():
    assert with_images("<p>One</p>") == "<p>One</p>"


def test_every_panel_has_pictures_that_are_valid_files():
    config = ea.load_sample("motion")
    scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    for panel in (
        ea.AxesPanel(config),
        ea.ThresholdsPanel(config, scores=scores),
        ea.ScoresPanel(ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing"), config),
        ea.ComparePanel(config, ea.load_sample("motion-later")),
    ):
        html = panel.to_html()
        assert "<svg" not in html
        assert files_in(html)
        panel.close()
