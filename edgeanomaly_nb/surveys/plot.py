"""The pictures of a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..plots.surveys.figure import Estate

if TYPE_CHECKING:
    from .survey import Survey


def estate_of(survey: Survey, most_axes: int = 20) -> Estate:
    """Return what the pictures show of a survey.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> list(estate_of(ea.survey([519640], client=ea.StudioClient.sample())).kinds)
    ['K-means', 'GMM']
    """
    return Estate.of(survey._blocks, survey._axes, most_axes)
