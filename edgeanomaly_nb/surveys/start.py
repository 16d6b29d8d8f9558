"""`survey`: fetch the anomaly blocks of many projects, on this machine or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Literal, SupportsIndex

from ..checks.findings import FindingSettings, check_settings
from ..errors import EdgeAnomalyError
from ..studio.client import StudioClient
from ..studio.http.limits import read_id, read_int
from .courier import Courier
from .progress import Bar, progress_bar
from .rows import Outcome, Row, Task
from .run import Executor, Loop
from .survey import Survey

if TYPE_CHECKING:
    import os

    from .folder import Folder


def survey(
    projects: Literal["all"] | SupportsIndex | Iterable[SupportsIndex] = "all",
    *,
    client: StudioClient | None = None,
    executor: Executor | None = None,
    into: str | os.PathLike[str] | None = None,
    max_age_s: float | None = None,
    on_error: Literal["row", "raise"] = "row",
    jobs: int = 16,
    findings: FindingSettings | None = None,
) -> Survey:
    """Fetch the anomaly blocks of many projects.

    One request per project, or one per block where the server is older. If the server limits the number of
    requests (status 429, or ``Retry-After``), the whole survey waits, and goes on with fewer at a time.
    Ctrl-C ends it: the survey then has everything that was fetched, and a row for everything else.

    Parameters
    ----------
    projects : "all", int or iterable of int
        The projects; all that the key has access to by default.
    client : StudioClient, optional
        By default one with the key in the environment.
    executor : optional
        Where the requests are sent: anything with ``submit`` whose futures have ``result``, such as a
        `concurrent.futures.ProcessPoolExecutor`, ``client.get_executor(pure=False)`` of Dask, or
        ``client.executor()`` of ipyparallel. By default, threads of this process. It is not shut down.
    into : str or path, optional
        A folder that keeps each block as the file ``<project>-<block>.json``, which `AnomalyConfig.load`
        reads, and the frames as Parquet (needs pyarrow). A second survey into it fetches what is missing, had
        an error, or is too old; so does one after a survey that was stopped. `Survey.load` reads the folder.
    max_age_s : float, optional
        With `into`: how old a block in the folder may be, in seconds; 0 to fetch all again. By default, its
        age does not matter, so a change in Studio is not seen: ``repr(survey)`` shows how many were kept.
    on_error : {"row", "raise"}
        What becomes of a project or a block that cannot be fetched: a row with its error, or the end of the
        survey.
    jobs : int
        Number of requests at a time. With `executor`, set it to the number of its workers: as many tasks run
        there, and as many wait.
    findings : dict, optional
        Keyword arguments for `AnomalyConfig.findings`, such as ``{"leave_out": ["no-favourites"]}``.

    Returns
    -------
    Survey
        The blocks in the order of the projects. If the key is refused, the remaining projects are not
        attempted; ``Survey.stopped`` shows why.

    Raises
    ------
    StudioError, TransportError, InvalidResponseError, MissingCredentialsError
        The projects could not be listed; or any request failed, with ``on_error="raise"``.
    MissingExtraError
        `into` needs pyarrow, which is not installed.
    TypeError, ValueError
        A parameter is not valid, or the folder has a survey of another server.
    OSError
        The folder cannot be written.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> found = ea.survey(client=ea.StudioClient.sample())
    >>> found.blocks.groupby("kind")["learn_id"].count().to_dict()
    {'GMM': 3, 'K-means': 13, 'custom': 1, 'visual': 1}
    """
    if on_error not in ("row", "raise"):
        raise ValueError(f'on_error must be "row" or "raise", not {on_error!r}.')
    if isinstance(projects, str) and projects != "all":
        raise ValueError(f'projects must be "all" or the ids of projects as int, not {projects!r}.')
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise TypeError(
            "executor must have the method submit, as the executors of concurrent.futures, Dask and "
            f"ipyparallel have, not be of type {type(executor).__name__}."
        )
    jobs = read_int(1, jobs, "jobs")
    settings = findings or FindingSettings()
    _check(settings)
    asked = StudioClient() if client is None else client
    if not isinstance(asked, StudioClient):
        raise TypeError(f"client must be a StudioClient, not {type(asked).__name__}.")
    folder = _folder(into, asked.host, max_age_s)
    ids, names = _projects(asked, projects)
    with ThreadPoolExecutor(1, "edgeanomaly-nb names") as aside:
        later = aside.submit(_names_if_listed, asked) if names is None else None
        collected = _Collected(ids, folder, raises=on_error == "raise")
        stopped = _run(asked, executor, jobs, collected, max_age_s)
        known = names or (later.result() if later else {})
    names = {project: known[project] for project in ids if project in known}
    result = Survey(collected.rows(), names, asked.host, _now(), stopped, settings)
    if folder is not None:
        folder.finish(result)
    return result


def _check(settings: FindingSettings) -> None:
    check_settings(
        leave_out=settings.get("leave_out", ()),
        limits=settings.get("limits"),
        extra=settings.get("extra", ()),
    )


def _folder(into: str | os.PathLike[str] | None, host: str, max_age_s: float | None) -> Folder | None:
    if into is None:
        if max_age_s is not None:
            raise ValueError("max_age_s is the age of blocks in a folder: name it with into=.")
        return None
    if max_age_s is not None and not max_age_s >= 0:
        raise ValueError(f"max_age_s must be a number of seconds from 0, not {max_age_s!r}.")
    from .folder import Folder

    return Folder.to_write(into, host)


def _projects(
    client: StudioClient, projects: str | SupportsIndex | Iterable[SupportsIndex]
) -> tuple[list[int], dict[int, str] | None]:
    """Return the ids, each once, and the names if they are known by now."""
    if isinstance(projects, str):
        names = _names(client)
        return list(names), names
    given = projects if isinstance(projects, Iterable) else [projects]
    return list(dict.fromkeys(read_id(project, "projects") for project in given)), None


def _names(client: StudioClient) -> dict[int, str]:
    """Return all projects and their names."""
    found = client.list_projects()
    return dict(zip(found["project_id"].tolist(), found["name"], strict=True))


def _names_if_listed(client: StudioClient) -> dict[int, str]:
    """Return the names of all projects; none if they cannot be listed: they are not needed."""
    try:
        return _names(client._leaving_pauses())
    except EdgeAnomalyError:
        return {}


def _run(
    client: StudioClient,
    executor: Executor | None,
    jobs: int,
    collected: _Collected,
    max_age_s: float | None,
) -> str:
    tasks = collected.tasks(max_age_s)
    courier = Courier(client._leaving_pauses())
    pool = ThreadPoolExecutor(jobs, "edgeanomaly-nb survey")  # without a thread until a task is submitted
    with progress_bar(len(tasks), "Fetching blocks") as bar:
        collected.bar = bar
        # Some wait at the executor, so that no worker waits for this thread; elsewhere the way is longer.
        most = jobs + (jobs + 3) // 4 if executor is None else 2 * jobs
        loop = Loop(pool if executor is None else executor, courier, most, collected.add)
        stopped = "an error ended it"
        try:
            stopped = loop.run(tasks)
        finally:
            pool.shutdown(wait=not stopped, cancel_futures=True)
    return stopped


def _now() -> datetime:
    return datetime.now(timezone.utc)


class _Collected:
    """The rows so far, by project, and what each project still lacks."""

    def __init__(self, projects: Sequence[int], folder: Folder | None, *, raises: bool) -> None:
        self._projects, self._folder, self._raises = projects, folder, raises
        # None is a block that was listed and is not fetched yet: the order is that of the service.
        self._rows: dict[int, dict[int | None, Row | None]] = {project: {} for project in projects}
        self._open = dict.fromkeys(projects, 1)  # tasks that a project waits for
        self.bar: Bar | None = None

    def tasks(self, max_age_s: float | None) -> list[Task]:
        """Return a task for each project, except those that the folder has."""
        tasks = []
        for project in self._projects:
            kept = self._folder.rows_of(project, max_age_s, _now()) if self._folder else None
            if kept is None:
                tasks.append(Task(project))
            else:
                self._rows[project].update((row.learn_id, row) for row in kept)
        return tasks

    def add(self, task: Task, outcome: Outcome) -> None:
        """Add what a task returned."""
        if outcome.error is not None and self._raises:
            raise outcome.error
        rows = self._rows[task.project_id]
        rows.update((more.block.learn_id, None) for more in outcome.more if more.block)
        new = {row.learn_id: row for row in outcome.rows if rows.get(row.learn_id) is None}
        rows.update(new)
        self._open[task.project_id] += len(outcome.more) - 1
        if self._folder is not None and not outcome.is_skipped:
            self._folder.keep(new.values())
            if not self._open[task.project_id]:
                self._folder.finish_project(task.project_id, _known(rows))
        if self.bar is not None and not outcome.is_skipped:
            self.bar.total += len(outcome.more)
            self.bar.update()

    def rows(self) -> list[Row]:
        """Return all rows, in the order of the projects."""
        return [row for rows in self._rows.values() for row in _known(rows)]


def _known(rows: Mapping[int | None, Row | None]) -> list[Row]:
    return [row for row in rows.values() if row is not None]
