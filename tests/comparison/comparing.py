"""Helpers of the tests that compare configs."""

from __future__ import annotations

import re
from collections import Counter

import edgeanomaly_nb as ea
from tests.bodies import body, config, threshold


def rows_of(changes):
    return list(changes.itertuples(index=False, name=None))


def rows(before, after):
    return rows_of(ea.compare(before, after))


def changed(before, after):
    """Compare two bodies that differ in these fields only."""
    return rows(config(**before), config(**after))


def of_axes(before, after):
    """Compare lists of axes whose flags and ``selectedAxes`` agree, and ignore changes of the block."""
    told = changed(*({"axes": axes, "selectedAxes": flagged(axes)} for axes in (before, after)))
    return [row[1:] for row in told if row[0] != "block"]


def flagged(axes):
    return [one["ix"] for one in axes if one["selected"]]


def uses(**changes):
    return {"dependencies": {**body()["dependencies"], **changes}}


def one_threshold(**changes):
    return {"thresholds": [threshold(**changes)]}


def mirrored(told):
    swap = {"gained": "lost", "lost": "gained", "added": "removed", "removed": "added", "changed": "changed"}
    return Counter(
        (part, subject, what, swap[change], after, before)
        for part, subject, what, change, before, after, _words in told
    )


def check_mirror(told, back):
    assert mirrored(told) == Counter(row[:-1] for row in back)
    for *_, in_words in told:
        assert re.sub("[\u00ad\u200c\u200d]", "", in_words).isprintable()
        assert 0 < len(in_words) < 300
