from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

import edgeanomaly_nb as ea
from edgeanomaly_nb.facts import selection_text
from edgeanomaly_nb.plots import (
    axes_figure,
    changes_figure,
    draw_thresholds,
    figure_svg,
    new_figure,
    scrolling,
    thresholds_figure,
    thresholds_text,
)
from edgeanomaly_nb.plots.style import ACCENT, INK
from edgeanomaly_nb.plots.svg import _attributes
from tests.bodies import HOSTILE, axis, config, threshold

SVG = "{http://www.w3.org/2000/svg}"


def both(block: ea.AnomalyConfig) -> list[str]:
    axes, thresholds = block.axes, block.thresholds
    return [
        figure_svg(axes_figure(axes), label=selection_text(axes)),
        figure_svg(thresholds_figure(thresholds), label=thresholds_text(thresholds)),
    ]


def texts(svg: str) -> list[str | None]:
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ea.list_samples().index)
def test_every_sample_is_an_accessible_picture_without_links(name):
    for svg in both(ea.load_sample(name)):
        root = ElementTree.fromstring(svg)
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert root.get("style", "").startswith("max-width:100%;height:auto")
        assert not re.search(r"<\?xml|<!DOCTYPE|<script|<style|<metadata|<a ", svg)
        assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", svg)
    assert plt.get_fignums() == []


def test_ink_follows_the_page_and_the_background_is_clear():
    for svg in both(ea.load_sample("motion")):
        assert "currentColor" in svg
        assert INK not in svg
        assert ACCENT in svg
        assert {*re.findall(r'fill="(#\w+)"', svg)} <= {ACCENT, "#ffffff"}  # white stars on filled cells
        assert {*re.findall(r'stroke="(#\w+)"', svg)} <= {ACCENT}
        black = [text for text in re.findall(r"<text[^>]*>", svg) if "currentColor" not in text]
        assert not black


@pytest.mark.parametrize("name", ["motion", "dropdown", "large"])
def test_styles_are_attributes_so_that_no_policy_blocks_them(name):
    before, after = ea.load_sample(name), ea.load_sample("motion-later")
    for svg in [*both(before), figure_svg(changes_figure(before, after), label="x")]:
        root = ElementTree.fromstring(svg)
        assert [element.tag for element in root.iter() if "style" in element.attrib] == [f"{SVG}svg"]
        assert not {"fill", "stroke"} & set(root.get("style").replace(";", ":").split(":"))
        for text in root.iter(f"{SVG}text"):
            assert {"font-size", "font-family", "fill"} <= set(text.attrib)


@pytest.mark.parametrize(
    ("style", "attributes"),
    [
        ("font: 9px 'DejaVu Sans'; fill: #1f2430", 'fill="currentColor" font-size="9px" font-family="'),
        ("font: italic bold 9.5px 'DejaVu Sans'", 'font-style="italic" font-weight="bold" font-size="9.5px"'),
        ("font: 700 9px serif", 'font-weight="700" font-size="9px" font-family="serif"'),
    ],
)
def test_the_shorthand_of_older_matplotlib_is_read(style, attributes):
    assert attributes in _attributes(style)


def test_text_stays_text():
    assert "accX" in texts(both(ea.load_sample("motion"))[0])


@pytest.mark.slow
def test_same_figure_same_bytes_in_any_process():
    code = (
        "import edgeanomaly_nb as ea; from edgeanomaly_nb.plots import *;"
        "print(figure_svg(axes_figure(ea.load_sample('motion').axes), label='x'), end='')"
    )
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert elsewhere.stdout.decode() == figure_svg(axes_figure(ea.load_sample("motion").axes), label="x")


def test_one_figure_rendered_twice_gives_the_same_bytes():
    figure = axes_figure(ea.load_sample("motion").axes)
    assert figure_svg(figure, label="x") == figure_svg(figure, label="x")


