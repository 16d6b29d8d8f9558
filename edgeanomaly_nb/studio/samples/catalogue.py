"""The catalogue of the bundled samples. It needs neither requests nor a network."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...block.source import SAMPLE_HOST, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

#: The URL of the sample projects. The host cannot exist: ``.invalid`` is reserved for that (RFC 2606).
SAMPLE_BASE_URL = f"https://{SAMPLE_HOST}/v1"

#: The key that the sample service accepts. It has no other use. No part of it is a word, since messages hide
#: parts of a key.
SAMPLE_KEY = "ei_" + 16 * "zq"

#: A JSON object that the service sends.
JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One bundled anomaly block.

    Parameters
    ----------
    name : str
        Its name in the catalogue.
    project_id, learn_id : int
        Its ids in the sample service.
    type : str
        The ``type`` of the block, such as ``"anomaly"`` (K-means).
    n_axes : int
        Number of its axes.
    has_windows : bool
        True if a trained model and windows are bundled, too.
    purpose : str
        What it is for, in one sentence.

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
    has_windows: bool
    purpose: str


def read_data(name: str) -> bytes:
    """Read one data file of this package.

    Examples
    --------
    >>> json.loads(read_data("motion.json"))["name"]
    'Anomaly detection'
    """
    return (files(__package__) / "data" / name).read_bytes()


def read_json(name: str) -> JsonObject:
    """Return the JSON object in a data file of this package.

    Examples
    --------
    >>> read_json("projects.json")["success"]
    True
    """
    content: JsonObject = json.loads(read_data(name))
    return content


#: Every sample by its name.
_ALL = [Sample(**entry) for entry in read_json("catalogue.json")["samples"]]
SAMPLES: Mapping[str, Sample] = MappingProxyType({sample.name: sample for sample in _ALL})


def sample_name(source: Source) -> str | None:
    """Return the name of the sample that a config comes from; None if it is not a sample.

    Examples
    --------
    >>> sample_name(Source("samples.invalid", 481207, 4))
    'motion'
    """
    ids = (source.host, source.project_id, source.learn_id)
    return next((s.name for s in _ALL if (SAMPLE_HOST, s.project_id, s.learn_id) == ids), None)


def list_samples() -> pd.DataFrame:
    """List the bundled samples.

    Returns
    -------
    pandas.DataFrame
        One row per sample, indexed by ``name``.

        ===============  =======  =============================================
        column           dtype    meaning
        ===============  =======  =============================================
        ``project_id``   int64    project that the block is in
        ``learn_id``     int64    the block
        ``type``         str      such as ``anomaly`` (K-means)
        ``n_axes``       int64    number of axes; 0 for visual and custom blocks
        ``has_windows``  bool     a trained model and windows are bundled
        ``purpose``      str      what the sample is for
        ===============  =======  =============================================

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
