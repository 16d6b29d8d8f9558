"""Load a bundled block by its name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from .client import StudioClient
from .samples import SAMPLES

if TYPE_CHECKING:
    from ..block.config import AnomalyConfig


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
    if not isinstance(name, str):
        raise TypeError(f"name must be a str, not {type(name).__name__}.")
    if name not in SAMPLES:
        close = " or ".join(map(repr, get_close_matches(name, SAMPLES, n=3)))
        known = f"Did you mean {close}?" if close else f"There are: {', '.join(SAMPLES)}."
        raise ValueError(f"There is no sample {name!r}. {known}")
    sample = SAMPLES[name]
    return StudioClient.sample().get_anomaly(sample.project_id, sample.learn_id)
