"""What a command found, as data for its output."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from ..block.config import AnomalyConfig
    from ..scores.model import AnomalyModel
    from ..scores.trials import Trials
    from ..scores.windows import Windows


class Failure(NamedTuple):
    """A block that could not be fetched, as text, and the error."""

    what: str
    error: Exception


class Scored(NamedTuple):
    """The scores of windows, and what thresholds flag of them."""

    config: AnomalyConfig | None
    model: AnomalyModel
    windows: Windows
    frame: pd.DataFrame
    trials: Trials
    at_most: float
    rule: str
    in_a_row: int
