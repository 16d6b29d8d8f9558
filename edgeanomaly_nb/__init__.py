"""Read, explore and explain the anomaly blocks of Edge Impulse projects in a Jupyter notebook.

Examples
--------
>>> import edgeanomaly_nb as ea
>>> config = ea.load_sample("motion")
>>> int(config.axes.selected.sum())
6
"""

from __future__ import annotations

from .errors import *  # noqa: F403  # every public name there is an error
from .version import __version__

TYPE_CHECKING = False  # the one in typing costs more to import than all of this package's __init__
if TYPE_CHECKING:
    from .block.config import AnomalyConfig as AnomalyConfig
    from .block.source import Source as Source
    from .checks.findings import list_rules as list_rules
    from .checks.rule import Rule as Rule
    from .checks.settings import read_finding_settings as read_finding_settings
    from .firmware import FirmwareHeader as FirmwareHeader
    from .firmware import firmware_header as firmware_header
    from .firmware import runner_thresholds as runner_thresholds
    from .panels import AnomalyExplorer as AnomalyExplorer
    from .panels import AxesPanel as AxesPanel
    from .panels import ComparePanel as ComparePanel
    from .panels import ScoresPanel as ScoresPanel
    from .panels import ThresholdsPanel as ThresholdsPanel
    from .panels import explore as explore
    from .plots import plot_axes as plot_axes
    from .plots import plot_changes as plot_changes
    from .plots import plot_clusters as plot_clusters
    from .plots import plot_scores as plot_scores
    from .plots import plot_thresholds as plot_thresholds
    from .plots import plot_what_if as plot_what_if
    from .report import write_report as write_report
    from .scores.load_windows import load_windows as load_windows
    from .scores.model import AnomalyModel as AnomalyModel
    from .scores.threshold_for import threshold_for as threshold_for
    from .scores.what_if import what_if as what_if
    from .scores.windows import Windows as Windows
    from .studio.auth.keys import ApiKey as ApiKey
    from .studio.auth.keys import JwtCookie as JwtCookie
    from .studio.auth.keys import JwtHeader as JwtHeader
    from .studio.auth.keys import credentials_from_env as credentials_from_env
    from .studio.auth.oauth2 import OAuth2 as OAuth2
    from .studio.client import StudioClient as StudioClient
    from .studio.load_sample import load_sample as load_sample
    from .studio.load_sample import load_sample_model as load_sample_model
    from .studio.load_sample import load_sample_windows as load_sample_windows
    from .studio.samples import list_samples as list_samples
    from .studio.threshold_change import ThresholdChange as ThresholdChange
    from .studio.threshold_result import ThresholdsWritten as ThresholdsWritten
    from .surveys.compare import compare as compare
    from .surveys.start import survey as survey
    from .surveys.survey import Survey as Survey
    from .tables import flat as flat

# Where each public name lives: loaded on first use (PEP 562), so that importing the package costs nothing.
_HOMES = {
    "block.config": ("AnomalyConfig",),
    "block.source": ("Source",),
    "checks.findings": ("list_rules",),
    "checks.rule": ("Rule",),
    "checks.settings": ("read_finding_settings",),
    "firmware": ("FirmwareHeader", "firmware_header", "runner_thresholds"),
    "panels": ("AnomalyExplorer", "AxesPanel", "ComparePanel", "ScoresPanel", "ThresholdsPanel", "explore"),
    "plots": (
        "plot_axes",
        "plot_changes",
        "plot_clusters",
        "plot_scores",
        "plot_thresholds",
        "plot_what_if",
    ),
    "report": ("write_report",),
    "scores.load_windows": ("load_windows",),
    "scores.model": ("AnomalyModel",),
    "scores.threshold_for": ("threshold_for",),
    "scores.what_if": ("what_if",),
    "scores.windows": ("Windows",),
    "studio.auth.keys": ("ApiKey", "JwtCookie", "JwtHeader", "credentials_from_env"),
    "studio.auth.oauth2": ("OAuth2",),
    "studio.client": ("StudioClient",),
    "studio.load_sample": ("load_sample", "load_sample_model", "load_sample_windows"),
    "studio.samples": ("list_samples",),
    "surveys.compare": ("compare",),
    "surveys.start": ("survey",),
    "surveys.survey": ("Survey",),
    "studio.threshold_change": ("ThresholdChange",),
    "studio.threshold_result": ("ThresholdsWritten",),
    "tables": ("flat",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

_ERRORS = [name for name in globals() if name.endswith("Error")]

__all__ = ["__version__", *_ERRORS, *_HOME_OF]


def __getattr__(name: str) -> object:
    module = _HOME_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
