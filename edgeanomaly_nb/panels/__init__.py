"""Panels for a notebook: ipywidgets whose traits drive them and report what they show."""

from __future__ import annotations

from .axes.panel import AxesPanel
from .compare import ComparePanel
from .explorer.explorer import AnomalyExplorer, explore
from .scores.panel import ScoresPanel
from .thresholds.panel import ThresholdsPanel

__all__ = ["AnomalyExplorer", "AxesPanel", "ComparePanel", "ScoresPanel", "ThresholdsPanel", "explore"]
