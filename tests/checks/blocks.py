"""Blocks for the tests of the rules."""

from __future__ import annotations

import json

import edgeanomaly_nb as ea
from tests.bodies import axis, body, threshold


def made(block_type="anomaly", **changes):
    return ea.AnomalyConfig.from_json(json.dumps(body(**changes)), source=ea.Source(block_type=block_type))


def messages(found, code):
    return found.loc[found.code == code, "message"].tolist()


def axes(count, *, selected=(0,), favourite=(0,), label="a{}"):
    return [axis(ix, label.format(ix), ix in selected, ix in favourite) for ix in range(count)]


def chosen(count, **more):
    """Make a body's axes with all of the first `count` selected, and what agrees with them."""
    return {
        "axes": axes(more.pop("of", count), selected=range(count), **more),
        "selectedAxes": [*range(count)],
    }


def uses(*classes):
    return {**body()["dependencies"], "classes": list(classes)}


def reads(*blocks, classes=("idle", "wave")):
    return {**body()["dependencies"], "blockNames": list(blocks), "classes": list(classes)}


def labelled(*labels):
    return {"axes": [axis(ix, label, ix == 0, ix == 0) for ix, label in enumerate(labels)]}


def scores(value, suggested=None, rating=None, **more):
    """Make a body's threshold with a suggestion, and a rating that agrees with it."""
    if suggested is not None:
        more["suggestedValue"] = suggested
    return {
        "thresholds": [threshold(value=value, **more)],
        "minimumConfidenceRating": value if rating is None else rating,
    }
