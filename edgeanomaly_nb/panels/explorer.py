"""AnomalyExplorer: choose a project and a block, load it, look at it, export it."""

from __future__ import annotations

import contextlib
import operator
import os
import warnings
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets as widgets
import traitlets

from ..config import AnomalyConfig
from ..describe import facts
from ..errors import MissingCredentialsError
from ..studio.address import base_url_from_env, host_of
from ..studio.auth import ApiKey, StudioAuth
from ..studio.client import StudioClient
from ..studio.samples import SAMPLE_BASE_URL, SAMPLES
from ..wording import one_line
from .axes import AxesPanel
from .export import ExportTab, write_files
from .loading import Background, Found, Job, Wish, look
from .thresholds import ThresholdsPanel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    _Int = traitlets.Int[Any, Any]
else:
    _Int = traitlets.Int

TABS = ("Overview", "Axes", "Thresholds", "Export")
BY_NUMBER = -1  # the option of the project select that stands for the number box
SAMPLES_IN_WORDS = "These are the bundled sample projects, which need no network and no account."
NO_KEY_IN_WORDS = (
    "No key found: these are the bundled sample projects. To see your own, type an API key below (in Studio: "
    "Dashboard, Keys; a read-only key is enough), or set the environment variable EI_API_KEY and run "
    "this cell again."
)
_KINDS = {"anomaly": "K-means", "anomaly-gmm": "GMM"}
_CELL = "padding:3px 20px 3px 0;vertical-align:top;text-align:left;overflow-wrap:anywhere"
_MUTED = "color:var(--jp-ui-font-color2,inherit)"


class _Id(_Int):
    """An id from 0, or None; numpy's integers are fine, since ids come out of frames."""

    def validate(self, obj: Any, value: Any) -> Any:
        if hasattr(value, "__index__") and not isinstance(value, bool):
            value = operator.index(value)
        return super().validate(obj, self.error(obj, value) if isinstance(value, bool) else value)


class StatusLine(anywidget.AnyWidget):
    """One line of text that a screen reader reads out when it changes.

    `ipywidgets.HTML` replaces its elements on each change, and a new element is not read out: a live region
    has to stay. It also tells JupyterLab to leave the keys that are pressed in the explorer to the explorer:
    else ArrowDown in a select and Enter on a button move on to another cell.
    """

    _esm = """
    function render({ model, el }) {
      const line = document.createElement("div");
      line.setAttribute("role", "status");
      line.setAttribute("aria-live", "polite");
      Object.assign(line.style, { minHeight: "1.5em", padding: "0 2px", overflowWrap: "anywhere" });
      const show = () => { line.textContent = model.get("text"); };
      model.on("change:text", show);
      el.append(line);
      show();
      // JupyterLab looks for shortcuts of the focused element before anything else gets the key, and only an
      // attribute on that element itself stops it; what is pressed with Ctrl or Cmd stays a shortcut.
      const keepKey = (event) => {
        const { target } = event;
        const ours = el.closest(".edgeanomaly-explorer")?.contains(target);
        if (!ours || event.ctrlKey || event.metaKey || "lmSuppressShortcuts" in target.dataset) return;
        target.dataset.lmSuppressShortcuts = "true";
        setTimeout(() => delete target.dataset.lmSuppressShortcuts);
      };
      window.addEventListener("keydown", keepKey, true);
      return () => {
        window.removeEventListener("keydown", keepKey, true);
        model.off("change:text", show);
      };
    }
    export default { render };
    """

    text = traitlets.Unicode(help="What is going on, in words.").tag(sync=True)


