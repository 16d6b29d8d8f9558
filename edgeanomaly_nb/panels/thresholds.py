"""ThresholdsPanel: each threshold against its suggestion, as a chart and in words, with its help text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ..plots import figure_svg, thresholds_figure, thresholds_in_words
from ..wording import one_line, threshold_in_words, threshold_rows

if TYPE_CHECKING:
    import pandas as pd

    from ..config import AnomalyConfig


class ThresholdsPanel(widgets.VBox):  # type: ignore[misc]
    """Show the thresholds of a block: chart, value against suggestion in words, help text.

    Parameters
    ----------
    config : AnomalyConfig
        The block to show.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ea.ThresholdsPanel(ea.load_sample("fan"))
    >>> panel
    ThresholdsPanel(1 threshold)
    """

    def __init__(self, config: AnomalyConfig) -> None:
        self._thresholds = config.thresholds
        super().__init__([widgets.HTML(_chart(self._thresholds)), widgets.HTML(_words(self._thresholds))])

    @property
    def view(self) -> pd.DataFrame:
        """The thresholds frame that is shown."""
        return self._thresholds.copy()

    def static_html(self) -> str:
        """Write what is shown as HTML that needs no kernel."""
        return _chart(self._thresholds) + _words(self._thresholds)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}

    def __repr__(self) -> str:
        count = len(self._thresholds)
        return f"ThresholdsPanel({count} threshold{'s' * (count != 1)})"


def _chart(thresholds: pd.DataFrame) -> str:
    return figure_svg(thresholds_figure(thresholds), label=thresholds_in_words(thresholds))


def _words(thresholds: pd.DataFrame) -> str:
    return "".join(
        f"<details><summary><b><bdi>{escape(one_line(row.description or 'threshold'))}</bdi></b> "
        f"(<bdi>{escape(one_line(row.Index))}</bdi>): "
        f"<bdi>{escape(one_line(threshold_in_words(row), 200))}</bdi></summary>"
        f"<p><bdi>{escape(row.help_text)}</bdi></p></details>"
        for row in threshold_rows(thresholds)
    )
