"""Rule: one check of a config, and the kinds of blocks that it applies to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..block.kinds import Kind
from .severities import SEVERITIES

#: What a rule finds: pairs of a subject and a message.
Pairs = Iterable[tuple[str, str]]
#: The limits of all rules, by name.
Limits = Mapping[str, float]


def any_kind(kind: Kind) -> bool:
    """Return True: the rule applies to every kind of block."""
    return True


def kind_with_axes(kind: Kind) -> bool:
    """Return True if blocks of this kind have axes to select."""
    return kind.has_axes


@dataclass(frozen=True)
class Rule:
    """One check of a config.

    Parameters
    ----------
    code : str
        Its name: lower case, words joined by hyphens.
    severity : {"error", "warning", "info"}
        The severity of its findings.
    reason : str
        Why it matters, in one sentence.
    find : callable
        Function of the config and the limits (mapping of str to float) that yields pairs of a subject and a
        message. A rule that `needs` more receives an `edgeanomaly_nb.checks.evidence.Evidence` as a third
        parameter, with ``model``, ``windows``, ``scores`` and ``firmware``.
    limits : mapping of str to float, optional
        The default limits by name. All rules share the names.
    applies_to : callable, optional
        Function of the `Kind` of a block that returns True if the rule applies to it; by default it applies
        to every kind.
    needs : tuple of {"model", "windows", "firmware"}, optional
        What must be passed to `AnomalyConfig.findings` for the rule to run.

    Raises
    ------
    ValueError
        The severity is not one of the three.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> def few_clusters(config, limits):
    ...     least = limits["least_clusters"]
    ...     if (config.cluster_count or 0) < least:
    ...         yield "block", f"There are {config.cluster_count} clusters; our fans need {least}."
    >>> reason = "Five were too few last winter."
    >>> rule = ea.Rule("few-clusters", "warning", reason, few_clusters, {"least_clusters": 6})
    >>> ea.load_sample("motion").findings(extra=[rule]).iloc[0].message
    'There are 5 clusters; our fans need 6.'
    """

    code: str
    severity: str
    reason: str
    find: Callable[..., Pairs]
    limits: Mapping[str, float] = field(default_factory=dict)
    applies_to: Callable[[Kind], bool] = any_kind
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise ValueError(
                f"The severity of rule {self.code!r} is {self.severity!r}; give one of "
                f"{', '.join(SEVERITIES)}."
            )
        if not callable(self.applies_to):
            raise TypeError(
                f"applies_to of rule {self.code!r} must be a function of a kind, such as "
                "lambda kind: kind.has_axes."
            )
        if unknown := set(self.needs) - {"model", "windows", "firmware"}:
            raise ValueError(
                f"The rule {self.code!r} needs {sorted(unknown)}; it can need model, windows and firmware."
            )