class KeyBox(anywidget.AnyWidget):
    """A box to type a key in, which is handed on in a message.

    What is typed is in no trait, neither here nor in the page: an `ipywidgets.Password` would keep it in its
    ``value``, which is part of the saved notebook. The box is emptied before the message is sent.

    Parameters
    ----------
    action : callable
        Called with what was typed.
    """

    _esm = """
    function render({ model, el }) {
      const add = (parent, tag, more) =>
        parent.appendChild(Object.assign(document.createElement(tag), more));
      const box = add(el, "details", { className: "edgeanomaly-key" });
      add(box, "summary", { textContent: "Use another API key" });
      const row = add(box, "div", {});
      const label = add(row, "label", { textContent: "API key " });
      const input = add(label, "input", { type: "password", autocomplete: "off", spellcheck: false });
      const button = add(row, "button", {
        type: "button", textContent: "Use this key", className: "jupyter-button widget-button",
      });
      const where = add(row, "span", {});
      const hand = () => {
        const key = input.value;
        input.value = "";
        if (key) model.send({ key });
      };
      button.addEventListener("click", hand);
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") hand(); });
      const show = () => {
        box.open = model.get("unfolded");
        where.textContent = `It is sent to ${model.get("host")} only, and not saved in the notebook.`;
      };
      model.on("change:host change:unfolded", show);
      show();
      return () => { input.value = ""; model.off("change:host change:unfolded", show); };
    }
    export default { render };
    """
    _css = """
    .edgeanomaly-key summary { cursor: pointer; padding: 4px 2px; width: fit-content; }
    .edgeanomaly-key > div {
      display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; padding: 4px 2px;
    }
    .edgeanomaly-key input {
      font: inherit; width: 22em; max-width: 60vw; padding: 4px 6px; margin-left: 6px; color: inherit;
      background: var(--jp-widgets-input-background-color, transparent);
      border: 1px solid var(--jp-widgets-input-border-color, #767676);
    }
    .edgeanomaly-key button { width: auto; }
    /* Closed tabs are too pale on their grey: the open one has a bar above it as well. */
    .edgeanomaly-explorer .widget-tab > .lm-TabBar .lm-TabBar-tab { color: var(--jp-ui-font-color1, inherit); }
    .edgeanomaly-key :focus-visible {
      outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px;
    }
    """

    unfolded = traitlets.Bool(False, help="Whether the box is unfolded.").tag(sync=True)
    host = traitlets.Unicode(help="Host that a key goes to.").tag(sync=True)

    def __init__(self, action: Callable[[str], object], **traits: Any) -> None:
        self._action = action
        super().__init__(**traits)
        self.on_msg(self._on_message)

    def _on_message(self, _: object, content: Any, __: object) -> None:
        # Taken out of the message, so that a traceback that shows the message does not show it.
        key = content.pop("key", None) if isinstance(content, dict) else None
        if isinstance(key, str):
            self._action(key)


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

    project_id = _Id(None, allow_none=True, min=0, help="Chosen project; choosing one unchooses the block.")
    learn_id = _Id(None, allow_none=True, min=0, help="Chosen block; None stands for the first one.")
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
        self._client, self._missing = _client_or_error(client)
        self._background = Background[Found, "AnomalyConfig | None"](self._told)
        self._loading: tuple[object, Job[Found, AnomalyConfig | None]] | None = None
        self._contents: dict[int, widgets.Widget] = {}
        self._lists = _Lists()
        self._make_controls()
        super().__init__(
            [self._notice, self._choice, self._status, self._alert, self._shown, self._tab, self._key_box]
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
        auth, refusal = (key, "") if isinstance(key, StudioAuth) else _read_key(key)
        del key
        if auth is None:
            self.set_trait("error", refusal)
            return
        was_sample = _is_sample(self._client)
        try:
            self._client = _client_with(auth, None if was_sample else self._client)
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
        """Write the axes and thresholds as CSV and JSON, and the block as it was sent.

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
        """
        if self.config is None:
            raise ValueError("Nothing is loaded yet: call load() and wait for its result() first.")
        return write_files(self.config, folder)

    def close(self) -> None:
        """Close the panel and all in it, and stop asking the service."""
        if hasattr(self, "_background"):
            self._background.drop()
        parts = (*self.children, self.layout)
        super().close()
        for part in parts:
            close_tree(part)

    def static_html(self) -> str:
        """Write what is loaded as HTML that needs no kernel: overview, axes and thresholds."""
        if self.config is None:
            return "<p>AnomalyExplorer: nothing loaded yet. Run the cell in a notebook to choose a block.</p>"
        notice = f"<p>{escape(SAMPLES_IN_WORDS)}</p>" if _is_sample(self._client) else ""
        return "".join(
            [
                notice,
                overview_html(self.config),
                f"<h4>Axes</h4>{self._static_part(1, self.config)}",
                f"<h4>Thresholds</h4>{self._static_part(2, self.config)}",
            ]
        )

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
            self.set_trait(
                "error",
                f"Something failed inside edgeanomaly_nb ({type(outcome).__name__}). That is a bug: what "
                "led to it is in the log of the kernel.",
            )
            self._update_busy()
            raise outcome
        self._take(outcome)
        self._status.text = _outcome_in_words(outcome)
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
        self.set_trait("error", _error_in_words(found))

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
        if project_id is None and text.isdecimal() and not _is_sample(self._client):
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
        _refill(
            self._project_select, options, self.project_id if listed else BY_NUMBER, self._on_project_select
        )
        by_number = self._project_select.value == BY_NUMBER
        self._number.layout.display = "" if by_number else "none"
        self._number.value = "" if self.project_id is None else str(self.project_id)

    def _fill_blocks(self) -> None:
        options = block_options(self._lists.blocks, self.learn_id)
        _refill(self._block_select, options, self.learn_id, self._on_block_select)

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
        self._tab = widgets.Tab([widgets.VBox() for _ in TABS], titles=TABS, layout={"min_height": "120px"})
        self._key_box = KeyBox(self.use_key)

    def _connect(self) -> None:
        self._fill_projects()
        self._fill_blocks()
        self._load.on_click(lambda _: self.load())
        self._number.observe(self._on_number, names="value")
        self._tab.observe(lambda _: self._fill_tab(), names="selected_index")
        self.observe(self._on_project, names="project_id")
        self.observe(lambda _: self._fill_blocks(), names="learn_id")
        self.observe(lambda _: self._draw(), names=["busy", "error", "config", "project_id", "learn_id"])

    def _draw(self) -> None:
        self._load.description = _button_in_words(self.busy, self.config, self.project_id, self.learn_id)
        self._load.tooltip = "Ask the service for the chosen block"
        self._load.disabled = self.busy
        self._alert.value = alert_html(self.error)
        self._shown.value = shown_html(self.config, stale=bool(self.error))
        self._tab.layout.display = "none" if self.config is None else ""

    def _update_busy(self) -> None:
        self.set_trait("busy", self._background.busy)

    def _say_where(self) -> None:
        self._notice.value = _note_html(SAMPLES_IN_WORDS) if _is_sample(self._client) else ""
        client = None if _is_sample(self._client) else self._client
        with contextlib.suppress(ValueError):  # it is told when a key is used
            self._key_box.host = client.host if client else host_of(base_url_from_env())

    def _show(self, config: AnomalyConfig) -> None:
        old, self._contents = self._contents, {}
        for box in self._tab.children:
            box.children = ()
        for content in old.values():
            close_tree(content)
        self.set_trait("config", config)
        self._fill_tab()

    def _fill_tab(self) -> None:
        """Build what the open tab shows, unless it is there."""
        index = self._tab.selected_index
        if self.config is None or index is None or index in self._contents:
            return
        self._contents[index] = _MAKERS[index](self.config)
        self._tab.children[index].children = (self._contents[index],)

    def _static_part(self, index: int, config: AnomalyConfig) -> str:
        if index in self._contents:
            return str(self._contents[index].static_html())
        made = _MAKERS[index](config)
        try:
            return str(made.static_html())
        finally:
            close_tree(made)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}

    def __repr__(self) -> str:
        ids = (("project", self.project_id), ("block", self.learn_id))
        parts = ["no key" if self._client is None else f"host={self._client.host!r}"]
        parts += [f"{what} {number}" for what, number in ids if number is not None]
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
    client, missing = _client_or_error(None)
    if missing is None:
        return AnomalyExplorer(client, project_id=project_id, learn_id=learn_id)
    if project_id is None and learn_id is None:
        project_id, learn_id = SAMPLES["motion"].project_id, SAMPLES["motion"].learn_id
    panel = AnomalyExplorer(StudioClient.sample(), project_id=project_id, learn_id=learn_id)
    panel.load().result()  # no network: at once
    panel._notice.value = _note_html(NO_KEY_IN_WORDS)
    return panel


