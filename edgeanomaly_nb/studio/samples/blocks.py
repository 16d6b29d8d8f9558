"""Projects, impulses and blocks of the sample service by their ids."""

from __future__ import annotations

from .catalogue import SAMPLES, JsonObject, Sample, read_json
from .refusal import not_found

_SAMPLES = {(str(sample.project_id), str(sample.learn_id)): sample for sample in SAMPLES.values()}
_PROJECTS = {project for project, _ in _SAMPLES}


def find_sample(project: str, learn: str) -> Sample | None:
    """Return the sample that a learn block is; None if it is not an anomaly block.

    Examples
    --------
    >>> find_sample("481207", "4").name
    'motion'
    """
    return _SAMPLES.get((project, learn))


def sample_with_windows(project: str, impulse: JsonObject) -> Sample | None:
    """Return the sample of an impulse that has a model and windows; None if there is none.

    Examples
    --------
    >>> sample_with_windows("481207", find_impulse("481207", None)).name
    'motion'
    """
    found = (find_sample(project, str(block["id"])) for block in impulse["learnBlocks"])
    return next((sample for sample in found if sample and sample.has_windows), None)


def check_project(project: str) -> None:
    """Refuse an unknown project.

    Examples
    --------
    >>> check_project("481207")
    """
    if project not in _PROJECTS:
        raise not_found(f"No such project: {project}.")


def impulses_of(project: str) -> list[JsonObject]:
    """Return the impulses of a project.

    Examples
    --------
    >>> len(impulses_of("602318"))
    3
    """
    check_project(project)
    impulses: list[JsonObject] = read_json(f"impulses-{project}.json")["impulses"]
    return impulses


def find_impulse(project: str, ids: list[str] | None) -> JsonObject:
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


def block_of(sample: Sample) -> tuple[JsonObject, JsonObject]:
    """Return the anomaly block of a sample, after the impulse that it is in."""
    return find_block(str(sample.project_id), "learnBlocks", str(sample.learn_id))


def find_block(project: str, kind: str, ident: str) -> tuple[JsonObject, JsonObject]:
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
