"""ThresholdsWritten: what became of a change of thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from ..block.source import block_text, host_text
from ..text import one_line
from .threshold_values import NewValue, exact_value_text

if TYPE_CHECKING:
    from ..block.config import AnomalyConfig

_CLASSIFY = "On the page Model testing of Studio, press “Classify all” to compute them again."
_LOOK = "Look at the page Model testing of Studio."
_EARLIER = "The model testing results in Studio are still those of the earlier thresholds"
_TEXTS = {
    "regenerated": "Studio has computed its model testing results again: there is nothing to press.",
    "requires_job": f"{_EARLIER}: computing them again needs a job, which was not allowed. {_CLASSIFY}",
    "not_regenerated": f"{_EARLIER}. {_CLASSIFY}",
}
_FIRMWARE = "Firmware that was built before is not changed."


@dataclass(frozen=True, repr=False)
class ThresholdsWritten:
    """New thresholds that are in effect in Studio, and what became of the model testing results.

    Parameters
    ----------
    config : AnomalyConfig
        The block, read after the change.
    values : tuple of NewValue
        The thresholds that were changed.
    status : str or None
        The ``regenerateModelTestingStatus`` of the service: ``not_regenerated``, ``regenerated``,
        ``started_job`` or ``requires_job``; None without a response.
    had_test_results : bool or None
        True if the impulse had model testing results.
    job_id : int or None
        The job that computes them again.
    problem : str
        Why there was no response that can be read; empty if there was one.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> ThresholdsWritten(ea.load_sample("motion"), (), "regenerated", True).test_results
    'Studio has computed its model testing results again: there is nothing to press.'
    """

    config: AnomalyConfig
    values: tuple[NewValue, ...]
    status: str | None = None
    had_test_results: bool | None = None
    job_id: int | None = None
    problem: str = ""

    @property
    def test_results(self) -> str:
        """What became of the model testing results, and what to press in Studio."""
        if self.problem or self.status is None:
            return f"What became of the model testing results is not known. {_LOOK}"
        if self.status == "not_regenerated" and not self.had_test_results:
            return "There are no model testing results in Studio that would have to be computed again."
        if self.status == "started_job":
            job = "a job" if self.job_id is None else f"job {self.job_id}"
            return (
                f"Studio has started {job} to compute its model testing results again. Until it ends, Studio "
                "shows the earlier results and may refuse further changes. There is nothing to press."
            )
        reported = f"Studio reports “{one_line(self.status, 60)}” about its model testing results. {_LOOK}"
        return _TEXTS.get(self.status, reported)

    @property
    def lines(self) -> list[str]:
        """What is in effect now, as lines of text. Escape it for HTML."""
        values = [_value_text(new) for new in self.values]
        problem = [f"{self.problem} The block was read afterwards: the change is in effect."]
        return [*(problem if self.problem else []), *values, self.test_results, _FIRMWARE]

    def __repr__(self) -> str:
        return "\n".join([self.title, *(f"  {line}" for line in self.lines)])

    @property
    def title(self) -> str:
        """The block that was changed, as text. Escape it for HTML."""
        return f"Written to {block_text(self.config.source)} ({host_text(self.config.source)})"

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(line)}</li>" for line in self.lines)
        return f"<p>{escape(self.title)}</p><ul>{items}</ul>"


def _value_text(new: NewValue) -> str:
    now, before = exact_value_text(new.value), exact_value_text(new.old)
    return f"{one_line(new.key, 40)} is now {now}, before {before}."
