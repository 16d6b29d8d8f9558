"""Exercises of the notebook about your own project."""

from __future__ import annotations

import pandas as pd

from ..errors import AuthenticationError, EdgeAnomalyError, NotFoundError, PermissionDeniedError, StudioError
from ..studio.client import StudioClient
from ..studio.load_sample import load_sample
from .exercise import Exercise

#: Scores of twelve windows, as a device might compute them (no unit); none equals a threshold.
FIELD_SCORES = (-0.42, 0.31, -0.18, 0.12, 0.38, 0.67, -0.05, 0.29, 0.44, 1.32, -0.27, 0.41)

_TUNNEL = 519640


def _blocks(of_type: str) -> pd.DataFrame:
    blocks = StudioClient.sample().list_anomaly_blocks(_TUNNEL)
    return blocks[blocks["type"] == of_type]


def _mixtures() -> list[int]:
    return _blocks("anomaly-gmm")["learn_id"].tolist()


def _mixtures_traps() -> dict[str, object]:
    mixtures, kmeans = _mixtures(), _blocks("anomaly")["learn_id"].tolist()
    impulses = _blocks("anomaly-gmm")["impulse_id"]
    return {
        "Those are the ids of impulses. Each block has its own id.": impulses,
        "Those are K-means blocks: look at the column type.": kmeans,
        "Those are all anomaly blocks: look at the column type.": [*kmeans, *mixtures],
        "That is one of them. There are more.": mixtures[:1],
    }


def _gone_traps() -> dict[str, object]:
    wide = "That also catches errors such as a deleted key or a failing service: it is too wide."
    return {
        wide: EdgeAnomalyError.__name__,
        "That also catches refusals, such as that of a wrong key: it is too wide.": StudioError.__name__,
        "That means that the key is unknown. The block may exist.": AuthenticationError.__name__,
        "That means that the key has no access. The block may exist.": PermissionDeniedError.__name__,
        "That is the class itself. The answer is its name as text, in quotes.": NotFoundError,
        "Use the name alone, without ea. in front.": f"ea.{NotFoundError.__name__}",
    }


def _flagged(sample: str) -> int:
    """Return how many scores are above the threshold of a sample."""
    threshold = float(load_sample(sample).thresholds["value"].iloc[0])
    return sum(score > threshold for score in FIELD_SCORES)


def _between() -> int:
    return _flagged("motion") - _flagged("motion-later")


def _between_traps() -> dict[str, object]:
    device, studio, agreed = _flagged("motion"), _flagged("motion-later"), len(FIELD_SCORES) - _between()
    return {
        "Those are all flags of the device. Studio would also flag some of them.": device,
        "Those are the windows that both flag.": studio,
        "Those are the windows on which both agree. Count those on which they differ.": agreed,
    }


EXERCISES = (
    Exercise(
        "project-mixtures",
        _mixtures,
        hint="List the anomaly blocks of project 519640, and select the rows with the type of a mixture. The "
        "answer is their learn_id.",
        because="get_anomaly needs the learn_id, and the type shows how to read the score.",
        traps=_mixtures_traps,
    ),
    Exercise(
        "project-gone",
        lambda: NotFoundError.__name__,
        hint="Look at the table of errors: which row is about a block that does not exist?",
        because="Only this class means that there is no such project or block. Others still stop the script.",
        traps=_gone_traps,
    ),
    Exercise(
        "project-firmware",
        _between,
        hint="Count the scores above the threshold in the firmware that are not above the one in Studio.",
        because="They lie between the two thresholds: the device still uses the one in its firmware.",
        traps=_between_traps,
    ),
)
