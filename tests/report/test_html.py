from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest

import edgeanomaly_nb as ea
from benchmarks.bodies import body
from edgeanomaly_nb.report import report_bytes
from edgeanomaly_nb.report.html import axes_rows
from tests.bodies import HOSTILE, axis, config, threshold
from tests.report.conftest import MADE_AT, sample

VOID = {"meta", "br", "wbr", "img", "input", "path", "use", "image"}
OPTIONAL = {"tr", "td", "th", "li", "p"}  # their end tags are optional


class Tree(HTMLParser):
    """Reads a page strictly enough to notice unexpected elements, and keeps its contents."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID | OPTIONAL:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in OPTIONAL:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def named(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def page(*configs):
    return report_bytes(configs, "html", made_at=MADE_AT).decode()


ORDINARY = Tree(page(sample("faulty"), config()))


def test_elements_nest_and_all_are_closed():
    tree = Tree(page(sample("motion"), sample("motion-later")))
    assert tree.open == []


def test_contents_link_to_every_block_and_to_the_changes():
    tree = Tree(page(sample("motion"), sample("motion-later")))
    targets = {attrs["id"] for _, attrs in tree.tags if "id" in attrs}
    links = [attrs["href"] for attrs in tree.named("a")]
    assert {"#changes", "#block-1", "#block-2"} <= set(links)
    assert all(link.startswith("#") and link[1:] in targets for link in links)


FOUR = ("spectral", "motion", "faulty", "untrained")


def test_above_three_blocks_the_blocks_are_folded_behind_an_overview():
    tree = Tree(page(*map(sample, FOUR)))
    assert tree.open == []
    assert len(tree.named("details")) == 4
    assert not any("open" in attrs for attrs in tree.named("details"))
    links = [attrs["href"] for attrs in tree.named("a") if attrs["href"] != "#overview"]
    assert links == ["#block-3", "#block-4", "#block-2", "#block-1"]
    assert not Tree(page(*map(sample, FOUR[:3]))).named("details")


def test_a_block_begins_with_its_verdict_and_ends_with_its_source():
    shown = page(sample("faulty"))
    parts = [
        "Fix this: selectedAxes names",
        "<h3>Thresholds</h3>",
        "<h3>Axes</h3>",
        "<h3>What to do: 2 errors, 4 warnings, 1 info</h3>",
        "<h3>Source</h3>",
        sample("faulty").sha256,
    ]
    positions = [shown.index(part) for part in parts]
    assert positions == sorted(positions)
    assert all(shown.count(part) == 1 for part in parts)
    assert "<strong>Choose one of them in Studio.</strong>" in shown
    assert "Nothing stands out." in page(sample("spectral"))


@pytest.mark.slow
def test_ids_are_unique_in_a_report_of_every_sample():
    tree = Tree(page(*[sample(name) for name in ea.list_samples().index if name != "large"]))
    ids = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_nothing_is_loaded_and_one_script_may_run():
    tree = Tree(page(sample("faulty")))
    (policy,) = [attrs["content"] for attrs in tree.named("meta") if "http-equiv" in attrs]
    assert policy.startswith(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-"
    )
    assert len(tree.named("script")) == 1
    assert not tree.named("link")
    sources = [attrs.get(name, "") for _, attrs in tree.tags for name in ("src", "srcset", "data", "poster")]
    assert not any(sources)


def test_headings_are_in_order_and_tables_have_headers_and_captions():
    tree = Tree(page(sample("motion"), sample("motion-later")))
    levels = [int(tag[1]) for tag, _ in tree.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(tree.named("caption")) >= 5
    assert all("scope" in attrs for attrs in tree.named("th"))
    assert all(attrs.get("aria-label") for attrs in tree.named("svg"))


def test_it_contains_what_config_and_findings_contain():
    faulty = sample("faulty")
    text = " ".join("".join(Tree(page(faulty)).text).split())
    for message in faulty.findings().message:
        assert message in text
    assert faulty.sha256 in text
    assert "2026-11-24 06:30:00 UTC" in text
    for label in faulty.axes.label:
        assert label in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    hostile = config(
        name=text,
        axes=[axis(0, text, True, True), axis(1, f"accX {text} RMS")],
        selectedAxes=[5],
        thresholds=[
            threshold(text, text, description=text, helpText=text, suggestedValueText=text),
            threshold("choice", "x", dropdownOptions=[{"value": text, "description": text}]),
        ],
        dependencies={
            "classes": [text, "b"],
            "blockNames": [text],
            "featureCount": 1,
            "sampleCount": 1,
            "outputClasses": [text],
        },
    )
    tree = Tree(page(hostile, config()))
    assert len(tree.named("script")) == 1
    assert not tree.named("img")
    assert not any(name.startswith("on") for _, attrs in tree.tags for name in attrs)
    assert tree.open == []
    assert {tag for tag, _ in tree.tags} <= {tag for tag, _ in ORDINARY.tags} | {"bdi", "use"}


def test_the_table_of_33_axes_is_small_and_that_of_10_000_is_not_large():
    assert len(page(sample("motion"))) < 200_000
    assert len(page(ea.AnomalyConfig.from_json(body(10_000)))) < 1_500_000


def test_every_axis_is_in_the_table_once():
    axes = sample("large").axes
    rows = "".join(axes_rows(axes))
    assert rows.count("<tr>") == len(axes)


def test_axes_that_disagree_get_a_column():
    assert "In selectedAxes" in page(sample("disagree"))
    assert "In selectedAxes" not in page(sample("motion"))


def test_a_block_without_axes_or_thresholds():
    text = page(config(axes=[], thresholds=[], selectedAxes=[]))
    assert "This block has no axes." in text
    assert "This block has no thresholds." in text


def test_blocks_with_nothing_in_common():
    text = page(sample("motion"), sample("raw"))
    assert "33 axes removed" in text
    assert "375 axes added" in text


def test_a_block_compared_with_itself_has_no_changes():
    assert "Nothing changed." in page(sample("motion"), sample("motion"))
