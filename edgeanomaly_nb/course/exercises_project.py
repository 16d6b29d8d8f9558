"""Exercises of the notebook on a project of your own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checking import Exercise

if TYPE_CHECKING:
    import pandas as pd

#: Scores of twelve windows, as a device might give them (no unit); none is on a threshold.
FIELD_SCORES = (-0.42, 0.31, -0.18, 0.12, 0.38, 0.67, -0.05, 0.29, 0.44, 1.32, -0.27, 0.41)

_TUNNEL = 519640


def _blocks(of_type: str) -> pd.DataFrame:
    from ..studio.client import StudioClient

    blocks = StudioClient.sample().list_anomaly_blocks(_TUNNEL)
    return blocks[blocks["type"] == of_type]


def _mixtures() -> list[int]:
    return _blocks("anomaly-gmm")["learn_id"].tolist()


def _name_for(status: int) -> str:
    from ..studio.responses import kind_for_status

    return kind_for_status(status).__name__


def _class_for(status: int) -> type[Exception]:
    from ..studio.responses import kind_for_status

    return kind_for_status(status)


def _flagged(sample: str) -> int:
    """Count the scores above the threshold of a sample."""
    from ..studio.load_sample import load_sample

    threshold = float(load_sample(sample).thresholds["value"].iloc[0])
    return sum(score > threshold for score in FIELD_SCORES)


EXERCISES = (
    Exercise(
        "project-mixtures",
        _mixtures,
        hint="List the anomaly blocks of project 519640, keep the rows whose type is that of a mixture, and "
        "take learn_id of all of them.",
        because="learn_id is the number that get_anomaly takes, and type tells how to read the score.",
        traps={
            "Those are the ids of impulses. The block has an id of its own.": lambda: _blocks("anomaly-gmm")[
                "impulse_id"
            ].tolist(),
            "Those are blocks of K-means: look at the column type.": lambda: _blocks("anomaly")[
                "learn_id"
            ].tolist(),
            "Those are all anomaly blocks: look at the column type.": lambda: [
                *_blocks("anomaly")["learn_id"],
                *_mixtures(),
            ],
            "That is one of them, and there are more.": lambda: _mixtures()[:1],
        },
    ),
    Exercise(
        "project-gone",
        lambda: _name_for(404),
        hint="Look at the table of refusals: which row is about a block that does not exist?",
        because="It alone means that there is no such project or block; all else still stops the script.",
        traps={
            "That also catches a key that was deleted and a service that is down: it is too wide.": lambda: (
                "EdgeAnomalyError"
            ),
            "That catches every refusal, that of a wrong key too: it is too wide.": lambda: "StudioError",
            "That says that the key is not known. The block may well be there.": lambda: _name_for(401),
            "That says that the key may not look. The block may well be there.": lambda: _name_for(403),
            "That is the class itself: give its name as text, in quotes.": lambda: _class_for(404),
            "Give the name alone, without ea. in front.": lambda: f"ea.{_name_for(404)}",
        },
    ),
    Exercise(
        "project-firmware",
        lambda: _flagged("motion") - _flagged("motion-later"),
        hint="Count the scores above the number in the firmware that are not above the one in Studio.",
        because="They lie between the two numbers: the device still flags by the one that was typed into it.",
        traps={
            "Those are all that the device flags. Studio would flag some of them, too.": lambda: _flagged(
                "motion"
            ),
            "Those are the ones that both flag.": lambda: _flagged("motion-later"),
            "Those are the ones that both let pass or both flag; count where they differ.": lambda: (
                len(FIELD_SCORES) - _flagged("motion") + _flagged("motion-later")
            ),
        },
    ),
)