# --- options ------------------------------------------------------------------------------------------------


def project_options(projects: pd.DataFrame | None, project_id: int | None) -> list[tuple[str, int | None]]:
    """List what the project select offers, as text and value; `BY_NUMBER` stands for the number box.

    Examples
    --------
    >>> project_options(StudioClient.sample().list_projects(), None)[:2]
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
    >>> block_options(StudioClient.sample().list_anomaly_blocks(602318), 3)[0]
    ('Anomaly detection (K-means), block 3, impulse “Spectral features”', 3)
    """
    options: list[tuple[str, int | None]] = []
    if blocks is not None:
        ids = blocks.learn_id.tolist()
        options = [(_block_in_words(row), at) for row, at in zip(blocks.itertuples(), ids, strict=True)]
    if learn_id is not None and learn_id not in [value for _, value in options]:
        options.insert(0, (f"block {learn_id}", learn_id))
    if learn_id is None:
        none = blocks is not None and not options
        options.insert(0, ("no anomaly block in this project" if none else "the first one", None))
    return options


def _block_in_words(row: Any) -> str:
    impulse = _name(row.impulse_name, "" if _is_missing(row.impulse_id) else str(row.impulse_id))
    words = f"{_name(row.name, 'without a name')} ({_KINDS.get(row.type, row.type)}), block {row.learn_id}"
    return words + (f", impulse “{impulse}”" if impulse else "")


