"""ThresholdChange: new thresholds of one block, to look at before they are written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from ..block.source import block_text, host_text
from ..block.thresholds import as_number, score_threshold, suggestion, threshold_title
from ..block.thresholds_text import SAME, difference_text, option_name
from ..errors import WriteError
from ..html import NO_TEX, text_html
from ..scores.count_text import count_text
from ..text import one_line
from .threshold_result import ThresholdsWritten
from .threshold_values import NewValue, Value, error_about, exact_value_text

if TYPE_CHECKING:
    import pandas as pd

    from ..block.config import AnomalyConfig

_TEST_RESULTS = (
    "If Studio has model testing results, it computes them again with the new thresholds. If that needs a "
    "job, it starts one only with {}."
)
_LIST = "margin:2px 0;padding-left:1.4em"
_ALLOW_JOBS = "apply(allow_jobs=True)"
_NOT_WRITTEN, _WRITTEN = "Nothing is written yet: change.apply() writes it.", "This change was applied."


class ThresholdChange:
    """New thresholds of one block: its repr shows them beside the old ones, and `apply` writes them.

    Created by `StudioClient.prepare_thresholds`, which writes nothing.

    Parameters
    ----------
    config : AnomalyConfig
        The block as it was when the change was prepared.
    values : tuple of NewValue
        The thresholds that change.
    counts : DataFrame, optional
        What the old and the new threshold of the score flag, as `what_if` returns it.
    write : callable
        Writes the change; receives it and `allow_jobs`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> client = ea.StudioClient.sample()
    >>> client.prepare_thresholds(client.get_anomaly(481207, 4), {"min_score": 0.4})
    New thresholds for block 4 of project 481207 (“Anomaly detection”, bundled sample)
      Score threshold (min_score): 0.3 → 0.4; 0.1 higher, so it flags less; suggested 0.5
    If Studio has model testing results, it computes them again with the new thresholds. If that needs a job,
    it starts one only with apply(allow_jobs=True).
    Nothing is written yet: change.apply() writes it.
    """

    def __init__(
        self,
        config: AnomalyConfig,
        values: tuple[NewValue, ...],
        counts: pd.DataFrame | None,
        write: Callable[[ThresholdChange, bool], ThresholdsWritten],
    ) -> None:
        self.config, self.values, self.counts = config, values, counts
        #: True once the change was sent; it cannot be applied again.
        self.applied = False
        self._write, self._lock = write, threading.Lock()

    def apply(self, allow_jobs: bool = False) -> ThresholdsWritten:
        """Write the new thresholds to Studio, once, and read the block back.

        The request is never repeated. If there is no response to it, the block is read, and the result or
        the error shows whether the new values are in effect.

        Parameters
        ----------
        allow_jobs : bool
            True to let Studio start a job if it needs one to compute the model testing results again.

        Returns
        -------
        ThresholdsWritten
            What became of the model testing results, and what to press in Studio.

        Raises
        ------
        WritesNotAllowedError
            The client was created without ``allow_writes=True``, or these are the samples.
        WriteConflictError
            The thresholds have changed since the change was prepared, or Studio then has other values.
        WriteRefusedError
            The service refused: the key cannot write, or (`JobRunningError`) a job is under way.
        WriteFailedError
            There was no response, and nothing was changed.
        WriteUnknownError
            It is not known whether anything was changed.
        WriteError
            This change was applied before: prepare it again.
        StudioError, TransportError, InvalidResponseError
            The block could not be read beforehand; nothing was sent.
        TypeError
            `allow_jobs` is not a bool.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> client = ea.StudioClient.sample()
        >>> client.prepare_thresholds(client.get_anomaly(481207, 4), {"min_score": 0.4}).apply()
        Traceback (most recent call last):
            ...
        edgeanomaly_nb.errors.WritesNotAllowedError: The bundled samples are read-only, so the new thresholds
        ...
        """
        if not isinstance(allow_jobs, bool):
            raise TypeError(f"allow_jobs must be True or False, not {type(allow_jobs).__name__}.")
        with self._lock:  # two clicks at one time are two attempts
            if self.applied:
                raise error_about(
                    self.config,
                    WriteError,
                    f"This change of {block_text(self.config.source)} was applied before. A change is sent "
                    "once: fetch the block, and prepare it again.",
                )
            return self._write(self, allow_jobs)

    @property
    def lines(self) -> list[str]:
        """The preview as lines of text: the thresholds, what they flag, and the model testing results.

        Text of the service is in it: escape it for HTML.
        """
        lines = [line for new in self.values for line in self._lines_of(new)]
        return [*lines, self.test_results_text()]

    @staticmethod
    def test_results_text(how: str = _ALLOW_JOBS) -> str:
        """Return what Studio will do with its model testing results, and how to allow a job.

        Examples
        --------
        >>> ThresholdChange.test_results_text("a tick below").endswith("only with a tick below.")
        True
        """
        return _TEST_RESULTS.format(how)

    def _lines_of(self, new: NewValue) -> list[str]:
        text = f"{threshold_title(new.row)}: {setting_text(new, new.old)} → {setting_text(new, new.value)}"
        counts = self.counts_text(new)
        effects = "; ".join(filter(None, [text, self.effect_text(new)]))
        return [effects, *filter(None, [self.warning_text(new), counts])]

    def effect_text(self, new: NewValue) -> str:
        """Return what a new value does, and how it compares with its suggestion."""
        effect = difference_text(as_number(new.value), as_number(new.old), self.config.kind)
        effect = "" if effect == SAME or new.row.options else effect
        suggested = suggestion(new.row)
        if suggested is None:
            return effect
        is_suggested = suggested in (new.value, setting_text(new, new.value))
        text = "as suggested" if is_suggested else f"suggested {exact_value_text(suggested)}"
        return "; ".join(filter(None, [effect, text]))

    def warning_text(self, new: NewValue) -> str:
        """Return a warning about a threshold of the score that no score can reach, or that all are above.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> client = ea.StudioClient.sample()
        >>> change = client.prepare_thresholds(client.get_anomaly(519640, 7), {"min_score": -1})
        >>> change.warning_text(change.values[0])
        'Warning: a GMM score is never below 0, so this flags everything.'
        """
        row = score_threshold(self.config.thresholds)
        is_score = row is not None and row.Index == new.key
        text = self.config.kind.range_text(as_number(new.value)) if is_score else ""
        return text and f"Warning: {text}."

    def counts_text(self, new: NewValue) -> str:
        """Return what the old and the new value flag; empty if the scores are not those of this threshold."""
        if self.counts is None or self.counts.attrs.get("key") != new.key:
            return ""
        old, now = (count_text(row) for _, row in self.counts.iterrows())
        return f"flags {now}; before: {old}"

    def __repr__(self) -> str:
        *values, results = self.lines
        return "\n".join([self.title, *(f"  {line}" for line in values), results, self._status])

    @property
    def title(self) -> str:
        """The block, as text. Its name is text of the service: escape it for HTML."""
        name, host = one_line(self.config.name, 60), host_text(self.config.source)
        return f"New thresholds for {block_text(self.config.source)} (“{name}”, {host})"

    def _repr_html_(self) -> str:
        return f"{self.to_html()}<p>{escape(self._status)}</p>"

    @property
    def _status(self) -> str:
        return _WRITTEN if self.applied else _NOT_WRITTEN

    def to_html(self, how: str = _ALLOW_JOBS) -> str:
        """Return the preview as HTML; all text of the service is escaped.

        Parameters
        ----------
        how : str
            How to allow a job.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> client = ea.StudioClient.sample()
        >>> change = client.prepare_thresholds(client.get_anomaly(481207, 4), {"min_score": 0.4})
        >>> change.to_html().count("<li>")
        1
        """
        items = "".join(f"<li>{self._item_html(new)}</li>" for new in self.values)
        style = f'class="{NO_TEX}" style="line-height:1.5;max-width:70em;margin:6px 0;overflow-wrap:anywhere"'
        results = f'<div style="margin:4px 0">{escape(self.test_results_text(how))}</div>'
        return f'<div {style}><b>{escape(self.title)}</b><ul style="{_LIST}">{items}</ul>{results}</div>'

    def _item_html(self, new: NewValue) -> str:
        change = f"{setting_text(new, new.old)} → {setting_text(new, new.value)}"
        notes = filter(None, [self.effect_text(new), self.warning_text(new), self.counts_text(new)])
        notes_html = "".join(f"<br>{text_html(note, 300)}" for note in notes)
        return f"{text_html(threshold_title(new.row), 120)}: <b>{text_html(change, 200)}</b>{notes_html}"


def setting_text(new: NewValue, value: Value) -> str:
    """Return a value of a threshold as text: the name of its option, or the value itself.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> *_, row = threshold_rows(ea.load_sample("dropdown").thresholds)
    >>> setting_text(NewValue(row, "mean"), "mean")
    'Mean over all fans (mean)'
    """
    if str(value) in dict(new.row.options):
        return f"{option_name(new.row, str(value))} ({one_line(str(value), 40)})"
    return exact_value_text(value)
