"""The thresholds of the block below the scores."""

from __future__ import annotations

import pandas as pd

from ...block.config import AnomalyConfig
from ..thresholds.panel import ThresholdsPanel


def threshold_row(config: AnomalyConfig | None, scores: pd.DataFrame) -> tuple[ThresholdsPanel, ...]:
    """Return the panel that tries thresholds on the scores; nothing without a config.

    Examples
    --------
    >>> threshold_row(None, pd.DataFrame())
    ()
    """
    return () if config is None else (ThresholdsPanel(config, scores=scores),)
