"""OverviewPanel: what to do about a block, then its facts."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from ...block.config import AnomalyConfig
from ...facts import facts, training_facts
from ...html import pairs_html, text_html
from ...report.findings import Finding
from ...text import capitalized
from ..shared.panel import Panel

#: Called with the title of a tab and with the settings of its panel.
Show = Callable[[str, dict[str, str]], object]

_NOTHING = "No findings: nothing stands out in this configuration."
_COLOURS = {
    "error": "var(--jp-error-color1,#c62828)",
    "warning": "var(--jp-warn-color0,#b45309)",
    "info": "inherit",
}
_ROW = {"align_items": "flex-start", "grid_gap": "0 12px", "margin": "0 0 4px", "flex_flow": "row nowrap"}


class OverviewPanel(Panel):
    """Show the findings of a block, each with a button that shows the place, and its facts.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    show : callable, optional
        Opens a tab; without it there are no buttons.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = OverviewPanel(ea.load_sample("motion"), lambda *where: print(where))
    >>> panel.buttons[0].click()
    ('Axes', {'show': 'favourite-only'})
    """

    def __init__(self, config: AnomalyConfig, show: Show | None = None) -> None:
        self._config, self._show = config, show
        self.buttons: list[widgets.Button] = []
        rows = [self._row(finding) for finding in _findings(config)]
        self.findings = widgets.VBox(rows or [widgets.HTML(f"<div>{_NOTHING}</div>")])
        self.facts = widgets.HTML(facts_html(config))
        super().__init__([self.findings, self.facts])

    def static_html(self) -> str:
        """Return the findings and the facts as HTML that needs no kernel."""
        return overview_html(self._config)

    def _row(self, finding: Finding) -> widgets.HBox:
        text = widgets.HTML(
            finding_html(finding), layout={"flex": "0 1 auto", "margin": "0", "min_width": "0"}
        )
        place = place_of(finding, self._config)
        if self._show is None or place is None:
            return widgets.HBox([text], layout=_ROW)
        button = widgets.Button(
            description="Show",
            tooltip=f"Show this in the {place[0]} tab",
            layout={"width": "auto", "flex": "0 0 auto", "margin": "0"},
        )
        show = self._show
        button.on_click(lambda _: show(*place))
        self.buttons.append(button)
        return widgets.HBox([text, button], layout=_ROW)


def _findings(config: AnomalyConfig) -> list[Finding]:
    return [Finding(*row) for row in config.findings().itertuples(index=False, name=None)]


def place_of(finding: Finding, config: AnomalyConfig) -> tuple[str, dict[str, str]] | None:
    """Return the tab for a finding, and the settings of its panel; None if no tab shows what it is about.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config = ea.load_sample("faulty")
    >>> place_of(Finding("error", "threshold-not-a-number", "min_score", "The value is text."), config)
    ('Thresholds', {})
    """
    if finding.subject == "axes":
        return "Axes", {"show": "favourite-only"} if finding.code == "favourites-not-selected" else {}
    return ("Thresholds", {}) if finding.subject in config.thresholds.index else None


def finding_html(finding: Finding) -> str:
    """Return one finding as a line; its text is escaped.

    Examples
    --------
    >>> "Info</b> <bdi>Look." in finding_html(Finding("info", "no-favourites", "axes", "Look."))
    True
    """
    colour, severity = _COLOURS[finding.severity], finding.severity.capitalize()
    return (
        '<div style="line-height:1.5;overflow-wrap:anywhere;max-width:70em">'
        f'<b style="color:{colour}">{severity}</b> {text_html(finding.message, 1000)}</div>'
    )


def overview_html(config: AnomalyConfig) -> str:
    """Return the findings and the facts of a block as HTML that needs no kernel.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> overview_html(ea.load_sample("motion")).count("<table")
    1
    """
    return findings_html(config) + facts_html(config)


def findings_html(config: AnomalyConfig) -> str:
    """Return the findings of a block as HTML.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> findings_html(ea.load_sample("spectral"))
    '<p>No findings: nothing stands out in this configuration.</p>'
    """
    lines = "".join(map(finding_html, _findings(config)))
    return f'<div style="margin:0 0 10px">{lines}</div>' if lines else f"<p>{_NOTHING}</p>"


def facts_html(config: AnomalyConfig) -> str:
    """Return the facts of a block as a table in the colours of the page; all text is escaped.

    Its name and where it comes from are in the heading of the explorer.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "carried, conveyor, dropped, idle" in facts_html(ea.load_sample("motion"))
    True
    """
    rows = facts(config)
    after = [name for name, _ in rows].index("classes") + 1
    rows[after:after] = [pair for pair in training_facts(config) if pair[0] not in dict(rows)]
    return pairs_html((capitalized(name), text) for name, text in rows if name != "from")
