"""Panels for a notebook: ipywidgets whose traits drive them and report what they show."""

from __future__ import annotations

from .axes import AxesPanel
from .compare import ComparePanel
from .explorer import AnomalyExplorer, explore
from .thresholds import ThresholdsPanel

__all__ = ["AnomalyExplorer", "AxesPanel", "ComparePanel", "ThresholdsPanel", "explore"]
