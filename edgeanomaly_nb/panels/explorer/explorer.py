"""AnomalyExplorer: choose a project and a block, load it, look at it, export it."""

from __future__ import annotations

import contextlib
import os
from html import escape
from typing import TypeAlias

import ipywidgets as widgets
import traitlets

from ...block.config import AnomalyConfig
from ...studio.auth.keys import StudioAuth
from ...studio.client import StudioClient
from ...studio.http.base_url import base_url_from_env, host_of
from ...studio.http.limits import read_id
from ...studio.samples import SAMPLES
from ...studio.threshold_result import ThresholdsWritten
from ..axes.panel import AxesPanel
from ..shared.alerts import alert_html, bug_text, note_html
from ..shared.panel import Panel
from ..shared.status_line import StatusLine
from ..shared.traits import Id
from ..thresholds.panel import ThresholdsPanel
from .background import Background, Job
from .block_handle import BlockHandle
from .block_tabs import BlockTabs
from .choice import BlockChoice
from .key_box import KeyBox
from .keys import client_or_error, client_with, is_sample, read_key
from .loading import LoadResult, load
from .messages import SAMPLES_TEXT, heading_html, no_key_text, title_html
from .shown_block import ShownBlock
from .state import ExplorerState

LoadJob: TypeAlias = Job[LoadResult, AnomalyConfig | None]


