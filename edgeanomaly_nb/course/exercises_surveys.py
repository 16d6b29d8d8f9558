"""Exercises of the notebook about many projects."""

from __future__ import annotations

import pandas as pd

from ..studio.client import StudioClient
from ..surveys.start import survey
from .exercise import Exercise


def _blocks() -> pd.DataFrame:
    return survey(client=StudioClient.sample()).blocks


def _totals() -> dict[str, int]:
    blocks = _blocks()
    axes = int((blocks["selected"] + blocks["favourites_not_selected"] - blocks["favourite"]).sum())
    return {
        "answer": int(blocks["favourites_not_selected"].sum()),
        "blocks": int((blocks["favourites_not_selected"] > 0).sum()),
        "favourites": int(blocks["favourite"].sum()),
        "selected only": axes,
    }


def _traps() -> dict[str, object]:
    totals = _totals()
    return {
        "That is the number of blocks that have one: add the numbers up.": totals["blocks"],
        "Those are all favourites: count those that are not selected.": totals["favourites"],
        "Those are selected and no favourites; it is the other way round.": totals["selected only"],
    }


def _lower(kinds: list[str]) -> int:
    blocks = _blocks()
    return int((blocks["kind"].isin(kinds) & (blocks["difference"] < 0)).sum())


def _lower_traps() -> dict[str, object]:
    blocks = _blocks()
    is_kmeans = blocks["kind"] == "K-means"
    return {
        "Those are blocks of all kinds: count the K-means blocks.": int((blocks["difference"] < 0).sum()),
        "Those are set higher: a difference is the threshold minus the suggestion.": int(
            (is_kmeans & (blocks["difference"] > 0)).sum()
        ),
        "A block without a suggestion cannot be below it.": int(
            (is_kmeans & ~(blocks["difference"] >= 0)).sum()
        ),
    }


EXERCISES = (
    Exercise(
        "survey-favourites",
        lambda: _totals()["answer"],
        hint="survey.blocks has a column with this number for each block. Or query survey.axes.",
        because="Most of them are in a few blocks: sort by this column to see where to begin.",
        traps=_traps,
    ),
    Exercise(
        "survey-lower",
        lambda: _lower(["K-means"]),
        hint="Two conditions: kind is K-means, and difference is below 0. Both are columns of survey.blocks.",
        because="These blocks flag more than they would with the suggested value.",
        traps=_lower_traps,
    ),
)
