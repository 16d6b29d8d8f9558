"""Projects, impulses and blocks of the sample service by their ids."""

from __future__ import annotations

import json
from typing import Any

from .catalogue import SAMPLES, read_data
from .refusal import not_found

_PROJECTS = {str(sample.project_id) for sample in SAMPLES.values()}


def check_project(project: str) -> None:
    """Refuse an unknown project.

    Examples
    --------
    >>> check_project("481207")
    """
    if project not in _PROJECTS:
        raise not_found(f"No such project: {project}.")


def impulses_of(project: str) -> list[dict[str, Any]]:
    """Return the impulses of a project.

    Examples
    --------
    >>> len(impulses_of("602318"))
    3
    """
    check_project(project)
    impulses: list[dict[str, Any]] = json.loads(read_data(f"impulses-{project}.json"))["impulses"]
    return impulses


def find_impulse(project: str, ids: list[str] | None) -> dict[str, Any]:
    """Return the impulse with one of these ids; without ids the first.

    Examples
    --------
    >>> find_impulse("481207", ["2"])["name"]
    'Current spectral features'
    """
    for impulse in impulses_of(project):
        if ids is None or str(impulse["id"]) in ids:
            return impulse
    raise not_found(f"No such impulse in project {project}.")


def find_block(project: str, kind: str, ident: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a block by its id, after the impulse that it is in.

    Parameters
    ----------
    project : str
        Id of the project.
    kind : {"learnBlocks", "dspBlocks"}
        The kind of block.
    ident : str
        Id of the block.

    Examples
    --------
    >>> impulse, block = find_block("481207", "learnBlocks", "3")
    >>> impulse["id"], block["type"]
    (1, 'keras')
    """
    for impulse in impulses_of(project):
        for block in impulse[kind]:
            if str(block["id"]) == ident:
                return impulse, block
    raise not_found(f"No block {ident} in project {project}.")