class AnomalyExplorer(ShownBlock):
    """Choose a project and one of its anomaly blocks, load it, look at it and export it.

    Loading happens in the background: the notebook stays usable while the service is slow.

    Parameters
    ----------
    client : StudioClient, optional
        The client to load with; by default one with the key in the environment. Without a key, the panel
        shows how to enter one.
    project_id, learn_id : int, optional
        The first choice; by default the project in the environment (``EI_PROJECT_ID``), or the only one that
        the key can see. With both, the block is loaded at once.
    allow_writes : bool
        True for a button in the Thresholds tab that writes what is tried to Studio, after a preview and a
        second click. The client then has to allow it, too: ``StudioClient(..., allow_writes=True)``. By
        default the explorer only reads.

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

    project_id = Id(
        None, allow_none=True, min=0, help="Chosen project; a new choice clears the choice of a block."
    )
    learn_id = Id(None, allow_none=True, min=0, help="Chosen block; None for the first one.")
    busy = traitlets.Bool(False, read_only=True, help="True while something is being loaded.")
    error = traitlets.Unicode("", read_only=True, help="What went wrong last; empty if nothing did.")
    config = traitlets.Instance(
        AnomalyConfig, allow_none=True, read_only=True, help="The block that is shown; None before the first."
    )

    def __init__(
        self,
        client: StudioClient | None = None,
        *,
        project_id: int | None = None,
        learn_id: int | None = None,
        allow_writes: bool = False,
    ) -> None:
        project_id, learn_id = _optional_id(project_id, "project_id"), _optional_id(learn_id, "learn_id")
        self.client, self._missing_key = client_or_error(client, allow_writes=allow_writes)
        self._allow_writes = allow_writes
        self.state = ExplorerState()
        self.background = Background(on_change=self._show)
        self._load_job: LoadJob | None = None
        self._lists_job: LoadJob | None = None
        self.notice, self.alert, self.heading = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.status, self.key_box = StatusLine(), KeyBox(self.use_key)
        self.tabs = BlockTabs(self._show_written, self._refuse) if allow_writes else BlockTabs()
        self.choice = BlockChoice(
            on_project=lambda value: self._load_chosen(self.state.choose_option(value)),
            on_number=lambda text: self._load_chosen(self.state.type_number(text)),
            on_block=self._choose_block,
            on_load=self.load,
        )
        super().__init__(
            [self.notice, self.choice, self.status, self.alert, self.heading, self.tabs, self.key_box]
        )
        self.add_class("edgeanomaly-explorer")
        self._choose_first(project_id, learn_id)
        self.observe(self._on_project_id, names="project_id")
        self.observe(self._on_learn_id, names="learn_id")
        self._begin()

    def unknown_text(self, name: str) -> str:
        """Return the message for an attribute that the explorer does not have; a panel in it may have it."""
        for part, panel in (("axes_panel", AxesPanel), ("thresholds_panel", ThresholdsPanel)):
            if name in panel.class_traits() and not hasattr(Panel, name):
                return f"AnomalyExplorer has no setting {name!r}; its {part} has it: explorer.{part}.{name}"
        return super().unknown_text(name)

    def load(self) -> LoadJob:
        """Load the chosen block in the background, again if it is shown already.

        Returns
        -------
        Job
            Its ``result(timeout)`` waits and returns the config, or None if it could not be loaded: `error`
            has the reason, and what was shown before stays. An error that is not an `EdgeAnomalyError` is
            raised there. While the chosen block is being loaded, the job is the one that loads it.
        """
        if self._load_job is None or self._load_job.done() or not self.state.is_loading_choice:
            self._load_job = self._request(config=True)
        return self._load_job

    def use_key(self, key: str | StudioAuth) -> None:
        """Use another key from now on; what is shown stays until the next block is loaded.

        Parameters
        ----------
        key : str, ApiKey, JwtCookie, JwtHeader or OAuth2
            A str that does not have the form of an API key is refused: `error` has the reason.
        """
        auth, refusal = (key, "") if isinstance(key, StudioAuth) else read_key(key)
        del key
        if auth is None:
            self._refuse(refusal)
            return
        was_sample = is_sample(self.client)
        try:
            like = None if was_sample else self.client
            self.client = client_with(auth, like, allow_writes=self._allow_writes)
        except ValueError as invalid:  # the base URL in the environment
            self._refuse(str(invalid))
            return
        self.background.drop()
        self.state.forget_lists()
        if was_sample:
            self._choose_first(None, None)
        self._begin()

    def close(self) -> None:
        """Close the panel and all its parts, and stop loading."""
        if hasattr(self, "background"):
            self.background.drop()
        super().close()

    def static_html(self) -> str:
        """Return what is loaded as HTML that needs no kernel: all tabs with facts of the block."""
        if self.config is None:
            return "<p>AnomalyExplorer: nothing is loaded yet. Run the notebook to choose a block.</p>"
        notice = f"<p>{escape(SAMPLES_TEXT)}</p>" if is_sample(self.client) else ""
        return notice + title_html(self.config) + self.tabs.static_html()

    # --- loading ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Load the projects, the blocks of the chosen one, and the chosen block."""
        self._show_client()
        if self.client is None:
            self._refuse(str(self._missing_key))
        elif None in (self.project_id, self.learn_id):
            self._request()
        else:
            self.load()

    def _request(self, *, config: bool = False) -> LoadJob:
        client, missing, request = self.client, self._missing_key, self.state.request(config=config)

        def work() -> LoadResult:
            return LoadResult(request, error=missing) if client is None else load(client, request)

        job = self.background.start(work, lambda outcome: self._receive(outcome, client))
        self._lists_job = None if request.config or request.projects else job
        return job

    def _receive(self, outcome: LoadResult | Exception, client: StudioClient | None) -> AnomalyConfig | None:
        if isinstance(outcome, Exception):
            self.state.fail(bug_text(outcome))
            raise outcome
        self.state.receive(outcome)
        if outcome.config is not None:
            self.tabs.show(BlockHandle(outcome.config, client, self.background))
        return outcome.config

    def _show_written(self, result: ThresholdsWritten) -> None:
        """Show the block that was read after a change, in place of the one before it."""
        block, now = self.tabs.block, result.config.source
        self.state.status, self.state.error = f"{result.title}.", ""
        if block is not None and (block.project_id, block.learn_id) == (now.project_id, now.learn_id):
            self.state.config = result.config
            self.tabs.thresholds_tab.result = result
            self.tabs.show(BlockHandle(result.config, block.client, self.background))
        self._show()

    def _refuse(self, error: str) -> None:
        self.state.error = error
        self._show()

    # --- choosing -----------------------------------------------------------------------------------------

    def _choose_first(self, project_id: int | None, learn_id: int | None) -> None:
        """Choose what the caller gave, or the project in the environment."""
        text = os.environ.get("EI_PROJECT_ID", "").strip()
        if project_id is None and text.isdecimal() and not is_sample(self.client):
            project_id = int(text)
        self.state.choose_project(project_id)
        self.state.learn_id = learn_id
        self._show_choice()

    def _choose_block(self, learn_id: int | None) -> None:
        self.state.learn_id = learn_id
        self._load_chosen(True)

    def _load_chosen(self, is_chosen: bool) -> None:
        """Load what the user has chosen in the page; show the choice alone if nothing was chosen."""
        if is_chosen:
            self._drop_waiting(self._load_job)
            self.load()
        else:
            self._show()

    def _drop_waiting(self, job: LoadJob | None) -> None:
        # With an arrow key, someone may pass many projects or blocks on the way to one: only it is loaded.
        if job is not None and not job.started:
            self.background.drop(job)

    def _on_project_id(self, change: traitlets.Bunch) -> None:
        if change.new == self.state.project_id:
            return
        if self.state.choose_project(change.new):
            self._drop_waiting(self._lists_job)
            self._request()
        else:
            self._show()

    def _on_learn_id(self, change: traitlets.Bunch) -> None:
        if change.new != self.state.learn_id:
            self.state.learn_id = change.new
            self._show()

    # --- showing ------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show the state in all controls, then in the traits."""
        state, busy = self.state, self.background.busy
        self.choice.show(state, busy=busy)
        self.status.text = state.status
        self.alert.value = alert_html(state.error)
        self.heading.value = heading_html(state.config, is_old=bool(state.error), chosen=state.chosen_text)
        self.tabs.layout.display = "none" if state.config is None else ""
        self._show_choice()
        self.set_trait("config", state.config)
        self.set_trait("error", state.error)
        self.set_trait("busy", busy)

    def _show_choice(self) -> None:
        self.project_id, self.learn_id = self.state.project_id, self.state.learn_id

    def _show_client(self) -> None:
        """Show whether the projects are samples, and where a key is sent."""
        self.notice.value = note_html(SAMPLES_TEXT if is_sample(self.client) else "")
        self.key_box.unfolded = self.client is None
        client = None if is_sample(self.client) else self.client
        with contextlib.suppress(ValueError):  # the error is shown when a key is used
            self.key_box.host = client.host if client else host_of(base_url_from_env())

    def __repr__(self) -> str:
        ids = (("project", self.project_id), ("block", self.learn_id))
        parts = ["no key" if self.client is None else f"host={self.client.host!r}"]
        parts += [f"{what} {number}" for what, number in ids if number is not None]
        if self.config and not self.state.is_chosen_shown:
            parts.append(f"showing {self.config.source.in_words}")
        return f"AnomalyExplorer({', '.join(parts)})"


