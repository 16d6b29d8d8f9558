"""A survey as text and as HTML: how many blocks, what could not be fetched, and the worst findings."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from ..html import pairs_html
from ..text import aligned, counted, listed, one_line, utc_text
from .rows import place_of

if TYPE_CHECKING:
    from .survey import Survey

_MOST_CODES = 5
_MOST_ERRORS = 3
_OLD = timedelta(hours=1)  # a block that was fetched so long before its survey was finished
_MOST_CHECKED = 500  # blocks: the rules take 5 ms each, and a repr must not


def survey_title(survey: Survey) -> str:
    """Return how many blocks of how many projects there are.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> survey_title(ea.survey([519640], client=ea.StudioClient.sample()))
    'Survey of 6 anomaly blocks of 1 project'
    """
    failed = {row.project_id for row in survey.rows if row.error and row.learn_id is None}
    projects = {row.project_id for row in survey.rows} - failed
    text = f"Survey of {counted(len(survey), 'anomaly block')} of {counted(len(projects), 'project')}"
    return text + f"; {counted(len(failed), 'project')} failed" * bool(failed)


def survey_facts(survey: Survey) -> list[tuple[str, str]]:
    """Return the facts about a survey: pairs of a name and a value.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> dict(survey_facts(ea.survey(client=ea.StudioClient.sample())))["kinds"]
    'K-means 13, GMM 3, visual 1, custom 1'
    """
    kinds = Counter(row.config.kind.short_name for row in survey.rows if row.config)
    pairs = [("kinds", ", ".join(f"{one_line(kind, 40)} {count:,}" for kind, count in kinds.most_common()))]
    stale = sum(bool(row.stale) for row in survey.rows)
    pairs += [("stale", counted(stale, "block") + " of a changed impulse")] * bool(stale)
    without = sum(row.learn_id is None and not row.error for row in survey.rows)
    pairs += [("without", counted(without, "project") + " without an anomaly block")] * bool(without)
    pairs += _kept(survey)
    return [pair for pair in [*pairs, *_findings(survey), *_failures(survey)] if pair[1]]


def _kept(survey: Survey) -> list[tuple[str, str]]:
    """Return how many blocks were not fetched, since the folder had them, and how old these are."""
    kept = [row.config.source.fetched_at for row in survey.rows if row.is_kept and row.config]
    every = [row.config.source.fetched_at for row in survey.rows if row.config]
    oldest = min((at for at in kept or every if at is not None), default=None)
    if not kept:
        if oldest and survey.surveyed_at and survey.surveyed_at - oldest > _OLD:
            return [("oldest", f"fetched {utc_text(oldest)}")]
        return []
    age = f", fetched {utc_text(oldest)} or later" if oldest else ""
    text = f"{counted(len(kept), 'block')} of the folder{age}; a maximum age fetches older ones"
    return [("kept", text)]


def _findings(survey: Survey) -> list[tuple[str, str]]:
    if not survey.has_findings and len(survey) > _MOST_CHECKED:
        return [("findings", "computed on first use, such as survey.findings")]
    counts = Counter((one.severity, one.code) for one in survey._found)
    pairs = []
    for severity, plural in (("error", "errors"), ("warning", "warnings")):
        texts = [f"{code} {count:,}" for (of, code), count in counts.most_common() if of == severity]
        pairs.append((plural, listed(texts, most=_MOST_CODES)))
    return pairs if counts else [("findings", "" if any(row.error for row in survey.rows) else "none")]


def _failures(survey: Survey) -> list[tuple[str, str]]:
    failed = [row for row in survey.rows if row.error]
    if not failed:
        return []
    texts = [f"{place_of(row)}: {one_line(row.error, 300)}" for row in failed[:_MOST_ERRORS]]
    more = len(failed) - len(texts)
    texts += [f"and {more:,} more: survey.blocks.dropna(subset='error')"] * bool(more)
    return [("failed", counted(len(failed), "row")), *(("", text) for text in texts)]


def survey_text(survey: Survey) -> str:
    """Return the title and the facts as lines.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(survey_text(ea.survey([519640], client=ea.StudioClient.sample())))
    Survey of 6 anomaly blocks of 1 project
      kinds     K-means 3, GMM 3
      ...
    """
    return "\n".join([survey_title(survey), *aligned(survey_facts(survey))])


def survey_html(survey: Survey) -> str:
    """Return the facts as a small table; all text is escaped.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> survey_html(ea.survey([519640], client=ea.StudioClient.sample())).startswith("<table")
    True
    """
    return pairs_html(survey_facts(survey), caption=survey_title(survey))
