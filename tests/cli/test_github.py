from __future__ import annotations

import pytest

from edgeanomaly_nb.cli.checking import Checked, Finding
from edgeanomaly_nb.cli.github import annotation


def test_what_would_end_an_annotation_is_escaped():
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
