"""Getting the blocks that were asked for: from files, from the samples, or from the service."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import click

from ..errors import AuthenticationError, EdgeAnomalyError
from ..text import one_line
from .help import SERVICE
from .output.terminal import say, tracked
from .selection import ALL, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from ..block.config import AnomalyConfig
    from ..studio.client import StudioClient
    from .selection import Wanted

# More than these are not listed in a message.
MOST_LISTED = 12


class Place(NamedTuple):
    """Where a block is, and the name of its impulse, where that is known."""

    project: int
    learn: int
    impulse: str = ""

    @property
    def in_words(self) -> str:
        """Project and block."""
        return f"block {self.learn} of project {self.project}"


class Failure(NamedTuple):
    """What could not be fetched, in words, and why."""

    what: str
    error: Exception


@dataclass
class Gathered:
    """The blocks that were asked for, as far as they could be had."""

    configs: list[AnomalyConfig]
    failures: list[Failure] = field(default_factory=list)

    def code(self, otherwise: int = 0) -> int:
        """Give the exit code: a failure counts for more than what was found."""
        return SERVICE if self.failures else otherwise


def gather(wanted: Wanted) -> Gathered:
    """Get the blocks; of several, those that fail are reported, and the others are given.

    Parameters
    ----------
    wanted : Wanted
        Which.

    Returns
    -------
    Gathered
        The configs in the order in which they were asked for.

    Raises
    ------
    EdgeAnomalyError
        The only block that was asked for could not be had.
    click.ClickException
        It is not clear which block is meant.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.selection import THE_SAMPLES, Wanted
    >>> [config.name for config in gather(Wanted(481207, (4,), THE_SAMPLES)).configs]
    ['Anomaly detection']
    """
    if wanted.files:
        from ..block.config import AnomalyConfig

        return Gathered([AnomalyConfig.load(file) for file in wanted.files])
    if wanted.sample:
        from ..studio.load_sample import load_sample

        return Gathered([load_sample(wanted.sample)])
    with refusing():
        client = open_client(wanted.sample)
        return _fetch(client, _places(client, wanted))


def open_client(sample: str | None) -> StudioClient:
    """Make a client of the service, or of the samples.

    Without a key in the environment it is asked for, where somebody can answer.

    Examples
    --------
    >>> open_client("").host
    'samples.invalid'
    """
    from ..errors import MissingCredentialsError
    from ..studio.auth.keys import ApiKey
    from ..studio.client import StudioClient

    if sample is not None:
        return StudioClient.sample()
    try:
        return StudioClient()
    except MissingCredentialsError:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise MissingCredentialsError(
                "There is no API key. Set the environment variable EI_API_KEY to a key of your project (in "
                "Studio: Dashboard, Keys; a read-only key is enough), or look at the bundled projects with "
                "--sample."
            ) from None
    return StudioClient(ApiKey(click.prompt("API key, not shown", hide_input=True, err=True)))


def find_projects(client: StudioClient, wanted: Wanted) -> list[int]:
    """Name the project: the one that was given, that of the environment, or the only one there is.

    All blocks of the samples are those of all sample projects.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.selection import THE_SAMPLES, Wanted
    >>> find_projects(open_client(THE_SAMPLES), Wanted(None, ("all",), THE_SAMPLES))
    [481207, 519640, 602318]
    """
    if wanted.project is not None:
        return [wanted.project]
    named = os.environ.get("EI_PROJECT_ID", "").strip()
    if named and wanted.sample is None:
        if not (named.isascii() and named.isdigit()):
            raise refusal(f"EI_PROJECT_ID is {one_line(named, 40)!r}; it must be the number of a project.")
        return [int(named)]
    projects = client.list_projects()
    ids: list[int] = projects["project_id"].tolist()
    if len(ids) == 1 or (wanted.sample is not None and wanted.blocks == (ALL,)):
        return ids
    if not ids:
        raise refusal("This key sees no project. Name one with --project.")
    listed = _listed(zip(ids, projects["name"], strict=True))
    or_name = "" if wanted.sample is None else " Or name a block: --sample motion."
    raise refusal(f"There are {len(ids)} projects; choose one with --project: {listed}.{or_name}")


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the client says of ids, keys and addresses that cannot be right into wrong usage.

    Examples
    --------
    >>> with refusing():
    ...     raise ValueError("no such thing")
    Traceback (most recent call last):
        ...
    click.exceptions.ClickException: no such thing
    """
    try:
        yield
    except EdgeAnomalyError:
        raise
    except (TypeError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _places(client: StudioClient, wanted: Wanted) -> list[Place]:
    projects = find_projects(client, wanted)
    if wanted.blocks == (ALL,):
        frames = {project: client.list_anomaly_blocks(project) for project in projects}
        places = [place for project, frame in frames.items() for place in _places_of(project, frame)]
        if not places:
            raise no_block(*next(iter(frames.items())))
        for project, frame in frames.items():
            say_others(project, frame)
        return places
    if not wanted.blocks:
        return [_only_block(client, projects[0])]
    return [Place(projects[0], int(learn)) for learn in wanted.blocks]


def no_block(project: int, blocks: pd.DataFrame) -> click.UsageError:
    """Make the error for a project without an anomaly block that can be read.

    Examples
    --------
    >>> import pandas as pd
    >>> no_block(1, pd.DataFrame()).message
    'Project 1 has no anomaly block.'
    """
    from ..studio.other_blocks import describe_no_block

    return refusal(f"{describe_no_block(project, blocks.attrs.get('other_blocks', ()))}.")


def say_others(project: int, blocks: pd.DataFrame) -> None:
    """Print on stderr which anomaly blocks of a project are ignored, since they cannot be read yet.

    Examples
    --------
    >>> import pandas as pd
    >>> say_others(1, pd.DataFrame())
    """
    from ..studio.other_blocks import describe_others

    if others := blocks.attrs.get("other_blocks"):
        say(f"Project {project}: this version cannot read yet: {describe_others(others)}.")


def _listing(client: StudioClient, project: int) -> list[Place]:
    return _places_of(project, client.list_anomaly_blocks(project))


def _places_of(project: int, blocks: pd.DataFrame) -> list[Place]:
    blocks = blocks.drop_duplicates("learn_id")
    blocks["impulse_name"] = blocks["impulse_name"].where(blocks["impulse_name"].notna(), blocks["name"])
    columns = (blocks[name].tolist() for name in ("learn_id", "impulse_name"))
    return [Place(project, *row) for row in zip(*columns, strict=True)]


def _only_block(client: StudioClient, project: int) -> Place:
    blocks = client.list_anomaly_blocks(project)
    places = _places_of(project, blocks)
    if not places:
        raise no_block(project, blocks)
    if len(places) > 1:
        listed = _listed((place.learn, place.impulse) for place in places)
        raise refusal(
            f"Project {project} has {len(places)} anomaly blocks; choose with --block: {listed}, or all."
        )
    return places[0]


def _fetch(client: StudioClient, places: Sequence[Place]) -> Gathered:
    found = Gathered([])
    untried: list[str] = []
    for nth, place in enumerate(tracked(places, "Fetching blocks"), 1):
        try:
            found.configs.append(client.get_anomaly(place.project, place.learn))
        except EdgeAnomalyError as error:
            if len(places) == 1:
                raise
            found.failures.append(Failure(place.in_words, error))
            if isinstance(error, AuthenticationError):  # the others would be refused for the same reason
                untried = [later.in_words for later in places[nth:]]
                break
    for failure in found.failures:
        say(f"edgeanomaly-nb: {failure.what} could not be fetched: {failure.error}")
    if untried:
        say(f"edgeanomaly-nb: not tried, since the key was refused: {_shortened(untried)}.")
        not_tried = AuthenticationError("It was not tried, since the key was refused.")
        found.failures += [Failure(what, not_tried) for what in untried]
    return found


def _listed(named: Iterable[tuple[int, str]]) -> str:
    return _shortened([f"{number} ({one_line(name, 40)})" for number, name in named])


def _shortened(words: Sequence[str]) -> str:
    more = len(words) - MOST_LISTED
    return ", ".join(words[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
