"""The kinds of anomaly blocks: their names, what their scores mean, and which of them compare.

Every text about clusters, about what a threshold flags, or about two scores comes from this table. An unknown
kind is in it, too. It has no direction: its texts never contain “flags more” or “flags less”.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

#: What a threshold does in a block of a known kind.
FLAGGED = "Scores above a threshold are flagged as anomalies; a lower threshold flags more."
#: The text in place of a direction if it is not known whether two scores have the same scale.
NOT_KNOWN_TO_COMPARE = "it is not known whether these scores compare"


@dataclass(frozen=True)
class Kind:
    """One kind of anomaly block.

    Parameters
    ----------
    type : str or None
        The ``type`` of the learn block in the API. An unknown kind keeps the type that was sent, if any.
    name : str
        Its usual name; ``"unknown"`` for an unknown kind.
    cluster, clusters : str
        The noun for what ``clusterCount`` counts, singular and plural.
    scores : str
        What a score means, in one or two sentences.
    has_axes : bool
        True if the block has axes to select, and so a config of ``getAnomaly``. True for an unknown kind,
        since a config that could be read has axes.
    is_known : bool
        True if it is known what a score means: a higher one is more anomalous, so a lower threshold flags
        more.
    has_one_scale : bool
        True if the scores of two blocks of this kind have the same scale.
    lowest, highest : float
        No score is below or above; infinite where that is not known.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> ea.load_sample("fan").kind
    Kind(type='anomaly-gmm', name='GMM')
    >>> ea.AnomalyConfig.from_json(ea.load_sample("fan").to_json()).kind
    Kind(type=None, name='unknown')
    """

    type: str | None
    name: str
    cluster: str = field(repr=False)
    clusters: str = field(repr=False)
    scores: str = field(repr=False)
    has_axes: bool = field(default=True, repr=False)
    is_known: bool = field(default=True, repr=False)
    has_one_scale: bool = field(default=True, repr=False)
    lowest: float = field(default=-math.inf, repr=False)
    highest: float = field(default=math.inf, repr=False)

    @property
    def short_name(self) -> str:
        """Its name; for an unknown kind the type that was sent, if any. Text of the service: escape it."""
        return self.name if self.is_known else self.type or self.name

    @property
    def full_name(self) -> str:
        """Its name and its type, such as ``GMM (anomaly-gmm)``. Text of the service: escape it."""
        return f"{self.name} ({self.type})" if self.type else self.name

    @property
    def flagged(self) -> str:
        """What a threshold flags, in one sentence."""
        if self.is_known:
            return FLAGGED
        return "The kind of this block is not known, so it is not known what its thresholds flag."

    def effect(self, number: float, other: float) -> str:
        """Return what a threshold does compared with another one; empty for an unknown kind.

        Parameters
        ----------
        number, other : float
            Anomaly scores, no unit, that are not equal.

        Examples
        --------
        >>> K_MEANS.effect(0.3, 0.5), UNKNOWN.effect(0.3, 0.5)
        ('flags more', '')
        """
        if not self.is_known:
            return ""
        return "flags more" if number < other else "flags less"

    def range_text(self, threshold: float) -> str:
        """Return that a threshold is outside of what scores can be, and what it flags; empty if it is not.

        Examples
        --------
        >>> GMM.range_text(-1), K_MEANS.range_text(-1)
        ('a GMM score is never below 0, so this flags everything', '')
        """
        if threshold < self.lowest:
            return f"a {self.name} score is never below {self.lowest:,.0f}, so this flags everything"
        if threshold > self.highest:
            return f"a {self.name} score is never above {self.highest:,.0f}, so this flags nothing"
        return ""

    def compares_with(self, other: Kind) -> bool:
        """Return True if the scores of both kinds compare: the kind is the same, is known and has one scale.

        Examples
        --------
        >>> GMM.compares_with(GMM), GMM.compares_with(K_MEANS), UNKNOWN.compares_with(UNKNOWN)
        (True, False, False)
        """
        return self == other and self.is_known and self.has_one_scale

    def why_not_compared(self, other: Kind) -> str:
        """Return why scores of this kind are not compared with those of another; empty if they compare.

        Examples
        --------
        >>> K_MEANS.why_not_compared(GMM)
        'scores of K-means and GMM do not compare'
        >>> K_MEANS.why_not_compared(UNKNOWN)
        'it is not known whether these scores compare'
        """
        if self.compares_with(other):
            return ""
        return self.why_never_compared(other) or NOT_KNOWN_TO_COMPARE

    def why_never_compared(self, other: Kind) -> str:
        """Return that scores of these two known kinds do not compare; empty if they might.

        Examples
        --------
        >>> GMM.why_never_compared(K_MEANS), GMM.why_never_compared(UNKNOWN)
        ('scores of K-means and GMM do not compare', '')
        """
        if not (self.is_known and other.is_known) or self == other:
            return ""
        first, second = sorted((self, other), key=KINDS.index)  # the same text in both directions
        return f"scores of {first.name} and {second.name} do not compare"


_EITHER = ("cluster or component", "clusters or components")

K_MEANS = Kind(
    "anomaly",
    "K-means",
    "cluster",
    "clusters",
    "A K-means score is the distance to the edge of the nearest cluster, counted in standard "
    "deviations of the training data: below 0 is inside a cluster.",
    highest=1000,  # where the device begins to search for the nearest cluster
)
GMM = Kind(
    "anomaly-gmm",
    "GMM",
    "component",
    "components",
    "A GMM score shows how unusual the likelihood of a window is. It is never below 0, and its "
    "scale is not that of K-means.",
    lowest=0,
)
VISUAL = Kind(
    "keras-visual-anomaly",
    "visual",
    *_EITHER,
    "Each cell of a grid over the image has a score; the score of the image is their maximum or their mean.",
    has_axes=False,
)
# Each custom block has its own scale, and a later version of the block may have another one.
CUSTOM = Kind(
    "keras-anomaly",
    "custom",
    *_EITHER,
    "A higher score is more anomalous. The scale is that of the custom block.",
    has_axes=False,
    has_one_scale=False,
)
UNKNOWN = Kind(
    None,
    "unknown",
    *_EITHER,
    "The kind of this block is not known. What its scores mean is not known either.",
    is_known=False,
    has_one_scale=False,
)

#: The kinds that are known.
KINDS = (K_MEANS, GMM, VISUAL, CUSTOM)
_BY_TYPE = {kind.type: kind for kind in KINDS}


def kind_of(block_type: str | None) -> Kind:
    """Return the kind of a block by its type.

    Parameters
    ----------
    block_type : str or None
        The ``type`` of the learn block in the API; None or empty if it is not known.

    Returns
    -------
    Kind
        Letter case and white space around the type are ignored. A type that is not in the table gives an
        unknown kind that keeps the type.

    Raises
    ------
    TypeError
        The type is neither a str nor None.

    Examples
    --------
    >>> kind_of("anomaly").name, kind_of("anomaly-2030").full_name, kind_of(None).full_name
    ('K-means', 'unknown (anomaly-2030)', 'unknown')
    """
    if not isinstance(block_type, str | None):
        raise TypeError(
            f"block_type must be a str such as {GMM.type!r}, as list_anomaly_blocks returns it, or None, not "
            f"{type(block_type).__name__}."
        )
    if not block_type or not (spelt := block_type.strip()):
        return UNKNOWN
    return _BY_TYPE.get(spelt.lower()) or replace(UNKNOWN, type=spelt)


def scores_note(before: Kind, after: Kind) -> str:
    """Return why the scores of two blocks are not compared; empty if they are.

    Examples
    --------
    >>> scores_note(K_MEANS, GMM)
    'The scores do not compare: before is K-means and after is GMM.'
    >>> scores_note(K_MEANS, UNKNOWN)
    'It is not known whether the scores compare: before is K-means and after is of an unknown kind.'
    """
    why = before.why_not_compared(after)
    if not why:
        return ""
    begin = "The scores do not compare"
    if why == NOT_KNOWN_TO_COMPARE:
        begin = "It is not known whether the scores compare"
    names = [kind.name if kind.is_known else "of an unknown kind" for kind in (before, after)]
    if before.is_known and before == after:
        return f"{begin}: both are {before.name}, where each block has its own scale."
    return f"{begin}: before is {names[0]} and after is {names[1]}."
