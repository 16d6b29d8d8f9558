"""Exercises of the notebook about your own project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import AuthenticationError, NotFoundError, PermissionDeniedError
from ..studio.client import StudioClient
from ..studio.load_sample import load_sample
from .exercise import Exercise

if TYPE_CHECKING:
    import pandas as pd

#: Scores of twelve windows, as a device might compute them (no unit); none equals a threshold.
FIELD_SCORES = (-0.42, 0.31, -0.18, 0.12, 0.38, 0.67, -0.05, 0.29, 0.44, 1.32, -0.27, 0.41)

_TUNNEL = 519640


def _blocks(of_type: str) -> pd.DataFrame:
    blocks = StudioClient.sample().list_anomaly_blocks(_TUNNEL)
    return blocks[blocks["type"] == of_type]


def _mixtures() -> list[int]:
    return _blocks("anomaly-gmm")["learn_id"].tolist()


def _flagged(sample: str) -> int:
    """Return how many scores are above the threshold of a sample."""
    threshold = float(load_sample(sample).thresholds["value"].iloc[0])
    return sum(score > threshold for score in FIELD_SCORES)


EXERCISES = (
    Exercise(
        "project-mixtures",
        _mixtures,
        hint="List the anomaly blocks of project 519640, and select the rows with the type of a mixture. The "
        "answer is their learn_id.",
        because="get_anomaly needs the learn_id, and the type shows how to read the score.",
        traps={
            "Those are the ids of impulses. Each block has its own id.": lambda: _blocks("anomaly-gmm")[
                "impulse_id"
            ].tolist(),
            "Those are K-means blocks: look at the column type.": lambda: _blocks("anomaly")[
                "learn_id"
            ].tolist(),
            "Those are all anomaly blocks: look at the column type.": lambda: [
                *_blocks("anomaly")["learn_id"],
                *_mixtures(),
            ],
            "That is one of them. There are more.": lambda: _mixtures()[:1],
        },
    ),
    Exercise(
        "project-gone",
        lambda: NotFoundError.__name__,
        hint="Look at the table of errors: which row is about a block that does not exist?",
        because="Only this class means that there is no such project or block. Others still stop the script.",
        traps={
            "That also catches errors such as a deleted key or a failing service: it is too wide.": lambda: (
                "EdgeAnomalyError"
            ),
            "That also catches refusals, such as that of a wrong key: it is too wide.": lambda: "StudioError",
            "That means that the key is unknown. The block may exist.": lambda: AuthenticationError.__name__,
            "That means that the key has no access. The block may exist.": lambda: (
                PermissionDeniedError.__name__
            ),
            "That is the class itself. The answer is its name as text, in quotes.": lambda: NotFoundError,
            "Use the name alone, without ea. in front.": lambda: f"ea.{NotFoundError.__name__}",
        },
    ),
    Exercise(
        "project-firmware",
        lambda: _flagged("motion") - _flagged("motion-later"),
        hint="Count the scores above the threshold in the firmware that are not above the one in Studio.",
        because="They lie between the two thresholds: the device still uses the one in its firmware.",
        traps={
            "Those are all flags of the device. Studio would also flag some of them.": lambda: _flagged(
                "motion"
            ),
            "Those are the windows that both flag.": lambda: _flagged("motion-later"),
            "Those are the windows on which both agree. Count those on which they differ.": lambda: (
                len(FIELD_SCORES) - _flagged("motion") + _flagged("motion-later")
            ),
        },
    ),
)
