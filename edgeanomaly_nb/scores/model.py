"""`AnomalyModel`: what an anomaly block has learned, and the scores that it gives to windows."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..block.config import AnomalyConfig
from ..block.file_format import digest_of, unreadable
from ..block.kinds import GMM, K_MEANS, Kind
from ..block.source import Source, block_text
from ..errors import InvalidResponseError, OperationFailedError
from ..files import read_file, write_atomically
from ..text import in_utc
from .inputs import InputBlocks
from .model_bodies import LogLikelihood, read_bodies
from .model_file import pack_model, unpack_model
from .model_frames import centers_frame, components_frame, model_thresholds, radii_frame, scaler_frame
from .model_schema import GmmBody, MetadataBody
from .scores_frame import scores_frame
from .scoring import GmmScoring, KMeansScoring, scoring_of
from .trained_values import labels_of, trained_values

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from .windows import Windows


@dataclass(frozen=True, repr=False)
class AnomalyModel:
    """What an anomaly block has learned: the trained axes, the scaler, and the clusters or the mixture.

    Created by `StudioClient.get_anomaly_model`, `AnomalyModel.load` or `AnomalyModel.from_json`. Two models
    are equal if their bodies are equal.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> model = ea.StudioClient.sample().get_anomaly_model(481207, 4)
    >>> model.kind.name, model.axes, len(model.clusters)
    ('K-means', (0, 4, 11, 22, 23, 25), 5)
    """

    _body: bytes
    _gmm_body: bytes | None
    _wire: MetadataBody = field(compare=False)
    _gmm: GmmBody | None = field(compare=False)
    source: Source = field(default=Source(), compare=False)
    #: The labels of all axes of the block, by index; None if they are not known.
    labels: tuple[str, ...] | None = field(default=None, compare=False)
    #: The processing blocks that the block reads; None if they are not known.
    inputs: InputBlocks | None = field(default=None, compare=False)

    @classmethod
    def from_json(
        cls,
        body: bytes | str,
        *,
        gmm: bytes | str | None = None,
        config: AnomalyConfig | None = None,
        source: Source | None = None,
        labels: tuple[str, ...] | None = None,
        inputs: InputBlocks | None = None,
    ) -> AnomalyModel:
        """Return the model in the JSON bodies of ``getAnomalyMetadata`` and ``getGmmMetadata``.

        Parameters
        ----------
        body : bytes or str
            The body of ``getAnomalyMetadata``. UTF-8 if bytes.
        gmm : bytes or str, optional
            The body of ``getGmmMetadata``, for a GMM.
        config : AnomalyConfig, optional
            The configuration of the block: it has the labels of the axes, and where the block comes from.
        source : Source, optional
            Where the bodies come from.
        labels : tuple of str, optional
            The labels of all axes, by index.
        inputs : InputBlocks, optional
            The processing blocks that the block reads.

        Returns
        -------
        AnomalyModel
            It keeps both bodies unchanged.

        Raises
        ------
        InvalidResponseError
            A body is not JSON, does not fit the schema, or its parts do not fit together: lengths that do
            not agree, axes that repeat, a covariance that is not positive definite. The message names the
            place.
        OperationFailedError
            A body has ``success: false``.
        TypeError
            A body is neither text nor bytes.

        Examples
        --------
        >>> AnomalyModel.from_json('{"success": true}')
        Traceback (most recent call last):
            ...
        edgeanomaly_nb.errors.InvalidResponseError: The response for the trained model of this block does ...
        """
        source = source or (config.source if config is not None else Source())
        if labels is None and config is not None:
            labels = labels_of(config)
        return cls(*read_bodies(body, gmm, source, labels), source, labels, inputs)

    def to_json(self) -> str:
        """Return the body of ``getAnomalyMetadata`` exactly as the service sent it.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> model = ea.load_sample_model("motion")
        >>> AnomalyModel.from_json(model.to_json()) == model
        True
        """
        return self._body.decode()

    def gmm_to_json(self) -> str | None:
        """Return the body of ``getGmmMetadata`` exactly as the service sent it; None if it is not a GMM."""
        return None if self._gmm_body is None else self._gmm_body.decode()

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        *,
        gmm: str | os.PathLike[str] | None = None,
        config: AnomalyConfig | None = None,
    ) -> AnomalyModel:
        """Return the model in a file.

        Parameters
        ----------
        path : str or path
            A file written by `save`, or one that contains the JSON body of ``getAnomalyMetadata``.
        gmm : str or path, optional
            A file with the JSON body of ``getGmmMetadata``, if `path` has only the other body of a GMM.
        config : AnomalyConfig, optional
            The configuration of the block, for the labels of the axes.

        Returns
        -------
        AnomalyModel
            Equal to the saved one, with the same source; ``source.path`` is `path`.

        Raises
        ------
        InvalidFileError
            The file is incomplete, of another format or a newer version, or was changed after it was saved.
        OSError
            It cannot be read.

        Examples
        --------
        >>> import tempfile, edgeanomaly_nb as ea
        >>> model = ea.load_sample_model("fan")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ea.AnomalyModel.load(model.save(f"{folder}/fan.json")) == model
        True
        """
        name = str(path)
        body, mixture, labels, inputs, source = unpack_model(read_file(path), name)
        if gmm is not None:
            mixture = read_file(gmm)
        if config is not None:
            labels = labels_of(config)
            source = config.source if source == Source() else source
        try:
            return cls.from_json(
                body, gmm=mixture, source=replace(source, path=name), labels=labels, inputs=inputs
            )
        except (InvalidResponseError, OperationFailedError) as exc:
            problem = unreadable(name, "a model", exc)
        raise problem

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the model to a file as JSON, without loss; `load` reads it.

        Parameters
        ----------
        path : str or path
            The file. An existing one is replaced in one step; if writing fails, it stays unchanged.

        Returns
        -------
        Path
            `path`.

        Raises
        ------
        OSError
            It cannot be written.
        """
        return write_atomically(
            path, [pack_model(self._body, self._gmm_body, self.labels, self.inputs, self.source)]
        )

    @property
    def sha256(self) -> str:
        """SHA-256 of the bodies as they were sent, one after the other, as 64 hexadecimal digits."""
        return digest_of(self._body + (self._gmm_body or b""))

    @property
    def kind(self) -> Kind:
        """The kind of the block: K-means or GMM, and what its scores mean."""
        return K_MEANS if self._gmm is None else GMM

    @property
    def axes(self) -> tuple[int, ...]:
        """The axes that the block was trained on, in the order of the model."""
        return tuple(self._wire.axes)

    @property
    def created(self) -> datetime:
        """When the block was trained, in UTC."""
        return in_utc(self._wire.created)

    @property
    def log_likelihood(self) -> LogLikelihood | None:
        """Mean and deviation of the log-likelihoods of the training windows; None if not a GMM or not known.

        A GMM sends them as ``mean`` and ``scale``, with one number each.
        """
        return self._scoring.training if isinstance(self._scoring, GmmScoring) else None

    @property
    def scaler(self) -> pd.DataFrame:
        """Mean and standard deviation of the training windows, in the unit of each axis.

        Index ``ix`` (int64): mean, scale (float64). A GMM is not scaled: its frame has no rows.
        """
        return scaler_frame(self._wire, is_gmm=self._gmm is not None)

    @property
    def clusters(self) -> pd.DataFrame:
        """One row per cluster or component, index ``cluster`` (int64).

        K-means: radius (float64, standard deviations), the distance from the centre to the edge. GMM: weight,
        log_likelihood_at_mean and score_at_mean (float64, no unit). No window scores lower on the side of the
        likely windows than the highest log-likelihood allows, so a threshold below the largest
        ``score_at_mean`` can flag windows that are perfectly typical.
        """
        if isinstance(self._scoring, KMeansScoring):
            return radii_frame(self._wire)
        mixture = self._scoring.mixture
        at_means = self._scoring.columns(mixture.means)
        return components_frame(mixture.weights, at_means["log_likelihood"], at_means["score"])

    @property
    def centers(self) -> pd.DataFrame:
        """The centre of each cluster or component: one row per cluster, one column per trained axis.

        K-means: in standard deviations from the mean, as ``scaler`` scales. GMM: in the units of the axes.
        """
        return centers_frame(self._wire, self._gmm)

    @property
    def covariances(self) -> np.ndarray:
        """The covariance matrices of the components, n_components × n_axes × n_axes; none for K-means."""
        rows = [] if self._gmm is None else self._gmm.covariances
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(self.axes), len(self.axes))

    @property
    def thresholds(self) -> pd.DataFrame:
        """The thresholds as the model's response has them, in the columns of `AnomalyConfig.thresholds`."""
        return model_thresholds(self._wire)

    def score(self, windows: Windows | pd.DataFrame | ArrayLike) -> pd.DataFrame:
        """Score windows.

        Parameters
        ----------
        windows : Windows, DataFrame or array
            All features of the processing blocks of the block, n_windows × n_features, unscaled. A frame can
            name its columns by indices or labels of axes, and then needs only the trained ones.

        Returns
        -------
        DataFrame
            Index ``window`` (int64), in the order of `windows`.

            ==============  =======  ==================================================================
            column          dtype    meaning
            ==============  =======  ==================================================================
            score           float32  K-means: the distance from the edge of the nearest cluster, in
                                     standard deviations, equal to that of the device to the last bit;
                                     at most 1,000
                            float64  GMM: no unit, an estimate. It differs from the device by at most
                                     1.2e-4 below 10, and by at most 5e-5 · (1 + score) anywhere. NaN if
                                     the model does not have the mean of the log-likelihoods
            nearest         Int64    the cluster; missing if none gives less than 1,000. GMM: the
                                     component that contributes most to the likelihood
            log_likelihood  float64  GMM only
            …                        the columns of `Windows.origin`
            ==============  =======  ==================================================================

            ``attrs`` has the type of the block, and the threshold of the score and its suggestion.

        Raises
        ------
        ValueError
            There are no windows, a trained axis is missing, or something is not a number.

        Notes
        -----
        K-means: the arithmetic of the C++ inferencing SDK (``edgeanomaly_nb.scores.kmeans``). GMM:
        ``abs((LL - mean) / sd)``, from exported graphs (``edgeanomaly_nb.scores.gmm``).

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> model = ea.load_sample_model("motion")
        >>> model.score(ea.load_sample_windows("motion", "testing"))["score"].dtype
        dtype('float32')
        """
        values = trained_values(windows, self.axes, self.labels, block_text(self.source))
        parts = [self._scoring.columns(values.read(rows)) for rows in values.blocks()]
        columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        return scores_frame(columns, values.origin, self.kind, self.thresholds)

    def contributions(self, window: Windows | pd.DataFrame | ArrayLike) -> pd.DataFrame:
        """Show how much each axis contributes to the score of one window.

        Parameters
        ----------
        window : Windows, DataFrame or array
            One window: ``windows[7]``, one row of a frame, or an array of all features.

        Returns
        -------
        DataFrame
            Index ``ix`` (int64), one row per trained axis, the largest share first.

            ============  =======  ================================================================
            column        dtype    meaning
            ============  =======  ================================================================
            label         str      of the axis; missing if the model does not know it
            value         float32  of the window, in the unit of the axis
            center        float64  of the nearest cluster, in the unit of the axis
            z_difference  float64  K-means: value - center in standard deviations of the training
                                   windows. GMM: in those of the component
            share         float64  part of the squared distance from the centre, 0 to 1, sum 1. GMM:
                                   part of the squared Mahalanobis distance; can be below 0, because
                                   axes are correlated
            ============  =======  ================================================================

        Raises
        ------
        ValueError
            It is not one window, or a trained axis is missing.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
        >>> model.contributions(windows[0])["share"].sum().round(6).item()
        1.0
        """
        from .contributions import contributions_frame

        return contributions_frame(self, window)

    @cached_property
    def _scoring(self) -> KMeansScoring | GmmScoring:
        return scoring_of(self._wire, self._gmm)

    def __repr__(self) -> str:
        from .model_text import model_text

        return model_text(self)

    def _repr_html_(self) -> str:
        from .model_text import model_html

        return model_html(self)

    def __reduce__(self) -> tuple[Callable[..., AnomalyModel], tuple[bytes]]:
        restore = partial(
            type(self).from_json,
            gmm=self._gmm_body,
            source=self.source,
            labels=self.labels,
            inputs=self.inputs,
        )
        return restore, (self._body,)
