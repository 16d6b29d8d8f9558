"""Exercises of the notebook about many projects."""

from __future__ import annotations

from ..studio.client import StudioClient
from ..surveys.start import survey
from .exercise import Exercise


def _totals() -> dict[str, int]:
    blocks = survey(client=StudioClient.sample()).blocks
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


EXERCISES = (
    Exercise(
        "survey-favourites",
        lambda: _totals()["answer"],
        hint="survey.blocks has a column with this number for each block. Or query survey.axes.",
        because="Most of them are in a few blocks: sort by this column to see where to begin.",
        traps=_traps,
    ),
)
