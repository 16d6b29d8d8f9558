"""What a config shows of its block: the fields of the response, and its axes and thresholds as frames."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from .frames import axes_frame, own_copy, thresholds_frame
from .kinds import Kind, kind_of

if TYPE_CHECKING:
    import pandas as pd

    from .schema import AnomalyBody, Dependencies, KerasBody
    from .source import Source


class ConfigFields:
    """What `AnomalyConfig` inherits: everything that is read from the decoded body."""

    _wire: AnomalyBody | KerasBody
    source: Source

    @property
    def name(self) -> str:
        """Name of the block."""
        return self._wire.name

    @property
    def kind(self) -> Kind:
        """The kind of the block, such as K-means or GMM, and what its scores mean.

        ``edgeanomaly_nb.block.kinds`` has the table. The kind is unknown if the source has no block type:
        pass ``block_type=`` to `from_json` or `load`.
        """
        kind = kind_of(self.source.block_type)
        return kind if self._wire.operation == "getAnomaly" else replace(kind, has_axes=False)

    @property
    def trained(self) -> bool:
        """True if the block is trained."""
        return self._wire.trained

    @property
    def cluster_count(self) -> int | None:
        """Number of clusters (K-means) or components (GMM); None if the response has no number."""
        return self._wire.cluster_count

    @property
    def selected_axes(self) -> tuple[int, ...]:
        """Axis indices in the config, as sent; some may not exist."""
        return tuple(self._wire.selected_axes)

    @property
    def anomaly_capacity(self) -> str | None:
        """How much a visual block can learn, such as ``"high"``; None if the response does not contain it."""
        return self._wire.anomaly_capacity

    @property
    def custom_parameters(self) -> dict[str, object]:
        """The parameters of a custom block by name, as sent, as a copy; empty for other blocks."""
        return deepcopy(self._wire.custom_parameters or {})

    @property
    def minimum_confidence_rating(self) -> float | None:
        """The deprecated threshold (anomaly score, no unit), which `thresholds` has replaced."""
        return self._wire.minimum_confidence_rating

    @property
    def dependencies(self) -> Dependencies:
        """Classes, input blocks, and numbers of features and samples that the block depends on."""
        return self._wire.dependencies

    @property
    def axes(self) -> pd.DataFrame:
        """One row per axis, index ``ix``: label, selected, favourite, configured, sensor, feature, bands.

        ``edgeanomaly_nb.block.frames.axes_frame`` describes the columns. Each call returns a copy.
        """
        return own_copy(self._axes)

    @property
    def thresholds(self) -> pd.DataFrame:
        """One row per threshold, index ``key``: value, choice, suggestion, difference, options, help texts.

        ``edgeanomaly_nb.block.frames.thresholds_frame`` describes the columns. Each call returns a copy.
        """
        return own_copy(self._thresholds)

    @cached_property
    def _axes(self) -> pd.DataFrame:
        return axes_frame(self._wire)

    @cached_property
    def _thresholds(self) -> pd.DataFrame:
        return thresholds_frame(self._wire)
