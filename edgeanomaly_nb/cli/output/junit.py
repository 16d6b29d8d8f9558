"""A JUnit file of the checked blocks: one test case per block and rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .findings import Checked, Finding, is_failure

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..results import Failure

# Characters that XML 1.0 cannot hold, however they are written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_file(
    checked: Sequence[Checked],
    failures: Sequence[Failure] = (),
    *,
    rules: Sequence[str],
    left_out: Collection[str] = (),
    not_run: Mapping[str, str] | None = None,
    fail_on: str = "warning",
) -> bytes:
    r"""Return the content of the file.

    Parameters
    ----------
    checked : sequence of Checked
        One test suite each.
    failures : sequence of Failure
        The blocks that could not be fetched: one error each.
    rules : sequence of str
        The codes of all rules: one test case each.
    left_out : collection of str
        The rules that the settings ignore: their test cases are skipped.
    not_run : mapping of str to str, optional
        The rules that could not be run, and why: their test cases are skipped, too.
    fail_on : str
        Findings at or above this severity are failures; the others are output of their test case.

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
    skipped = {**(not_run or {}), **dict.fromkeys(left_out, "ignored by the settings")}
    for one in checked:
        suite = _suite(root, f"{one.block} {one.name}")
        for rule in rules:
            found = [finding for finding in one.findings if finding.code == rule]
            _case(suite, one.block, rule, found, skipped=skipped.get(rule, ""), fail_on=fail_on)
        _count(suite)
    for failure in failures:
        suite = _suite(root, failure.what)
        case = ET.SubElement(suite, "testcase", classname=_valid(failure.what), name="fetch")
        ET.SubElement(case, "error", message=_valid(str(failure.error)), type=type(failure.error).__name__)
        _count(suite)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suite(root: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(root, "testsuite", name=_valid(name))


def _case(
    suite: ET.Element, block: str, rule: str, found: Sequence[Finding], *, skipped: str, fail_on: str
) -> None:
    case = ET.SubElement(suite, "testcase", classname=_valid(block), name=_valid(rule))
    if skipped:
        ET.SubElement(case, "skipped", message=skipped)
    elif found:
        text = _valid("\n".join(f"{finding.subject}: {finding.message}" for finding in found))
        if is_failure(found[0].severity, fail_on):  # a rule has one severity
            failure = ET.SubElement(case, "failure", message=_valid(found[0].message), type=found[0].severity)
            failure.text = text
        else:
            ET.SubElement(case, "system-out").text = text


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite)))
    for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(plural, str(len(suite.findall(f"testcase/{tag}"))))


def _valid(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
