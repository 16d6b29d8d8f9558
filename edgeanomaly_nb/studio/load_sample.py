"""Load a bundled block by its name: its configuration, its model and its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import checked_str, unknown_name
from .client import StudioClient
from .samples import SAMPLES
from .samples.catalogue import Sample

if TYPE_CHECKING:
    from ..block.config import AnomalyConfig
    from ..scores.model import AnomalyModel
    from ..scores.windows import Windows


def load_sample(name: str) -> AnomalyConfig:
    """Load one of the bundled blocks.

    Parameters
    ----------
    name : str
        A name of `list_samples`.

    Returns
    -------
    AnomalyConfig
        Its configuration, fetched from the bundled projects by a `StudioClient`.

    Raises
    ------
    ValueError
        There is no sample of this name; the message lists similar names.

    Examples
    --------
    >>> load_sample("motion").cluster_count
    5
    """
    sample = _sample(name)
    return StudioClient.sample().get_anomaly(sample.project_id, sample.learn_id)


def load_sample_model(name: str) -> AnomalyModel:
    """Load the trained model of a bundled block.

    Parameters
    ----------
    name : str
        A name of `list_samples` whose ``has_windows`` is true.

    Returns
    -------
    AnomalyModel
        Fetched from the bundled projects by a `StudioClient`.

    Raises
    ------
    ValueError
        There is no sample of this name.
    StudioError
        The sample has no model.

    Examples
    --------
    >>> load_sample_model("fan").kind.name
    'GMM'
    """
    sample = _sample(name)
    return StudioClient.sample().get_anomaly_model(sample.project_id, sample.learn_id)


def load_sample_windows(name: str, category: str = "training") -> Windows:
    """Load the windows of a bundled block.

    Parameters
    ----------
    name : str
        A name of `list_samples` whose ``has_windows`` is true.
    category : {"training", "testing"}
        Which windows.

    Returns
    -------
    Windows
        Fetched from the bundled projects by a `StudioClient`.

    Raises
    ------
    ValueError
        There is no sample of this name, or no such category.
    StudioError
        The sample has no windows.

    Examples
    --------
    >>> load_sample_windows("motion", "testing").origin["label"].nunique() > 1
    True
    """
    sample = _sample(name)
    return StudioClient.sample().get_windows(sample.project_id, sample.learn_id, category)


def _sample(name: str) -> Sample:
    if checked_str(name, "name") not in SAMPLES:
        raise ValueError(unknown_name("sample", name, SAMPLES))
    return SAMPLES[name]
