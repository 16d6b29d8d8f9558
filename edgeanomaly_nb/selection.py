"""Which blocks of which projects: a selection, looked up in the projects that a client has access to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from .text import listed, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from .studio.client import StudioClient

ALL: Literal["all"] = "all"
_MOST_LISTED = 12


class BlockRef(NamedTuple):
    """The ids of a block, and the name of its impulse where it is known.

    Examples
    --------
    >>> BlockRef(1, 7).text
    'block 7 of project 1'
    """

    project_id: int
    learn_id: int
    impulse_name: str = ""

    @property
    def text(self) -> str:
        """Block and project."""
        return place_text(self.project_id, self.learn_id)


def place_text(project_id: int | None, learn_id: int | None) -> str:
    """Return a block and its project as text, or the project alone.

    Examples
    --------
    >>> place_text(1, 7), place_text(1, None)
    ('block 7 of project 1', 'project 1')
    """
    project = f"project {project_id}"
    return project if learn_id is None else f"block {learn_id} of {project}"


class SelectionError(ValueError):
    """The selection does not name one project or block, or there is none.

    Parameters
    ----------
    message : str
        What was found, with the projects or blocks to choose from.
    choose : {"project", "block", ""}
        What has to be selected; empty where nothing can be.
    """

    def __init__(self, message: str, choose: Literal["project", "block", ""] = "") -> None:
        super().__init__(message)
        self.choose = choose


def select_projects(
    client: StudioClient, project_id: int | None = None, *, every_project: bool = False
) -> list[int]:
    """Return the id of the selected project, or of the only one, or of every project.

    Raises
    ------
    SelectionError
        No project is selected, and the client has access to several or to none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> select_projects(ea.StudioClient.sample(), every_project=True)
    [481207, 519640, 602318, 734905]
    """
    if project_id is not None:
        return [project_id]
    projects = client.list_projects()
    ids: list[int] = projects["project_id"].tolist()
    if not ids:
        raise SelectionError("This key has access to no project.", "project")
    if len(ids) > 1 and not every_project:
        choices = _choices(zip(ids, projects["name"], strict=True))
        raise SelectionError(f"There are {len(ids):,} projects: {choices}.", "project")
    return ids


def select_blocks(
    client: StudioClient,
    project_id: int | None = None,
    learn_ids: Sequence[int] | Literal["all"] = (),
    *,
    every_project: bool = False,
) -> list[BlockRef]:
    """Return the selected blocks.

    Parameters
    ----------
    client : StudioClient
        The projects and blocks are listed with it, unless they are selected by their ids.
    project_id : int, optional
        The project; by default the only one.
    learn_ids : sequence of int, or "all"
        The blocks; by default the only one of the project.
    every_project : bool
        True to select every project where `project_id` is not given.

    Returns
    -------
    list of BlockRef
        The blocks in the order of the selection, or of the service.

    Raises
    ------
    SelectionError
        It is not clear which project or block is meant, or there is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> select_blocks(ea.StudioClient.sample(), 602318, "all")[0]
    BlockRef(project_id=602318, learn_id=3, impulse_name='Spectral features')
    """
    projects = select_projects(client, project_id, every_project=every_project)
    if learn_ids and learn_ids != ALL:
        return [BlockRef(projects[0], int(learn_id)) for learn_id in learn_ids]
    frames = {project: client.list_anomaly_blocks(project) for project in projects}
    refs = [ref for project, frame in frames.items() for ref in _refs(project, frame)]
    if not refs:
        raise SelectionError(f"Project {projects[0]} has no anomaly block.")
    if len(refs) > 1 and learn_ids != ALL:
        choices = _choices((ref.learn_id, ref.impulse_name) for ref in refs)
        raise SelectionError(f"Project {projects[0]} has {len(refs):,} anomaly blocks: {choices}.", "block")
    return refs


def _refs(project_id: int, blocks: pd.DataFrame) -> list[BlockRef]:
    blocks = blocks.drop_duplicates("learn_id")
    names = blocks["impulse_name"].fillna(blocks["name"])
    return [BlockRef(project_id, *pair) for pair in zip(blocks["learn_id"].tolist(), names, strict=True)]


def _choices(named: Iterable[tuple[int, str]]) -> str:
    return listed([f"{ident} ({one_line(name, 40)})" for ident, name in named], most=_MOST_LISTED)
