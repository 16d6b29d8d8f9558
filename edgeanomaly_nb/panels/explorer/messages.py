"""What the explorer offers and says: options of its selects, sentences and small pieces of HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ...block.kinds import kind_of
from ...facts import facts, training_facts
from ...studio.other_blocks import describe_no_block
from ...text import one_line

if TYPE_CHECKING:
    import pandas as pd

    from ...block.config import AnomalyConfig
    from .loading import Found

BY_NUMBER = -1  # the option of the project select that stands for the number box
SAMPLES_IN_WORDS = "These are the bundled sample projects, which need no network and no account."
NO_KEY_IN_WORDS = (
    "No key found: these are the bundled sample projects. To see your own, type an API key below (in Studio: "
    "Dashboard, Keys; a read-only key is enough), or set the environment variable EI_API_KEY and run "
    "this cell again."
)
_CELL = "padding:3px 20px 3px 0;vertical-align:top;text-align:left;overflow-wrap:anywhere"
_MUTED = "color:var(--jp-ui-font-color2,inherit)"


def project_options(projects: pd.DataFrame | None, project_id: int | None) -> list[tuple[str, int | None]]:
    """List what the project select offers, as text and value; `BY_NUMBER` stands for the number box.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> project_options(ea.StudioClient.sample().list_projects(), None)[:2]
    [('choose a project', None), ('Parcel handling (481207)', 481207)]
    """
    by_number = ("another, by its number", BY_NUMBER)
    if projects is None or projects.empty:
        return [by_number]
    prompt: list[tuple[str, int | None]] = [("choose a project", None)] if project_id is None else []
    listed = [
        (f"{_name(name, 'without a name')} ({number})", number)
        for number, name in zip(projects.project_id.tolist(), projects.name, strict=True)
    ]
    return [*prompt, *listed, by_number]


def block_options(blocks: pd.DataFrame | None, learn_id: int | None) -> list[tuple[str, int | None]]:
    """List what the block select offers, as text and value.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> block_options(ea.StudioClient.sample().list_anomaly_blocks(602318), 3)[0]
    ('Anomaly detection (K-means), block 3, impulse “Spectral features”', 3)
    """
    options: list[tuple[str, int | None]] = []
    if blocks is not None:
        ids = blocks.learn_id.tolist()
        options = [(_block_in_words(row), at) for row, at in zip(blocks.itertuples(), ids, strict=True)]
    if learn_id is not None and learn_id not in [value for _, value in options]:
        options.insert(0, (f"block {learn_id}", learn_id))
    if learn_id is None:
        options.insert(0, (_first_in_words(blocks), None))
    return options


def _first_in_words(blocks: pd.DataFrame | None) -> str:
    if blocks is None or len(blocks):
        return "the first one"
    others = blocks.attrs.get("other_blocks")
    return "no anomaly block that can be read" if others else "no anomaly block in this project"


def _block_in_words(row: Any) -> str:
    impulse = _name(row.impulse_name, "" if _is_missing(row.impulse_id) else str(row.impulse_id))
    kind = one_line(kind_of(row.type).short_name, 40)
    words = f"{_name(row.name, 'without a name')} ({kind}), block {row.learn_id}"
    return words + (f", impulse “{impulse}”" if impulse else "")


def _name(text: Any, otherwise: str) -> str:
    return (one_line(text, 60) if isinstance(text, str) else "") or otherwise


def _is_missing(value: Any) -> bool:
    return not isinstance(value, int)


def overview_html(config: AnomalyConfig) -> str:
    """Write the facts of a block as a table that takes the colours of the page, all text escaped.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "carried, conveyor, dropped, idle" in overview_html(ea.load_sample("motion"))
    True
    """
    rows = facts(config)
    after = [name for name, _ in rows].index("classes") + 1
    rows[after:after] = [pair for pair in training_facts(config) if pair[0] not in dict(rows)]
    body = "".join(
        f'<tr style="background:transparent"><th scope="row" style="{_CELL};width:13em;font-weight:600">'
        f"<bdi>{escape(name[:1].upper() + name[1:])}</bdi></th>"
        f'<td style="{_CELL}"><bdi>{escape(words)}</bdi></td></tr>'
        for name, words in [("name", one_line(config.name)), *rows]
    )
    return (
        '<table style="border-collapse:collapse;color:inherit;background:transparent;font:inherit;'
        f'line-height:1.5;max-width:70em"><tbody>{body}</tbody></table>'
    )


def bug_in_words(error: Exception) -> str:
    """Say that an error is none that this package raises on purpose.

    Examples
    --------
    >>> bug_in_words(KeyError("x"))[:50]
    'Something failed inside edgeanomaly_nb (KeyError).'
    """
    return (
        f"Something failed inside edgeanomaly_nb ({type(error).__name__}). That is a bug: what led to it is "
        "in the log of the kernel."
    )


def alert_html(error: str) -> str:
    """Write an error as a box that screen readers read out at once; nothing for no error.

    Examples
    --------
    >>> alert_html("a < b").count("a &lt; b")
    1
    """
    if not error:
        return ""
    return (
        '<div role="alert" style="border:1px solid var(--jp-error-color1,#c62828);border-left-width:5px;'
        'padding:6px 12px;line-height:1.5;overflow-wrap:anywhere;max-width:70em">'
        f"<b>⚠ Error.</b> <bdi>{escape(one_line(error, 1000))}</bdi></div>"
    )


def shown_html(config: AnomalyConfig | None, *, stale: bool) -> str:
    """Say what is shown and since when; `stale` when what was asked for after it did not come.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "From before" in shown_html(ea.load_sample("motion"), stale=True)
    True
    """
    if config is None:
        return ""
    at = config.source.fetched_at
    when = f"loaded {at:%Y-%m-%d %H:%M:%S} UTC" if at else ""
    before = "<b>⚠ From before the error:</b> " if stale else ""
    where = one_line(config.source.in_words, 200)
    return (
        f'<div style="line-height:1.5;padding:6px 0 2px;overflow-wrap:anywhere">{before}'
        f'<b style="font-size:115%"><bdi>{escape(one_line(config.name))}</bdi></b><br>'
        f'<span style="{_MUTED}"><bdi>{escape(where)}</bdi>{escape(when and " · " + when)}</span></div>'
    )


def note_html(text: str) -> str:
    """Write a note that stands above the panel.

    Examples
    --------
    >>> note_html("A < B").endswith("A &lt; B</div>")
    True
    """
    return (
        '<div role="note" style="border-left:5px solid var(--jp-info-color1,#0277bd);padding:4px 12px;'
        f'line-height:1.5;max-width:70em">{escape(text)}</div>'
    )


def button_in_words(
    busy: bool, config: AnomalyConfig | None, project_id: int | None, learn_id: int | None
) -> str:
    """Name the button that loads by what it would do now.

    Examples
    --------
    >>> button_in_words(False, None, 1, 7)
    'Load'
    """
    if busy:
        return "Loading…"
    shown = config and (config.source.project_id, config.source.learn_id)
    return "Refresh" if shown == (project_id, learn_id) else "Load"


def outcome_in_words(found: Found) -> str:
    """Say in one sentence what was found; empty when something went wrong."""
    if found.error or error_in_words(found):
        return ""
    if found.config:
        source = found.config.source
        return f"Loaded block {source.learn_id} of project {source.project_id}."
    if found.blocks is not None:
        count = len(found.blocks)
        others = found.blocks.attrs.get("other_blocks", ())
        if others and found.project_id is not None and not count:
            return f"{describe_no_block(found.project_id, others)}."
        return f"Project {found.project_id} has {count or 'no'} anomaly block{'s' * (count != 1)}."
    if found.projects is not None:
        return f"{len(found.projects)} projects found: choose one."
    return "The projects of this key cannot be listed: type the number of one."


def error_in_words(found: Found) -> str:
    """Say what went wrong; empty when nothing did."""
    if found.error:
        return str(found.error)
    if found.wish.config and found.config is None:
        return "No project is chosen. Choose one, or type its number, and load again."
    return ""
