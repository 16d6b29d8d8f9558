"""Bundled sample projects: anomaly blocks of every kind, with no network and no account.

`SampleAdapter` serves them to a `requests.Session` the way the Studio API would. The data beside this module
is made by ``tools/make_samples.py``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from .adapter import SAMPLE_BASE_URL as SAMPLE_BASE_URL
    from .adapter import SAMPLE_KEY as SAMPLE_KEY
    from .adapter import SampleAdapter as SampleAdapter

__all__ = ["SAMPLES", "SAMPLE_BASE_URL", "SAMPLE_KEY", "Sample", "SampleAdapter", "list_samples"]


@dataclass(frozen=True)
class Sample:
    """One bundled anomaly block.

    Parameters
    ----------
    name : str
        What to call it by.
    project_id, learn_id : int
        What to ask the sample service for.
    type : str
        ``"anomaly"`` (K-means) or ``"anomaly-gmm"``.
    n_axes : int
        Number of its axes.
    purpose : str
        One sentence: what it is for.

    Examples
    --------
    >>> SAMPLES["fan"].type, SAMPLES["fan"].n_axes
    ('anomaly-gmm', 63)
    """

    name: str
    project_id: int
    learn_id: int
    type: str
    n_axes: int
    purpose: str


def read_data(name: str) -> bytes:
    """Read one data file of this package.

    Examples
    --------
    >>> json.loads(read_data("motion.json"))["name"]
    'Anomaly detection'
    """
    return files(__name__).joinpath("data", name).read_bytes()


#: Every sample by its name.
SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {entry["name"]: Sample(**entry) for entry in json.loads(read_data("catalogue.json"))["samples"]}
)


def sample_name(project_id: int | None, learn_id: int | None) -> str | None:
    """Give the name of a sample by its ids; None where there is none.

    Examples
    --------
    >>> sample_name(481207, 4)
    'motion'
    """
    ids = (project_id, learn_id)
    return next((name for name, s in SAMPLES.items() if (s.project_id, s.learn_id) == ids), None)


def list_samples() -> pd.DataFrame:
    """List the bundled samples.

    Returns
    -------
    pandas.DataFrame
        One row a sample, indexed by ``name``.

        ==============  =======  =============================================
        column          dtype    meaning
        ==============  =======  =============================================
        ``project_id``  int64    project that the block is in
        ``learn_id``    int64    the block
        ``type``        str      ``anomaly`` (K-means) or ``anomaly-gmm``
        ``n_axes``      int64    number of axes
        ``purpose``     str      what the sample is for
        ==============  =======  =============================================

    Examples
    --------
    >>> list_samples().loc[["motion", "fan"], ["type", "n_axes"]]
                   type  n_axes
    name
    motion      anomaly      33
    fan     anomaly-gmm      63
    """
    import pandas as pd

    return pd.DataFrame([asdict(sample) for sample in SAMPLES.values()]).set_index("name")


def __getattr__(name: str) -> Any:
    # The adapter needs requests; listing the samples does not.
    if name in {"SAMPLE_BASE_URL", "SAMPLE_KEY", "SampleAdapter"}:
        from . import adapter

        return getattr(adapter, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
