from __future__ import annotations

import pytest

from edgeanomaly_nb import ServerError
from edgeanomaly_nb.cli.output.findings import Checked, Finding
from edgeanomaly_nb.cli.output.github import MOST, annotation, first_annotations, omitted_text
from edgeanomaly_nb.cli.results import Failure


def test_characters_that_end_an_annotation_are_escaped():
    found = Finding("error", "a:b,c", "100%", "one\r\ntwo: three, four\n::error::no")
    line = annotation(Checked("1/7", "Fan", "x,y:z.json", (found,)), found)
    assert line == (
        "::error file=x%2Cy%3Az.json,title=1/7%3A a%3Ab%2Cc::100%25: one%0D%0Atwo: three, four%0A::error::no"
    )


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_severities_are_levels(severity, level):
    found = Finding(severity, "code", "block", "message")
    assert annotation(Checked("1/7", "Fan", None, (found,)), found).startswith(f"::{level} title=")


def many(*counts):
    severities = ("error", "warning", "info")
    findings = [
        Finding(severity, f"code-{nth}", "block", "message")
        for severity, count in zip(severities, counts, strict=True)
        for nth in range(count)
    ]
    return [Checked("1/7", "Fan", None, (finding,)) for finding in findings]


def test_no_more_of_a_level_than_github_shows():
    lines = first_annotations(many(3, 25, 11), [])
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 3 + ["::warning"] * MOST + [
        "::notice"
    ] * MOST
    assert "code-9" in lines[3 + 9]
    text = omitted_text(many(3, 25, 11), [])
    assert "Not annotated: 15 warnings, 1 notice." in text


def test_blocks_that_could_not_be_fetched_come_first():
    failures = [Failure(f"block {nth} of project 1", ServerError("Out of order")) for nth in range(4)]
    lines = first_annotations(many(9, 0, 0), failures)
    assert len(lines) == MOST
    assert all("could not be fetched" in line for line in lines[:4])
    assert "3 errors" in omitted_text(many(9, 0, 0), failures)


@pytest.mark.parametrize("counts", [(0, 0, 0), (10, 10, 10)])
def test_there_is_no_message_if_nothing_is_omitted(counts):
    assert len(first_annotations(many(*counts), [])) == sum(counts)
    assert omitted_text(many(*counts), []) == ""
