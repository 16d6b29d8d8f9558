"""Scoring windows, and trying thresholds on the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .evidence import Evidence
from .results import Scored

if TYPE_CHECKING:
    from collections.abc import Sequence


def score(
    evidence: Evidence, thresholds: Sequence[float], at_most: float, rule: str, in_a_row: int
) -> Scored:
    """Score the windows; the thresholds of the config replace those that the model was trained with.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> windows = ea.load_sample_windows("motion", "testing")
    >>> scored = score(Evidence(None, ea.load_sample_model("motion"), windows), [0.7], 0.01, ">", 1)
    >>> scored.trials.frame.loc[0.7, "meaning"]
    'given'
    """
    from ..scores.trials import try_thresholds, with_thresholds

    config, model, windows = evidence.config, evidence.model, evidence.windows
    assert model is not None  # noqa: S101  # the command has read both
    assert windows is not None  # noqa: S101
    frame = with_thresholds(model.score(windows), config)
    trials = try_thresholds(frame, thresholds, at_most=at_most, rule=rule, in_a_row=in_a_row)
    return Scored(config, model, windows, frame, trials, at_most, rule, in_a_row)