def test_ids_of_different_pictures_do_not_collide_and_references_resolve():
    pictures = [svg for name in ("motion", "spectral", "dropdown") for svg in both(ea.load_sample(name))]
    pictures.append(figure_svg(axes_figure(ea.load_sample("motion").axes), label="another"))
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in pictures]
    assert sum(map(len, ids)) == len(set().union(*ids)) > 0
    for svg, known in zip(pictures, ids, strict=True):
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)) <= {
            pair for name in known for pair in ((name, ""), ("", name))
        }


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stays_text(text):
    axes = [axis(0, text + " RMS", True), axis(1, text)]
    thresholds = [threshold(text, text, description=text), threshold("a", 1, suggestedValueText=text)]
    for svg in [
        *both(config(axes=axes, selectedAxes=[], thresholds=thresholds)),
        figure_svg(new_figure(1, 1), label=text),
    ]:
        root = ElementTree.fromstring(svg)
        assert {element.tag for element in root.iter()} <= {
            SVG + name for name in ("svg", "g", "path", "text", "defs", "use", "clipPath", "rect")
        }
        assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)


def test_formulas_are_not_set():
    shown = both(config(axes=[axis(0, "$x^2$ RMS")], thresholds=[threshold(value="$y$")]))
    assert "$x^2$" in texts(shown[0])
    assert "“$y$” (no suggestion)" in texts(shown[1])


def test_text_that_looks_like_our_ink_is_unchanged():
    label = f"fill: {INK}"
    svg = both(config(axes=[axis(0, f"{label} RMS")]))[0]
    assert label in texts(svg)


def test_a_picture_on_a_narrow_page_keeps_text_of_11_pixels_and_scrolls():
    svg = figure_svg(axes_figure(ea.load_sample("motion").axes), label="x")
    shown = scrolling(svg)
    root = ElementTree.fromstring(shown)[0]
    least = float(re.search(r"min-width:(\d+)px", root.get("style"))[1])
    smallest = min(float(text.get("font-size").removesuffix("px")) for text in root.iter(f"{SVG}text"))
    points = float(root.get("viewBox").split()[2])
    assert smallest * least / points >= 10.99
    assert least < float(root.get("width"))
    assert root.get("style").endswith("max-width:100%;height:auto")


def test_a_character_without_a_glyph_stays_for_the_browser():
    svg = both(config(axes=[axis(0, "温度 RMS")]))[0]
    assert "温度" in texts(svg)


def test_the_label_is_escaped():
    label = '"><script>alert(1)</script> & more'
    svg = figure_svg(new_figure(1, 1), label=label)
    assert ElementTree.fromstring(svg).get("aria-label") == label
    assert "<script" not in svg


def test_markers_have_tooltips_that_are_escaped():
    figure = new_figure(2, 2)
    figure.subplots().plot([1, 2], [1, 2], "o", gid="points")
    svg = figure_svg(
        figure, label="x", tooltips={"points": ["</title><script>", "two\nlines"], "other": ["no"]}
    )
    titles = [title.text for title in ElementTree.fromstring(svg).iter(f"{SVG}title")]
    assert titles == ["</title><script>", "two lines"]
    assert "tooltips" not in svg
    assert 'id="points"' not in svg


def test_settings_of_the_user_stay_and_have_no_effect():
    plain = both(ea.load_sample("motion"))
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "x", "figure.constrained_layout.use": True}):
        before = dict(mpl.rcParams)
        assert both(ea.load_sample("motion")) == plain
        assert dict(mpl.rcParams) == before


def test_thousands_of_axes_stay_small():
    axes = [axis(ix, selected=ix % 3 == 0, favourite=ix % 2 == 0) for ix in range(20_000)]
    svg = both(config(axes=axes))[0]
    assert len(svg) < 600_000


def test_an_empty_figure_and_empty_frames_are_pictures():
    figure = new_figure(5, 1)
    draw_thresholds(figure.subplots(), config(thresholds=[]).thresholds)
    assert texts(figure_svg(figure, label="none")) == ["This block has no thresholds."]


@pytest.mark.slow
def test_pyplot_is_not_loaded():
    code = (
        "import sys; from edgeanomaly_nb.plots import figure_svg, new_figure;"
        "figure_svg(new_figure(1, 1), label=''); "
        "sys.exit(any(name in sys.modules for name in ('matplotlib.pyplot', 'ipywidgets')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
