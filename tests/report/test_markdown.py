from __future__ import annotations

import dataclasses
import re

import pytest
from markdown_it import MarkdownIt

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import report_bytes, summarize
from edgeanomaly_nb.report.markdown import MOST_CHARACTERS, render, text
from tests.bodies import HOSTILE, axis, config, threshold
from tests.report.conftest import MADE_AT, sample

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def markdown(*configs):
    return report_bytes(configs, "md", made_at=MADE_AT).decode()


def test_it_contains_what_the_config_contains():
    shown = markdown(sample("motion"))
    assert "# Anomaly block “Anomaly detection”" in shown
    assert "| RMS | ●★ | ●★ | ●★ |" in shown
    assert "0.2 lower, so it flags more" in shown
    assert sample("motion").sha256 in shown


def test_tables_are_read_as_tables():
    tables = [token for token in READER.parse(markdown(sample("faulty"))) if token.type == "table_open"]
    assert len(tables) == 6  # block, thresholds, picture, chosen axes, all axes, provenance


def test_the_overview_links_to_every_block():
    shown = markdown(*map(sample, ("spectral", "motion", "faulty", "untrained")))
    assert "## Overview, worst first" in shown
    links = re.findall(r"\]\(#(block-\d)\) \| (\w+)", shown)
    assert links == [("block-3", "Fix"), ("block-4", "Fix"), ("block-2", "Consider"), ("block-1", "Nothing")]
    assert all(f'<a id="{link}"></a>\n\n## ' in shown for link, _ in links)


def test_what_to_do_is_numbered_and_the_source_comes_last():
    shown = markdown(sample("faulty"))
    assert "\n2. ❌ Error `value-no-option` " in shown
    assert "max, mean. **Choose one of them in Studio.**\n3. " in shown
    assert shown.index("SHA-256") > shown.index("All axes")


def test_the_changes_of_two_blocks():
    shown = markdown(sample("motion"), sample("motion-later"))
    assert "**2 axes newly selected" in shown
    assert "| threshold | min_score | value | 0.3 → 0.45: 0.15 higher, so it flags less |" in shown


def test_changes_of_axes_without_a_label_name_the_index():
    before, after = (
        config(axes=[axis(ix, "", ix in chosen) for ix in range(9)], selectedAxes=chosen)
        for chosen in ([2, 5], [2, 7])
    )
    shown = markdown(before, after)
    assert "| axis | (no label) | selected | now selected (index 7) |" in shown
    assert "| axis | (no label) | selected | no longer selected (index 5) |" in shown


def test_the_picture_shows_where_only_some_axes_of_a_name_are_selected():
    shown = markdown(config(axes=[axis(ix, "x RMS", ix < 2) for ix in range(8)], selectedAxes=[0, 1]))
    assert "| RMS | ◐ 2 of 8 |" in shown
    assert "◐ some selected" in shown


@pytest.mark.slow
def test_many_blocks_fit_a_comment():
    everything = [sample(name) for name in ea.list_samples().index]
    assert len(markdown(*everything)) <= MOST_CHARACTERS
    summary = summarize(everything)
    for times in (8, 70):
        crowd = render(dataclasses.replace(summary, blocks=summary.blocks * times)).decode()
        assert len(crowd) <= MOST_CHARACTERS
        assert "Omitted to keep this short: " in crowd


MARKUP = (
    "@octocat",
    "see #12",
    "https://example.com",
    "www.example.com",
    "accX_https://example.com",
    "1http://example.com",
    "_www.example.com",
    "![x](y)",
    "[a](javascript:alert)",
    ":tada:",
    "**b** _i_ ~~s~~ `c`",
    "<!-- gone -->",
    "&lt;",
    "a|b",
    "~~~",
)


@pytest.mark.parametrize("hostile", [*HOSTILE, *MARKUP])
def test_text_is_shown_unchanged(hostile):
    line = " ".join(hostile.split())[:60]
    shown = "".join(
        child.content
        for token in READER.parse(f"x {text(line)} x")
        for child in token.children or []
        if child.type in ("text", "text_special")
    )
    assert shown.replace("\u200b", "") == f"x {line} x"


def test_mentions_and_links_are_not_created():
    for linked in ("@octocat", "#12", "https://example.com", "www.example.com", "GH-12"):
        assert "\u200b" in text(linked)


def test_hostile_text_adds_no_markup():
    for hostile in HOSTILE:
        block = config(
            name=hostile,
            axes=[axis(0, f"{hostile} RMS", True), axis(1, hostile)],
            thresholds=[threshold(hostile, hostile, description=hostile)],
        )
        kinds = {
            child.type
            for token in READER.parse(markdown(block))
            for child in [token, *(token.children or [])]
        }
        assert not kinds & {"image", "link_open", "html_inline", "fence", "s_open", "em_open"}
        blocks = [token.content for token in READER.parse(markdown(block)) if token.type == "html_block"]
        assert all(made.startswith(("<details", "</details>")) for made in blocks)
