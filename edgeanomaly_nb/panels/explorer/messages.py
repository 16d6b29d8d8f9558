"""What the explorer offers and shows as text: the options of its selects, its notices, its heading."""

from __future__ import annotations

from typing import Any, TypeAlias

import pandas as pd

from ...block.config import AnomalyConfig
from ...block.kinds import kind_of
from ...html import text_html
from ...text import counted, one_line, utc_text

Options: TypeAlias = list[tuple[str, int | None]]  # text and value

BY_NUMBER = -1  # the value of the option that opens the number box
SAMPLES_TEXT = "These are the bundled sample projects, which need no network and no account."
_NO_KEY = (
    "No key found: these are the bundled sample projects. To see your own, type an API key below (in Studio: "
    "Dashboard, Keys; {}), or set the environment variable EI_API_KEY and run this cell again."
)
_READS, _WRITES = "a read-only key is enough", "to write thresholds, one that can write"
_MUTED = "color:var(--jp-ui-font-color2,inherit)"


def no_key_text(*, allow_writes: bool) -> str:
    """Return the note for the samples, if there is no key.

    Examples
    --------
    >>> no_key_text(allow_writes=False)[:12]
    'No key found'
    """
    return _NO_KEY.format(_WRITES if allow_writes else _READS)


def project_options(projects: pd.DataFrame | None, project_id: int | None) -> Options:
    """Return the options of the project select, as text and value; `BY_NUMBER` opens the number box.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> project_options(ea.StudioClient.sample().list_projects(), None)[:2]
    [('choose a project', None), ('Parcel handling (481207)', 481207)]
    """
    by_number = ("another project, by its number", BY_NUMBER)
    if projects is None or projects.empty:
        return [by_number]
    prompt: Options = [("choose a project", None)] if project_id is None else []
    listed = [
        (f"{_name(name)} ({number})", number)
        for number, name in zip(projects.project_id.tolist(), projects.name, strict=True)
    ]
    return [*prompt, *listed, by_number]


def block_options(blocks: pd.DataFrame | None, learn_id: int | None) -> Options:
    """Return the options of the block select, as text and value.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> block_options(ea.StudioClient.sample().list_anomaly_blocks(602318), 3)[0]
    ('Anomaly detection (K-means), block 3, impulse “Spectral features”', 3)
    """
    options: Options = []
    if blocks is not None:
        ids = blocks.learn_id.tolist()
        options = [(_block_text(row), at) for row, at in zip(blocks.itertuples(), ids, strict=True)]
    if learn_id is not None and learn_id not in [value for _, value in options]:
        options.insert(0, (f"block {learn_id}", learn_id))
    if learn_id is None:
        options.insert(0, (_no_choice_text(blocks), None))
    return options


def _no_choice_text(blocks: pd.DataFrame | None) -> str:
    if blocks is None or len(blocks):
        return "the first one"
    return "no anomaly block in this project"


def _block_text(row: Any) -> str:
    has_impulse = isinstance(row.impulse_id, int)
    impulse = _name(row.impulse_name, str(row.impulse_id) if has_impulse else "")
    kind = one_line(kind_of(row.type).short_name, 40)
    text = f"{_name(row.name)} ({kind}), block {row.learn_id}"
    return text + (f", impulse “{impulse}”" if impulse else "")


def _name(text: object, otherwise: str = "without a name") -> str:
    return (one_line(text, 60) if isinstance(text, str) else "") or otherwise


def heading_html(config: AnomalyConfig | None, *, is_old: bool, chosen: str = "") -> str:
    """Return which block is shown and when it was loaded; `is_old` if a later request failed.

    ``chosen`` is the block that is chosen, if another one is shown.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "From before" in heading_html(ea.load_sample("motion"), is_old=True)
    True
    """
    if config is None:
        return ""
    at = config.source.fetched_at
    when = f" · loaded {utc_text(at)}" if at else ""
    note = "<b>⚠ From before the error:</b> " if is_old else ""
    if chosen and not is_old:
        note = f"<div>Chosen: {chosen}. This is still another block:</div>"
    return title_html(config, note=note, when=when)


def title_html(config: AnomalyConfig, *, note: str = "", when: str = "") -> str:
    """Return the name of a block and where it comes from, which nothing below repeats.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "bundled sample, project 481207, block 4" in title_html(ea.load_sample("motion"))
    True
    """
    return (
        f'<div style="line-height:1.5;padding:6px 0 2px;overflow-wrap:anywhere">{note}'
        f'<b style="font-size:115%">{text_html(config.name)}</b><br>'
        f'<span style="{_MUTED}">{text_html(config.source.in_words, 200)}{when}</span></div>'
    )


def bytes_text(n_bytes: int) -> str:
    """Return a number of bytes.

    Examples
    --------
    >>> bytes_text(120), bytes_text(81_000), bytes_text(1_481_832), bytes_text(2_100_000_000)
    ('120 bytes', '81 kB', '1.5 MB', '2,100 MB')
    """
    if n_bytes < 1000:
        return counted(n_bytes, "byte")
    if n_bytes < 999_500:
        return f"{n_bytes / 1e3:.0f} kB"
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes < 99e6 else f"{n_bytes / 1e6:,.0f} MB"