def _name(text: Any, otherwise: str) -> str:
    return (one_line(text, 60) if isinstance(text, str) else "") or otherwise


def _is_missing(value: Any) -> bool:
    return not isinstance(value, int)


def _refill(
    box: widgets.Dropdown,
    options: list[tuple[str, int | None]],
    value: int | None,
    handler: Callable[..., None],
) -> None:
    """Give a select other options; the value that it passes through on the way is nobody's choice."""
    with contextlib.suppress(ValueError):  # the first time nobody listens
        box.unobserve(handler, names="value")
    if list(box.options) != options:
        box.options = options
    box.value = value
    box.observe(handler, names="value")


# --- words --------------------------------------------------------------------------------------------------


def overview_html(config: AnomalyConfig) -> str:
    """Write the facts of a block as a table that takes the colours of the page, all text escaped.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "carried, conveyor, dropped, idle" in overview_html(ea.load_sample("motion"))
    True
    """
    uses = config.dependencies
    rows = facts(config)
    extra = [
        ("classes", _listed(uses.classes)),
        ("input blocks", _listed(uses.block_names)),
        ("trained on", f"{uses.sample_count:,} samples of {uses.feature_count:,} features"),
    ]
    rows[4:4] = [pair for pair in extra if pair[0] not in dict(rows)]
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


def _listed(names: tuple[str, ...]) -> str:
    return one_line(", ".join(one_line(name, 60) for name in names), 400) or "none"


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


def _note_html(text: str) -> str:
    return (
        '<div role="note" style="border-left:5px solid var(--jp-info-color1,#0277bd);padding:4px 12px;'
        f'line-height:1.5;max-width:70em">{escape(text)}</div>'
    )


def _button_in_words(
    busy: bool, config: AnomalyConfig | None, project_id: int | None, learn_id: int | None
) -> str:
    if busy:
        return "Loading…"
    shown = config and (config.source.project_id, config.source.learn_id)
    return "Refresh" if shown == (project_id, learn_id) else "Load"


def _outcome_in_words(found: Found) -> str:
    if found.error or _error_in_words(found):
        return ""
    if found.config:
        source = found.config.source
        return f"Loaded block {source.learn_id} of project {source.project_id}."
    if found.blocks is not None:
        count = len(found.blocks)
        return f"Project {found.project_id} has {count or 'no'} anomaly block{'s' * (count != 1)}."
    if found.projects is not None:
        return f"{len(found.projects)} projects found: choose one."
    return "The projects of this key cannot be listed: type the number of one."


def _error_in_words(found: Found) -> str:
    if found.error:
        return str(found.error)
    if found.wish.config and found.config is None:
        return "No project is chosen. Choose one, or type its number, and load again."
    return ""


# --- clients and keys ---------------------------------------------------------------------------------------


def _client_or_error(
    client: StudioClient | None,
) -> tuple[StudioClient | None, MissingCredentialsError | None]:
    if client is not None:
        return client, None
    try:
        return StudioClient(), None
    except MissingCredentialsError as missing:
        return None, missing


def _is_sample(client: StudioClient | None) -> bool:
    return client is not None and client.base_url == SAMPLE_BASE_URL


def _client_with(auth: StudioAuth, like: StudioClient | None) -> StudioClient:
    if like is None:
        return StudioClient(auth)
    known = like._transport
    return StudioClient(
        auth,
        base_url=like.base_url,
        timeout_s=known.timeout_s,
        retries=known.tries,
        deadline_s=known.deadline_s,
        max_response_bytes=known.max_response_bytes,
        insecure_host=known.insecure_host,
    )


def _read_key(key: str) -> tuple[ApiKey | None, str]:
    """Make a key of what was typed, or a sentence why not, which does not quote it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            return ApiKey(key), ""
    except UserWarning:
        refusal = "This does not look like an API key: those start with ei_ and have at least 32 characters."
    except (TypeError, ValueError) as unfit:
        refusal = str(unfit)
    return None, f"{refusal} In Studio it is under Dashboard, Keys. The key in use stays."


def close_tree(widget: widgets.Widget) -> None:
    """Close a widget and all that it is made of: closing a box alone leaves its children behind."""
    parts = [*getattr(widget, "children", ()), *(getattr(widget, name, None) for name in ("layout", "style"))]
    widget.close()
    for part in parts:
        if isinstance(part, widgets.Widget):
            close_tree(part)


# What the tabs hold, in the order of `TABS`.
_MAKERS: tuple[Callable[[AnomalyConfig], Any], ...] = (
    lambda config: widgets.HTML(overview_html(config)),
    AxesPanel,
    ThresholdsPanel,
    ExportTab,
)