def explore(
    project_id: int | None = None, learn_id: int | None = None, *, allow_writes: bool = False
) -> AnomalyExplorer:
    """Open an explorer on the key in the environment, or on the bundled samples when there is none.

    Parameters
    ----------
    project_id, learn_id : int, optional
        The first choice; by default one of the samples, if there is no key.
    allow_writes : bool
        True for a button in the Thresholds tab that writes to Studio, after a preview and a second click. By
        default the explorer only reads.

    Returns
    -------
    AnomalyExplorer
        The panel; a note in it shows that these are samples.

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
    client, missing = client_or_error(None, allow_writes=allow_writes)
    if missing is None:
        return AnomalyExplorer(client, project_id=project_id, learn_id=learn_id, allow_writes=allow_writes)
    if project_id is None and learn_id is None:
        project_id, learn_id = SAMPLES["motion"].project_id, SAMPLES["motion"].learn_id
    panel = AnomalyExplorer(
        StudioClient.sample(), project_id=project_id, learn_id=learn_id, allow_writes=allow_writes
    )
    panel.load().result()  # there is no network to wait for
    panel.notice.value = note_html(no_key_text(allow_writes=allow_writes))
    return panel


def _optional_id(value: object, name: str) -> int | None:
    sample = SAMPLES.get(value) if isinstance(value, str) else None
    if sample is not None:
        raise TypeError(
            f"{name} must be an int, not {value!r}: this sample is block {sample.learn_id} of project "
            f"{sample.project_id}, so ea.explore({sample.project_id}, {sample.learn_id}) shows it."
        )
    return None if value is None else read_id(value, name)  # type: ignore[arg-type]
