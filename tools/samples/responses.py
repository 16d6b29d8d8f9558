"""The responses of the service for the sample projects."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.samples.project import Impulse, Json, Project

TITLES = {
    "anomaly": "Anomaly Detection (K-means)",
    "anomaly-gmm": "Anomaly Detection (GMM)",
    "keras-visual-anomaly": "Visual Anomaly Detection",
    "keras-anomaly": "Vibration autoencoder",
}


def positions(labels: Sequence[str], wanted: Sequence[str] | Sequence[int]) -> list[int]:
    return [
        ix
        for ix, label in enumerate(labels)
        if any(ix == item if isinstance(item, int) else fnmatchcase(label, item) for item in wanted)
    ]


def selected_axes(impulse: Impulse) -> list[int]:
    """Return the positions of the selected axes: without a selection those of the favourites."""
    selected = impulse.favourites if impulse.selected is None else impulse.selected
    return positions(impulse.labels, selected)


def config_body(project: Project, impulse: Impulse) -> Json:
    return anomaly_body(project, impulse) if impulse.has_axes else keras_body(project, impulse)


def keras_body(project: Project, impulse: Impulse) -> Json:
    """Return the body of ``getKeras``, with the fields of neural networks that say nothing here."""
    only = {"anomalyCapacity": impulse.capacity, "customParameters": impulse.parameters}
    return {
        "success": True,
        "name": impulse.block,
        "type": impulse.type,
        "mode": "visual",
        "trained": impulse.trained,
        "dependencies": dependencies(project, impulse),
        "shape": "",
        "script": "",
        "selectedModelType": "int8",
        "visualLayers": [],
        "transferLearningModels": [],
        "augmentationPolicyImage": "none",
        "trainingCycles": 0 if impulse.images else 60,
        "learningRate": 0.001,
        "defaultBatchSize": 32,
        "profileInt8": True,
        "skipEmbeddingsAndMemory": False,
        "showAdvancedTrainingSettings": False,
        "showAugmentationTrainingSettings": False,
        "minimumConfidenceRating": impulse.thresholds[0]["value"],
        "thresholds": impulse.thresholds,
        **{name: value for name, value in only.items() if value},
    }


def dependencies(project: Project, impulse: Impulse) -> Json:
    return {
        "classes": project.classes,
        "blockNames": [dsp.name for dsp in impulse.dsp],
        "featureCount": impulse.n_features,
        "sampleCount": impulse.images or project.n_windows,
        "outputClasses": ["Anomaly score"],
    }


def anomaly_body(project: Project, impulse: Impulse) -> Json:
    labels = impulse.labels
    favourites = positions(labels, impulse.favourites)
    selected = selected_axes(impulse)
    body: Json = {
        "success": True,
        "name": impulse.block,
        "trained": impulse.trained,
        "clusterCount": impulse.clusters,
        "dependencies": dependencies(project, impulse),
        "axes": [
            {"ix": ix, "label": label, "selected": ix in selected, "favourite": ix in favourites}
            for ix, label in enumerate(labels)
        ],
        "selectedAxes": selected if impulse.configured is None else impulse.configured,
        "minimumConfidenceRating": (
            impulse.thresholds[0]["value"] if impulse.rating is None else impulse.rating
        ),
        "thresholds": impulse.thresholds,
    }
    return as_older_server(body) if impulse.legacy else body


def as_older_server(body: Json) -> Json:
    del body["thresholds"], body["dependencies"]["outputClasses"]
    for axis in body["axes"]:
        del axis["ix"]
    return body


def impulses_body(project: Project) -> Json:
    ids = count(1)  # ids of blocks are unique in their project
    impulses = [impulse_json(project, impulse, n, ids) for n, impulse in enumerate(project.impulses, 1)]
    return {"success": True, "impulses": impulses, "maxImpulseCount": -1}


IMAGES = {
    "type": "image",
    "name": "Image data",
    "title": "Image data",
    "imageWidth": 96,
    "imageHeight": 96,
    "resizeMode": "squash",
}


def impulse_json(project: Project, impulse: Impulse, impulse_id: int, ids: Iterator[int]) -> Json:
    series = {
        "type": "time-series",
        "name": "Time series",
        "title": "Time series data",
        "windowSizeMs": project.window_ms,
        "windowIncreaseMs": project.increase_ms,
        "frequencyHz": project.rate_hz,
        "padZeros": True,
    }
    window: Json = {"id": next(ids), **(IMAGES if impulse.images else series)}
    dsp_blocks = [
        {
            "id": next(ids),
            "type": dsp.type,
            "name": dsp.name,
            "title": dsp.name,
            "axes": dsp.sensors,
            "valuesPerAxis": len(dsp.features),
            "input": window["id"],
            "implementationVersion": dsp.version,
        }
        for dsp in impulse.dsp
    ]
    kinds = [("keras", "Classifier", "Classification")] if impulse.classifier else []
    kinds.append((impulse.type, impulse.block, TITLES[impulse.type]))
    dsp_ids = [dsp["id"] for dsp in dsp_blocks]
    return {
        "id": impulse_id,
        "name": impulse.name,
        "type": "default",
        "inputBlocks": [window],
        "dspBlocks": dsp_blocks,
        "learnBlocks": [
            {"id": next(ids), "type": kind, "name": name, "dsp": dsp_ids, "title": title}
            for kind, name, title in kinds
        ],
        "postProcessingBlocks": [],
    }


NOT_SO = (
    "ownerIsDeveloperProfile",
    "isEnterpriseProject",
    "hasPublicVersion",
    "isPublic",
    "allowsLivePublicAccess",
    "indPauseProcessingSamples",
    "publicProjectListed",
)


def project_json(project: Project) -> Json:
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "created": project.created,
        "owner": "edgeanomaly_nb samples",
        "collaborators": [],
        "labelingMethod": "single_label",
        "metadata": {},
        "whitelabelId": None,
        "tier": "free",
        **dict.fromkeys(NOT_SO, False),
    }


def project_info_body(project: Project) -> Json:
    """Return the body of ``getProjectInfo``, without the keys and addresses that the service adds."""
    return {
        "success": True,
        "project": project_json(project),
        "anomalyLabelsConfig": {
            "anomalyLabels": [project.anomaly],
            "noAnomalyLabels": list(project.classes),
        },
    }
