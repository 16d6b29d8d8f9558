"""The trained models and windows of the samples, as the sample service sends them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

import numpy as np

from .blocks import block_of, find_block, find_sample, sample_with_windows
from .catalogue import JsonObject, Sample, read_data, read_json
from .refusal import RefusedError

CATEGORIES = ("training", "testing")
_WHICH = "motion, one-class and fan have them"


def sample_of_learn_block(project: str, learn: str) -> Sample:
    """Return the sample of a learn block that has a model and windows.

    Raises
    ------
    RefusedError
        The block does not exist, is not an anomaly block, or has neither model nor windows.

    Examples
    --------
    >>> sample_of_learn_block("481207", "4").name
    'motion'
    """
    find_block(project, "learnBlocks", learn)  # refuses an unknown one
    sample = find_sample(project, learn)
    if sample is None:
        raise RefusedError(f"Block {learn} is not an anomaly detection block.")
    if not sample.has_windows:
        is_trained = read_json(f"{sample.name}.json")["trained"]
        reason = "is a sample without a model and windows" if is_trained else "has not been trained yet"
        raise RefusedError(f"Block {learn} {reason}: {_WHICH}.")
    return sample


def sample_of_dsp_block(project: str, dsp: str) -> Sample:
    """Return the sample whose windows are the features of a processing block.

    Raises
    ------
    RefusedError
        The block does not exist, or has no windows.

    Examples
    --------
    >>> sample_of_dsp_block("519640", "6").name
    'fan'
    """
    impulse, _ = find_block(project, "dspBlocks", dsp)
    sample = sample_with_windows(project, impulse)
    if sample is None:
        raise RefusedError(f"Processing block {dsp} is of a sample without a model and windows: {_WHICH}.")
    return sample


def model_body(sample: Sample, part: str) -> JsonObject:
    """Return the body of ``getAnomalyMetadata`` (``metadata``) or ``getGmmMetadata`` (``gmm``).

    Raises
    ------
    RefusedError
        The block is not a GMM.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.samples import SAMPLES
    >>> model_body(SAMPLES["motion"], "metadata")["axes"]
    [0, 4, 11, 22, 23, 25]
    """
    bodies: dict[str, JsonObject] = read_json(f"{sample.name}-model.json")
    if part not in bodies:
        raise RefusedError(f"Block {sample.learn_id} is not a GMM.")
    return bodies[part]


@cache
def _arrays(name: str) -> Mapping[str, np.ndarray]:
    with np.load(io.BytesIO(read_data(f"{name}-windows.npz")), allow_pickle=False) as found:
        return dict(found)


def array_of(sample: Sample, kind: str, category: str) -> np.ndarray:
    """Return the features (``x``, float32) or the origin (``y``, int32) of one category.

    Raises
    ------
    RefusedError
        There are no windows of this category.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.samples import SAMPLES
    >>> array_of(SAMPLES["motion"], "x", "training").shape
    (612, 33)
    """
    if category not in CATEGORIES:
        raise RefusedError(f"No {category} data.")
    return _arrays(sample.name)[f"{kind}_{category}"]


def npy(array: np.ndarray) -> bytes:
    """Return an array as npy.

    Examples
    --------
    >>> npy(np.zeros(1))[1:6]
    b'NUMPY'
    """
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def anomaly_labels(sample: Sample) -> dict[str, list[str]]:
    """Return ``anomalyLabelsConfig`` of the project of a sample.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.samples import SAMPLES
    >>> anomaly_labels(SAMPLES["one-class"])
    {'anomalyLabels': ['valve leak'], 'noAnomalyLabels': ['normal']}
    """
    labels: dict[str, list[str]] = read_json(f"project-{sample.project_id}.json")["anomalyLabelsConfig"]
    return labels


def label_names(sample: Sample) -> list[str]:
    """Return the labels of the project, in the order of their numbers in the origin.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.samples import SAMPLES
    >>> label_names(SAMPLES["one-class"])
    ['normal', 'valve leak']
    """
    labels = anomaly_labels(sample)
    return [*labels["noAnomalyLabels"], *labels["anomalyLabels"]]


def dsp_metadata(sample: Sample, category: str, *, excludes_samples: bool = False) -> JsonObject:
    """Return the body of ``getDspMetadata``; the samples are in the order of the npy.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.samples import SAMPLES
    >>> dsp_metadata(SAMPLES["fan"], "training")["includedSamples"][0]
    {'id': 51964000, 'windowCount': 17}
    """
    features, origin = (array_of(sample, kind, category) for kind in "xy")
    impulse, _ = block_of(sample)
    window = impulse["inputBlocks"][0]
    body = {
        "success": True,
        "dspConfig": "{}",
        "windowCount": len(features),
        "featureCount": features.shape[1],
        "featureLabels": [axis["label"] for axis in read_json(f"{sample.name}.json")["axes"]],
        "windowSizeMs": window["windowSizeMs"],
        "windowIncreaseMs": window["windowIncreaseMs"],
        "frequency": window["frequencyHz"],
        "labels": label_names(sample),
    }
    return body if excludes_samples else body | {"includedSamples": _included_samples(origin)}


def _included_samples(origin: np.ndarray) -> list[dict[str, int]]:
    idents, first, counts = np.unique(origin[:, 1], return_index=True, return_counts=True)
    in_order = np.argsort(first)
    pairs = zip(idents[in_order].tolist(), counts[in_order].tolist(), strict=True)
    return [{"id": ident, "windowCount": count} for ident, count in pairs]
