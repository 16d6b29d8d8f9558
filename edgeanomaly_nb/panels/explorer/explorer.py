"""AnomalyExplorer: choose a project and a block, load it, look at it, export it."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets

from ...block.config import AnomalyConfig
from ...report import write_report
from ...studio.auth.keys import StudioAuth
from ...studio.client import StudioClient
from ...studio.http.base_url import base_url_from_env, host_of
from ...studio.samples import SAMPLES
from ..shared.controls import Id, close_tree, refill
from ..shared.status_line import StatusLine
from .export import write_files
from .key_box import KeyBox
from .keys import client_or_error, client_with, is_sample, read_key
from .loading import Background, Found, Job, Wish, look
from .messages import (
    BY_NUMBER,
    NO_KEY_IN_WORDS,
    SAMPLES_IN_WORDS,
    alert_html,
    block_options,
    bug_in_words,
    button_in_words,
    error_in_words,
    note_html,
    outcome_in_words,
    project_options,
    shown_html,
)
from .tabs import BlockTabs

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@dataclass
class _Lists:
    """What the selects offer, and what was asked for it."""

    projects: pd.DataFrame | None = None
    blocks: pd.DataFrame | None = None
    projects_asked: bool = False
    blocks_asked_of: int | None = None
    job: Job[Found, AnomalyConfig | None] | None = None


class AnomalyExplorer(widgets.VBox):  # type: ignore[misc]
    """Choose a project and one of its anomaly blocks, load it, look at it and export it.

    Loading happens in the background: the notebook stays usable while the service is slow.

    Parameters
    ----------
    client : StudioClient, optional
        What to ask; by default one with the key in the environment. Without a key the panel says so and
        takes one.
    project_id, learn_id : int, optional
        What to choose first; by default the project in the environment (``EI_PROJECT_ID``), or the only one
        that the key can see. With both, the block is loaded at once.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = AnomalyExplorer(ea.StudioClient.sample(), project_id=481207)
    >>> panel.learn_id = 7
    >>> panel.load().result(timeout=60).cluster_count
    5
    >>> panel
    AnomalyExplorer(host='samples.invalid', project 481207, block 7)
    >>> panel.close()
    """

    project_id = Id(None, allow_none=True, min=0, help="Chosen project; choosing one unchooses the block.")
    learn_id = Id(None, allow_none=True, min=0, help="Chosen block; None stands for the first one.")
    busy = traitlets.Bool(False, read_only=True, help="Whether the service is being asked.")
    error = traitlets.Unicode("", read_only=True, help="What went wrong last, in words; empty when nothing.")
    config = traitlets.Instance(
        AnomalyConfig, allow_none=True, read_only=True, help="The block that is shown; None before the first."
    )

    def __init__(
        self,
        client: StudioClient | None = None,
        *,
        project_id: int | None = None,
        learn_id: int | None = None,
    ) -> None:
        self._client, self._missing = client_or_error(client)
        self._background = Background[Found, "AnomalyConfig | None"](self._told)
        self._loading: tuple[object, Job[Found, AnomalyConfig | None]] | None = None
        self._lists = _Lists()
        self._make_controls()
        super().__init__(
            [self._notice, self._choice, self._status, self._alert, self._shown, self._tabs, self._key_box]
        )
        self.add_class("edgeanomaly-explorer")
        self._choose_first(project_id, learn_id)
        self._connect()
        self._begin()

    # --- what code and clicks call ------------------------------------------------------------------------

    def load(self) -> Job[Found, AnomalyConfig | None]:
        """Load the chosen block in the background, anew if it is there already.

        Returns
        -------
        Job
            Its ``result(timeout)`` waits and gives the config, or None when it could not be loaded: then
            `error` says why, and what was shown before stays. An error that is none of `EdgeAnomalyError`
            is raised there. While the chosen block is being loaded, the job is the one that does it.
        """
        target = (self._client, self.project_id, self.learn_id)
        if self._loading and self._loading[0] == target and not self._loading[1].done():
            return self._loading[1]
        job = self._ask(config=True)
        self._loading = (target, job)
        return job

    def use_key(self, key: str | StudioAuth) -> None:
        """Ask with another key from now on; what is shown stays until the next block is loaded.

        Parameters
        ----------
        key : str, ApiKey, JwtCookie, JwtHeader or OAuth2
            A str that is not shaped like an API key is refused: `error` says why.
        """
        auth, refusal = (key, "") if isinstance(key, StudioAuth) else read_key(key)
        del key
        if auth is None:
            self.set_trait("error", refusal)
            return
        was_sample = is_sample(self._client)
        try:
            self._client = client_with(auth, None if was_sample else self._client)
        except ValueError as unfit:  # the base URL in the environment
            self.set_trait("error", str(unfit))
            return
        self._background.drop()
        self._lists = _Lists()
        if was_sample:
            self.project_id = None
            self._choose_first(None, None)
        self._fill_projects()
        self._fill_blocks()
        self._begin()

    def export(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write the axes and thresholds as CSV and JSON, and the block as `AnomalyConfig.save` does.

        Parameters
        ----------
        folder : str or path
            Where to; it is made if it is not there, and files of the same name are replaced.

        Returns
        -------
        list of Path
            The files.

        Raises
        ------
        ValueError
            Nothing is loaded yet.
        OSError
            One cannot be written.
        """
        return write_files(self._loaded(), folder)

    def write_report(self, path: str | os.PathLike[str], *, form: str | None = None) -> Path:
        """Write a report of the block that is shown, as `edgeanomaly_nb.write_report` does.

        Parameters
        ----------
        path : str or path
            Where to; the suffix tells the form.
        form : {"html", "pdf", "md", "ipynb", "xlsx"}, optional
            The form, when the suffix does not tell it.

        Returns
        -------
        Path
            `path`.

        Raises
        ------
        ValueError
            Nothing is loaded yet, or the form is none of these.
        MissingExtraError
            The form needs a package that is not installed.
        OSError
            The file cannot be written.
        """
        return write_report(self._loaded(), path, form=form, made_at=datetime.now(timezone.utc))

    def compare_with(
        self, other: str | os.PathLike[str] | AnomalyConfig, *, swapped: bool = False
    ) -> pd.DataFrame:
        """Compare the block that is shown, and each that is loaded after it, with another one.

        Parameters
        ----------
        other : str, path or AnomalyConfig
            The state before, or a file that it was saved in.
        swapped : bool
            Whether `other` is the state after.

        Returns
        -------
        DataFrame
            The changes, as `edgeanomaly_nb.compare` gives them; the tab Compare shows them.

        Raises
        ------
        ValueError
            Nothing is loaded yet.
        InvalidFileError
            The file is not a saved config, or not whole.
        OSError
            The file cannot be read.
        """
        self._loaded()
        before = other if isinstance(other, AnomalyConfig) else AnomalyConfig.load(other)
        return self._tabs.compare_with(before, swapped=swapped)

    def close(self) -> None:
        """Close the panel and all in it, and stop asking the service."""
        if hasattr(self, "_background"):
            self._background.drop()
        parts = (*self.children, self.layout)
        super().close()
        for part in parts:
            close_tree(part)

    def static_html(self) -> str:
        """Write what is loaded as HTML that needs no kernel: all tabs that say something of the block."""
        if self.config is None:
            return "<p>AnomalyExplorer: nothing loaded yet. Run the cell in a notebook to choose a block.</p>"
        notice = f"<p>{escape(SAMPLES_IN_WORDS)}</p>" if is_sample(self._client) else ""
        return notice + self._tabs.static_html()

    # --- asking -------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Ask for the projects, the blocks of the one that is chosen, and the block if it is, too."""
        self._say_where()
        self._key_box.unfolded = self._client is None
        if self._client is None:
            self.set_trait("error", str(self._missing))
        elif self.project_id is None or self.learn_id is None:
            self._ask()
        else:
            self.load()
        self._draw()

    def _ask(self, *, config: bool = False) -> Job[Found, AnomalyConfig | None]:
        client, missing = self._client, self._missing
        wish = Wish(
            self.project_id,
            self.learn_id,
            projects=not self._lists.projects_asked,
            blocks=None in (self.project_id, self.learn_id) or self._lists.blocks_asked_of != self.project_id,
            config=config,
        )
        self._lists.projects_asked, self._lists.blocks_asked_of = True, self.project_id
        job = self._background.start(
            lambda: Found(wish, error=missing) if client is None else look(client, wish)
        )
        if not wish.config and not wish.projects:
            self._lists.job = job
        self._status.text = wish.in_words
        self._update_busy()
        return job

    def _told(self, outcome: Found | Exception) -> AnomalyConfig | None:
        if isinstance(outcome, Exception):
            self._status.text = ""
            self.set_trait("error", bug_in_words(outcome))
            self._update_busy()
            raise outcome
        self._take(outcome)
        self._status.text = outcome_in_words(outcome)
        self._update_busy()
        return outcome.config

    def _take(self, found: Found) -> None:
        wish = found.wish
        if found.projects is not None:
            self._lists.projects = found.projects
            self._fill_projects()
        elif wish.projects and found.error:
            self._lists.projects_asked = False
        if found.blocks is None and wish.blocks and self._lists.blocks_asked_of == wish.project_id:
            self._lists.blocks_asked_of = None
        if wish.project_id == self.project_id:
            self._take_choice(found)
        self._fill_blocks()
        if found.config is not None:
            self._show(found.config)
        self.set_trait("error", error_in_words(found))

    def _take_choice(self, found: Found) -> None:
        """Choose what the answer chose, as long as the user has not chosen something else meanwhile."""
        if found.blocks is not None:
            self._lists.blocks, self._lists.blocks_asked_of = found.blocks, found.project_id
        if found.project_id != self.project_id:
            learn_id = self.learn_id
            self.project_id = found.project_id
            self.learn_id = learn_id
        if self.learn_id is None and found.blocks is not None and len(found.blocks):
            self.learn_id = int(found.blocks.learn_id.iloc[0])

    def _choose_first(self, project_id: int | None, learn_id: int | None) -> None:
        text = os.environ.get("EI_PROJECT_ID", "").strip()
        if project_id is None and text.isdecimal() and not is_sample(self._client):
            project_id = int(text)
        self.project_id, self.learn_id = project_id, learn_id

    # --- choosing -----------------------------------------------------------------------------------------

    def _on_project(self, _: object) -> None:
        self.learn_id = None
        if self._lists.blocks_asked_of != self.project_id:
            self._lists.blocks = None
            # Someone may walk through the list with an arrow key: only the last stop is asked for.
            if self._lists.job is not None and not self._lists.job.started:
                self._background.drop(self._lists.job)
                self._update_busy()
            if self.project_id is not None:
                self._ask()
        self._fill_projects()
        self._fill_blocks()

    def _on_project_select(self, change: Any) -> None:
        self._number.layout.display = "" if change.new == BY_NUMBER else "none"
        if change.new != BY_NUMBER:
            self.project_id = change.new

    def _on_number(self, change: Any) -> None:
        text = change.new.strip()
        if text.isdecimal():
            self.project_id = int(text)
        elif text:
            self.set_trait(
                "error", "The number of a project holds digits only: it is in the address bar of Studio."
            )

    def _on_block_select(self, change: Any) -> None:
        self.learn_id = change.new

    def _fill_projects(self) -> None:
        options = project_options(self._lists.projects, self.project_id)
        listed = self.project_id in [value for _, value in options]
        refill(
            self._project_select, options, self.project_id if listed else BY_NUMBER, self._on_project_select
        )
        by_number = self._project_select.value == BY_NUMBER
        self._number.layout.display = "" if by_number else "none"
        self._number.value = "" if self.project_id is None else str(self.project_id)

    def _fill_blocks(self) -> None:
        options = block_options(self._lists.blocks, self.learn_id)
        refill(self._block_select, options, self.learn_id, self._on_block_select)

    # --- showing ------------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        wide = {"width": "auto", "flex": "1 1 240px", "min_width": "0", "max_width": "520px"}
        style = {"description_width": "initial"}
        self._notice = widgets.HTML()
        self._project_select = widgets.Dropdown(description="Project", layout=wide, style=style)
        self._number = widgets.Text(
            description="Project number",
            placeholder="such as 481207",
            continuous_update=False,
            layout={"width": "240px"},
            style=style,
        )
        self._block_select = widgets.Dropdown(description="Block", layout=wide, style=style)
        self._load = widgets.Button(
            description="Load", button_style="primary", layout={"width": "110px", "flex": "0 0 auto"}
        )
        self._choice = widgets.HBox(
            [self._project_select, self._number, self._block_select, self._load],
            layout={"flex_flow": "row wrap", "align_items": "center", "grid_gap": "2px 12px"},
        )
        self._status = StatusLine()
        self._alert = widgets.HTML()
        self._shown = widgets.HTML()
        self._tabs = BlockTabs()
        self._key_box = KeyBox(self.use_key)

    def _connect(self) -> None:
        self._fill_projects()
        self._fill_blocks()
        self._load.on_click(lambda _: self.load())
        self._number.observe(self._on_number, names="value")
        self.observe(self._on_project, names="project_id")
        self.observe(lambda _: self._fill_blocks(), names="learn_id")
        self.observe(lambda _: self._draw(), names=["busy", "error", "config", "project_id", "learn_id"])

    def _draw(self) -> None:
        self._load.description = button_in_words(self.busy, self.config, self.project_id, self.learn_id)
        self._load.tooltip = "Ask the service for the chosen block"
        self._load.disabled = self.busy
        self._alert.value = alert_html(self.error)
        self._shown.value = shown_html(self.config, stale=bool(self.error))
        self._tabs.layout.display = "none" if self.config is None else ""

    def _loaded(self) -> AnomalyConfig:
        if self.config is None:
            raise ValueError("Nothing is loaded yet: call load() and wait for its result() first.")
        config: AnomalyConfig = self.config
        return config

    def _update_busy(self) -> None:
        self.set_trait("busy", self._background.busy)

    def _say_where(self) -> None:
        self._notice.value = note_html(SAMPLES_IN_WORDS) if is_sample(self._client) else ""
        client = None if is_sample(self._client) else self._client
        with contextlib.suppress(ValueError):  # it is told when a key is used
            self._key_box.host = client.host if client else host_of(base_url_from_env())

    def _show(self, config: AnomalyConfig) -> None:
        self._tabs.show(config)
        self.set_trait("config", config)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}

    def __repr__(self) -> str:
        ids = (("project", self.project_id), ("block", self.learn_id))
        parts = ["no key" if self._client is None else f"host={self._client.host!r}"]
        parts += [f"{what} {number}" for what, number in ids if number is not None]
        shown = self.config and self.config.source
        if shown and (shown.project_id, shown.learn_id) != (self.project_id, self.learn_id):
            parts.append(f"showing {shown.in_words}")
        return f"AnomalyExplorer({', '.join(parts)})"


def explore(project_id: int | None = None, learn_id: int | None = None) -> AnomalyExplorer:
    """Open an explorer on the key in the environment, or on the bundled samples when there is none.

    Parameters
    ----------
    project_id, learn_id : int, optional
        What to choose first. On the samples, by default, one of them is loaded.

    Returns
    -------
    AnomalyExplorer
        The panel, which says so when it shows the samples.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ea.explore()
    >>> panel
    AnomalyExplorer(host='samples.invalid', project 481207, block 4)
    >>> panel.config.trained
    True
    >>> panel.close()
    """
    client, missing = client_or_error(None)
    if missing is None:
        return AnomalyExplorer(client, project_id=project_id, learn_id=learn_id)
    if project_id is None and learn_id is None:
        project_id, learn_id = SAMPLES["motion"].project_id, SAMPLES["motion"].learn_id
    panel = AnomalyExplorer(StudioClient.sample(), project_id=project_id, learn_id=learn_id)
    panel.load().result()  # no network: at once
    panel._notice.value = note_html(NO_KEY_IN_WORDS)
    return panel
