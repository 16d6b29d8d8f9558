"""ExplorerState: what is chosen, requested and shown in an explorer, without widgets."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...block.config import AnomalyConfig
from .loading import LoadRequest, LoadResult
from .messages import BY_NUMBER, Options, project_options

REFRESH = "Refresh"
NOT_A_NUMBER = "The number of a project has only digits: it is in the address bar of Studio."


@dataclass
class ExplorerState:
    """What is chosen, requested and shown in an explorer.

    Parameters
    ----------
    project_id, learn_id : int, optional
        The chosen project and the chosen block; None for the first block.
    projects, blocks : DataFrame, optional
        The projects of the key, and the blocks of the chosen project.
    config : AnomalyConfig, optional
        The block that is shown.
    loading : LoadRequest, optional
        The last request; its result may have been received.
    error, status : str
        What went wrong last, and what happened last.
    typed : str
        The text in the number box.
    by_number : bool
        True if the number box was opened.

    Examples
    --------
    >>> state = ExplorerState(project_id=1)
    >>> state.request()
    LoadRequest(project_id=1, learn_id=None, projects=True, blocks=True, config=False)
    >>> state.request(config=True)
    LoadRequest(project_id=1, learn_id=None, projects=False, blocks=True, config=True)
    """

    project_id: int | None = None
    learn_id: int | None = None
    projects: pd.DataFrame | None = None
    blocks: pd.DataFrame | None = None
    config: AnomalyConfig | None = None
    loading: LoadRequest | None = None
    error: str = ""
    status: str = ""
    typed: str = ""
    by_number: bool = False
    _projects_requested: bool = False
    _blocks_requested: int | None = None  # the project whose blocks were requested

    def choose_project(self, project_id: int | None) -> bool:
        """Choose a project, and no block; return True if its blocks have to be loaded."""
        self.project_id, self.learn_id = project_id, None
        self.typed, self.by_number = "" if project_id is None else str(project_id), False
        if project_id is not None and self._blocks_requested == project_id:
            return False
        self.blocks, self._blocks_requested = None, None
        return project_id is not None

    def choose_option(self, value: int | None) -> bool:
        """Choose an option of the project select; return True if the blocks of it have to be loaded."""
        self.by_number = value == BY_NUMBER
        if self.by_number or value == self.project_id:
            return False
        return self.choose_project(value)

    def type_number(self, text: str) -> bool:
        """Choose a project by its number; return True if its blocks have to be loaded."""
        self.typed = text
        number = text.strip()
        if not number.isdecimal():
            self.error = NOT_A_NUMBER if number else self.error
            return False
        return int(number) != self.project_id and self.choose_project(int(number))

    def request(self, *, config: bool = False) -> LoadRequest:
        """Return the next request, for the lists that are missing and, on demand, for the chosen block."""
        is_chosen = None not in (self.project_id, self.learn_id)
        self.loading = LoadRequest(
            self.project_id,
            self.learn_id,
            projects=not self._projects_requested,
            blocks=not is_chosen or self._blocks_requested != self.project_id,
            config=config,
        )
        self._projects_requested, self._blocks_requested = True, self.project_id
        self.status = self.loading.text
        return self.loading

    @property
    def is_loading_choice(self) -> bool:
        """True if the last request was for the chosen block."""
        last = self.loading
        return (
            last is not None
            and last.config
            and (last.project_id, last.learn_id) == (self.project_id, self.learn_id)
        )

    def receive(self, result: LoadResult) -> None:
        """Show the result of a request; it completes the choice if that has not changed since the request."""
        request = result.request
        if result.projects is not None:
            self.projects = result.projects
        elif request.projects and result.error:
            self._projects_requested = False
        if request.blocks and result.blocks is None and self._blocks_requested == request.project_id:
            self._blocks_requested = None
        if request.project_id == self.project_id:
            self._receive_choice(result)
        self.config = result.config or self.config
        self.error, self.status = result.error_text, result.text

    def _receive_choice(self, result: LoadResult) -> None:
        if result.project_id != self.project_id:
            learn_id = self.learn_id
            self.choose_project(result.project_id)
            self.learn_id = learn_id
        if result.blocks is not None:
            self.blocks, self._blocks_requested = result.blocks, result.project_id
            if self.learn_id is None and len(result.blocks):
                self.learn_id = int(result.blocks.learn_id.iloc[0])

    def fail(self, error: str) -> None:
        """Show what went wrong."""
        self.error, self.status = error, ""

    def forget_lists(self) -> None:
        """Forget the projects and the blocks: another key may see others."""
        self.projects, self.blocks, self.loading = None, None, None
        self._projects_requested, self._blocks_requested = False, None

    @property
    def project_options(self) -> Options:
        """The options of the project select, as text and value."""
        return project_options(self.projects, self.project_id)

    @property
    def project_option(self) -> int | None:
        """The value of the chosen option of the project select."""
        listed = self.project_id in [value for _, value in self.project_options]
        return BY_NUMBER if self.by_number or not listed else self.project_id

    @property
    def is_chosen_shown(self) -> bool:
        """True if the block that is shown is the chosen one."""
        source = self.config and self.config.source
        return bool(source and (source.project_id, source.learn_id) == (self.project_id, self.learn_id))

    @property
    def chosen_text(self) -> str:
        """What is chosen, if another block is shown; else empty.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> ExplorerState(project_id=1, learn_id=7, config=ea.load_sample("motion")).chosen_text
        'block 7 of project 1'
        """
        if self.is_chosen_shown or self.config is None or self.learn_id is None:
            return ""
        return f"block {self.learn_id} of project {self.project_id}"

    def button_text(self, *, busy: bool) -> str:
        """Return the text of the button that loads: what it would do now.

        Examples
        --------
        >>> ExplorerState(project_id=1, learn_id=7).button_text(busy=False)
        'Load'
        """
        if busy:
            return "Loading…"
        return REFRESH if self.is_chosen_shown else "Load"
