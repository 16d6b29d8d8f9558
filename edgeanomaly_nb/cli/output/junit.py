"""A JUnit file of what was checked: one test case a block and rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .findings import counts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..fetching import Failure
    from .findings import Checked, Finding

# What XML 1.0 cannot hold, however it is written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_file(
    checked: Sequence[Checked],
    failures: Sequence[Failure] = (),
    *,
    rules: Sequence[str],
    left_out: Collection[str] = (),
    fail_on: str = "warning",
) -> bytes:
    r"""Make the file.

    Parameters
    ----------
    checked : sequence of Checked
        A test suite each.
    failures : sequence of Failure
        What could not be fetched: an error each.
    rules : sequence of str
        The codes of all rules: a test case each.
    left_out : collection of str
        Those that were not asked: skipped.
    fail_on : str
        Findings at or over this are failures; the others are output of their test case.

    Returns
    -------
    bytes
        XML. Characters that XML forbids are replaced by U+FFFD.

    Examples
    --------
    >>> junit_file([], rules=[])
    b"<?xml version='1.0' encoding='utf-8'?>\n<testsuites />\n"
    """
    root = ET.Element("testsuites")
    for one in checked:
        suite = _suite(root, f"{one.block} {one.name}")
        for rule in rules:
            found = [finding for finding in one.findings if finding.code == rule]
            _case(suite, one.block, rule, found, skipped=rule in left_out, fail_on=fail_on)
        _count(suite)
    for failure in failures:
        suite = _suite(root, failure.what)
        case = ET.SubElement(suite, "testcase", classname=_fit(failure.what), name="fetch")
        ET.SubElement(case, "error", message=_fit(str(failure.error)), type=type(failure.error).__name__)
        _count(suite)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suite(root: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(root, "testsuite", name=_fit(name))


def _case(
    suite: ET.Element, block: str, rule: str, found: Sequence[Finding], *, skipped: bool, fail_on: str
) -> None:
    case = ET.SubElement(suite, "testcase", classname=_fit(block), name=_fit(rule))
    if skipped:
        ET.SubElement(case, "skipped", message="left out")
    elif found:
        words = _fit("\n".join(f"{finding.subject}: {finding.message}" for finding in found))
        if counts(found[0].severity, fail_on):  # a rule has one severity
            failure = ET.SubElement(case, "failure", message=_fit(found[0].message), type=found[0].severity)
            failure.text = words
        else:
            ET.SubElement(case, "system-out").text = words


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite)))
    for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(plural, str(len(suite.findall(f"testcase/{tag}"))))


def _fit(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
