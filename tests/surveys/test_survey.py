"""A survey from end to end, on a real HTTP server."""

from __future__ import annotations

import _thread
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.surveys import run
from edgeanomaly_nb.surveys.overview import overview
from tests.bodies import body, threshold
from tests.studio.server import KEY, answer, everything_about, refused
from tests.surveys.service import Estate, end_resource_tracker, interruptible, paths


def test_all_projects_are_surveyed_in_their_order(estate):
    service = Estate({30: [4, 7], 10: [], 20: [5]})
    _, client = estate(service)
    survey = ea.survey(client=client)
    blocks = survey.blocks
    assert blocks[["project_id", "learn_id"]].values.tolist() == [[30, 4], [30, 7], [10, pd.NA], [20, 5]]
    assert blocks["project_name"].tolist() == ["Project 30", "Project 30", "Project 10", "Project 20"]
    assert blocks["name"].tolist()[0] == "Block 4"
    assert blocks["kind"].tolist()[0] == "K-means"
    assert blocks["impulse_name"].tolist()[:2] == ["Impulse 1", "Impulse 2"]
    assert blocks["error"].isna().all()
    assert len(survey) == 3
    assert set(survey.configs) == {(30, 4), (30, 7), (20, 5)}
    assert survey.host == "127.0.0.1"
    assert survey.stopped == ""


def test_some_projects_are_surveyed_each_once(estate):
    server, client = estate(Estate({1: [4], 2: [4], 3: [4]}))
    survey = ea.survey([3, 1, 3], client=client)
    assert survey.blocks["project_id"].tolist() == [3, 1]
    assert survey.blocks["project_name"].tolist() == ["Project 3", "Project 1"]
    assert not [path for path in paths(server) if path.startswith("/2/")]
    assert len(ea.survey(2, client=client)) == 1


def test_the_frames_are_those_of_the_configs(estate):
    service = Estate({1: [4, 7], 2: [4]})
    service.bodies[1, 7] = body(axes=[], selectedAxes=[9], thresholds=...)
    service.bodies[2, 4] = body(
        thresholds=[threshold(value="max"), threshold("other", 2, suggestedValue=1.5)]
    )
    _, client = estate(service)
    survey = ea.survey(client=client)
    for key, config in survey.configs.items():
        impulse = config.source.impulse_id
        place = (key[0], impulse, key[1])
        assert survey.thresholds.loc[place].equals(config.thresholds)
        if len(config.axes):
            assert survey.axes.loc[place].equals(config.axes)
    assert len(survey.axes) == 4
    assert survey.axes.dtypes.to_dict() == ea.load_sample("motion").axes.dtypes.to_dict()
    found = [
        (*key, *row)
        for key, config in survey.configs.items()
        for row in config.findings().itertuples(index=False, name=None)
    ]
    mine = survey.findings.drop(columns="impulse_id").itertuples(index=False, name=None)
    assert sorted(mine) == sorted(found)


def test_the_row_of_a_block_has_counts_and_the_threshold_of_the_score(estate):
    service = Estate({1: [4]})
    service.bodies[1, 4] = body(
        thresholds=[threshold(value="max"), threshold("other", 2, suggestedValue=1.5)]
    )
    _, client = estate(service)
    row = ea.survey(client=client).blocks.iloc[0]
    assert (row["axes"], row["selected"], row["favourite"], row["favourites_not_selected"]) == (2, 1, 1, 0)
    assert (row["threshold_key"], row["threshold"], row["suggestion"], row["difference"]) == (
        "other",
        2,
        1.5,
        0.5,
    )
    assert (row["trained"], row["clusters"]) == (True, 5)
    findings = ea.survey(client=client).findings["severity"].value_counts()
    assert row["infos"] == findings.get("info", 0)
    assert row["fetched_at"].tzinfo is not None


def test_an_empty_survey_has_the_same_columns(estate):
    _, client = estate(Estate({}))
    empty, full = ea.survey(client=client), ea.survey(client=ea.StudioClient.sample())
    for name in ("blocks", "axes", "thresholds", "findings"):
        one, other = getattr(empty, name), getattr(full, name)
        assert one.dtypes.to_dict() == other.dtypes.to_dict()
        assert one.index.names == other.index.names
    assert repr(empty) == "Survey of 0 anomaly blocks of 0 projects\n  findings  none"


@pytest.mark.parametrize("on_older", [True, False])
def test_a_project_that_fails_is_a_row_and_loses_no_other(estate, on_older):
    service = Estate({1: [4], 2: [4], 3: [4]}, is_older=on_older)
    service.special["/api/2/impulses-detailed"] = refused(f"No. {KEY}", 500)
    service.special["/api/2/impulses"] = refused(f"No. {KEY}", 500)
    _, client = estate(service, retries=0)
    survey = ea.survey(client=client)
    errors = survey.blocks["error"]
    assert errors.isna().tolist() == [True, False, True]
    assert "status 500" in errors[1]
    assert KEY not in errors[1] + repr(survey) + survey._repr_html_() + survey.to_html()
    assert "failed" in repr(survey)


def test_a_block_of_an_older_server_that_fails_is_a_row(estate):
    service = Estate({1: [4, 7, 9]}, is_older=True)
    service.special["/api/1/training/anomaly/7"] = answer(b"<html>")
    _, client = estate(service)
    blocks = ea.survey(client=client).blocks
    assert blocks["learn_id"].tolist() == [4, 7, 9]
    assert blocks["error"].isna().tolist() == [True, False, True]
    assert blocks["impulse_name"].tolist() == ["Impulse 1", "Impulse 2", "Impulse 3"]


def test_an_error_can_end_the_survey(estate):
    service = Estate({1: [4], 2: [4]})
    _, client = estate(service)
    with pytest.raises(ea.NotFoundError) as caught:
        ea.survey([1, 99], client=client, on_error="raise")
    assert KEY not in everything_about(caught.value)


def test_a_refused_key_stops_early(estate):
    service = Estate({key: [4] for key in range(50)})
    service.special = {f"/api/{p}/{what}": refused("No such key", 401) for p in range(50) for what in
                       ("impulses-detailed", "impulses")}  # fmt: skip
    server, client = estate(service)
    survey = ea.survey(client=client, jobs=2)
    assert survey.stopped == "the key was refused"
    assert survey.blocks["error"].notna().all()
    assert survey.blocks["error"].tolist()[-1] == "Not attempted: the key was refused."
    assert len(server.received) < 20


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["own", "threads", "plain"])
def test_a_request_to_slow_down_slows_everything(estate, executor):
    service = Estate({key: [4] for key in range(40)}, latency_s=0.01)
    state = {"refused": 0, "until": 0.0, "early": 0}
    lock = threading.Lock()

    def limited(project):
        def respond():
            import time

            with lock:
                # Those that were on their way may arrive; no new ones do.
                if state["until"] - 0.5 < time.monotonic() < state["until"] - 0.05:
                    state["early"] += 1
                if state["refused"] < 3:
                    state["refused"] += 1
                    state["until"] = time.monotonic() + 1
                    return refused("Slow down", 429, Retry_After="1")
            return None

        return respond

    for project in range(5, 40):
        for what in ("impulses-detailed", "impulses"):
            service.special[f"/api/{project}/{what}"] = limited(project)
    _, client = estate(service)
    pool = {"own": None, "threads": ThreadPoolExecutor(8), "plain": Plain()}[executor]
    survey = ea.survey(client=client, jobs=8, executor=pool)
    assert survey.blocks["error"].isna().all()
    assert state["early"] == 0
    if pool is not None:
        pool.shutdown()


def test_a_server_that_always_limits_ends_the_survey(estate, monkeypatch):
    monkeypatch.setattr(run, "FIRST_PAUSE_S", 0.001)
    monkeypatch.setattr(run, "MOST_PAUSES", 3)
    service = Estate({key: [4] for key in range(1, 5)})
    for project in service.projects:
        service.special[f"/api/{project}/impulses-detailed"] = refused("Slow down", 429)
    _, client = estate(service)
    survey = ea.survey([1, 2, 3, 4], client=client, jobs=1)
    assert survey.stopped == "the server limits the number of requests"
    errors = survey.blocks["error"].tolist()
    assert sum("status 429" in error for error in errors) == 1
    assert sum(error.startswith("Not attempted") for error in errors) == 3


def test_a_pause_of_an_hour_ends_the_survey(estate):
    service = Estate({1: [4]})
    for path in ("/api/1/impulses-detailed", "/api/1/impulses"):
        service.special[path] = refused("Slow down", 503, Retry_After="3600")
    _, client = estate(service)
    assert ea.survey(1, client=client).stopped == "the server limits the number of requests"


def test_ctrl_c_keeps_what_was_done(estate):
    service = Estate({key: [4] for key in range(30)})
    done = threading.Event()

    def interrupt():
        if not done.is_set():
            done.set()
            _thread.interrupt_main(signal.SIGINT)
        return

    for path in ("/api/9/impulses-detailed", "/api/9/impulses"):
        service.special[path] = interrupt
    _, client = estate(service)
    with interruptible():
        survey = ea.survey(client=client, jobs=1)
    assert survey.is_interrupted
    errors = survey.blocks["error"]
    assert errors.isna().sum() >= 8
    assert "Not attempted: it was interrupted." in errors.tolist()
    assert len(survey.blocks) == 30


class Plain:
    """The least that an executor can be: `submit`, and futures with `result` only."""

    def __init__(self):
        self._pool = ThreadPoolExecutor(2)

    def submit(self, function, *args):
        future = self._pool.submit(function, *args)

        class Result:
            def result(self):
                return future.result()

        return Result()

    def shutdown(self):
        self._pool.shutdown()


def test_an_executor_needs_only_submit_and_result(estate):
    _, client = estate(Estate({1: [4, 7], 2: [5]}, is_older=True))
    pool = Plain()
    survey = ea.survey(client=client, executor=pool, jobs=2)
    pool.shutdown()
    assert survey.blocks["learn_id"].tolist() == [4, 7, 5]


class Dying:
    """An executor whose second worker dies, and which then takes no more."""

    def __init__(self):
        self.count = 0

    def submit(self, function, *args):
        self.count += 1
        if self.count > 2:
            raise RuntimeError("cannot schedule new futures")
        future = Future()
        if self.count == 2:
            future.set_exception(OSError("the worker died"))
        else:
            future.set_result(function(*args))
        return future


def test_an_executor_that_breaks_loses_nothing_that_was_done(estate):
    _, client = estate(Estate({key: [4] for key in range(1, 9)}))
    blocks = ea.survey(list(range(1, 9)), client=client, executor=Dying(), jobs=4).blocks
    assert blocks["error"].isna().sum() == 1
    assert "OSError: the worker died" in blocks["error"].tolist()


@pytest.mark.slow
def test_other_processes_survey_too(estate):
    server, client = estate(Estate({1: [4, 7], 2: [5], 3: []}))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        survey = ea.survey(client=client, executor=pool)
    end_resource_tracker()
    assert survey.blocks["learn_id"].tolist() == [4, 7, 5, pd.NA]
    assert survey.configs[1, 4].name == "Block 4"
    assert all(received.all("x-api-key") == [KEY] for received in server.received)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"projects": "every"}, 'projects must be "all" or the ids of projects'),
        ({"projects": 3.5}, "projects must be an int, not float"),
        ({"projects": ["x"]}, "projects"),
        ({"executor": 42}, "executor must have the method submit"),
        ({"on_error": "ignore"}, "on_error must be"),
        ({"jobs": 0}, "jobs"),
        ({"client": "ei_"}, "client must be a StudioClient"),
        ({"max_age_s": 5}, "name it with into="),
        ({"findings": {"leave_out": ["untraind"]}}, "untrained"),
    ],
)
def test_wrong_arguments_are_refused_at_once(wrong, message):
    with pytest.raises((TypeError, ValueError), match=message):
        ea.survey(**{"projects": 1, "client": ea.StudioClient.sample(), **wrong})


def test_a_project_is_one_request_and_equals_the_blocks_one_by_one(estate):
    surveys = {}
    for is_older in (False, True):
        service = Estate({1: [4, 7], 2: [5], 3: []}, is_older=is_older)
        service.bodies[1, 7] = body(thresholds=..., axes=[], selectedAxes=[])
        server, client = estate(service)
        surveys[is_older] = ea.survey(client=client, jobs=1)
        asked = [path for path in paths(server) if path != "rojects"]
        if is_older:
            # The first requests find out that the server is older.
            assert sum("detailed" in path for path in asked) <= 2
            assert sum("training" in path for path in asked) == 3
        else:
            assert asked == [
                "/1/impulses-detailed",
                "/2/impulses-detailed",
                "/3/impulses-detailed",
                *asked[3:],
            ]
            assert len(asked) == 4  # and the list of projects
    new, old = surveys[False], surveys[True]
    assert new.blocks["stale"].tolist() == [False, True, False, pd.NA]
    left_out = ["fetched_at", "stale"]
    pd.testing.assert_frame_equal(new.blocks.drop(columns=left_out), old.blocks.drop(columns=left_out))
    for name in ("axes", "thresholds", "findings"):
        pd.testing.assert_frame_equal(getattr(new, name), getattr(old, name))


def test_one_broken_block_does_not_lose_the_others_of_its_project(estate):
    service = Estate({1: [4, 7]})
    service.bodies[1, 4] = body(axes="none")
    _, client = estate(service)
    blocks = ea.survey(1, client=client).blocks
    assert blocks["learn_id"].tolist() == [4, 7]
    assert "$.axes" in blocks["error"][0]
    assert blocks["error"].isna().tolist() == [False, True]


class Bar:
    """What a survey uses of tqdm."""

    def __init__(self, made, **options):
        self.total, self.done = options["total"], 0
        made.append(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def update(self):
        self.done += 1


@pytest.mark.parametrize("is_older", [False, True])
def test_progress_counts_all_requests(estate, monkeypatch, is_older):
    made = []
    monkeypatch.setattr("edgeanomaly_nb.surveys.progress._tqdm", lambda: partial(Bar, made))
    _, client = estate(Estate({1: [4, 7], 2: [5], 3: []}, is_older=is_older))
    ea.survey(client=client)
    (bar,) = made
    assert bar.done == bar.total == (6 if is_older else 3)


def test_there_is_no_bar_in_a_pipe(monkeypatch):
    from edgeanomaly_nb.surveys import progress

    monkeypatch.setattr("sys.stderr", None)
    assert progress._tqdm() is None


def test_a_kind_without_axes_has_no_numbers_of_axes():
    blocks = ea.survey(client=ea.StudioClient.sample()).blocks
    counts = blocks[["axes", "selected", "favourite", "favourites_not_selected"]]
    has_axes = blocks["kind"].isin(["K-means", "GMM"])
    assert counts[~has_axes].isna().all(axis=None)
    assert counts[has_axes].notna().all(axis=None)
    assert (counts[has_axes]["selected"] == 0).any()


def test_all_thresholds_that_are_not_as_suggested_are_counted():
    blocks = ea.survey(client=ea.StudioClient.sample()).blocks
    for row in blocks.itertuples():
        rows = ea.StudioClient.sample().get_anomaly(row.project_id, row.learn_id).thresholds
        differ = ((rows["number"] - rows["suggested_value"]).abs() > 1e-9).sum()
        assert row.not_as_suggested == differ
    assert blocks["not_as_suggested"].max() > 1


def test_a_line_shows_the_other_thresholds_and_a_suggestion_that_is_text():
    survey = ea.survey(client=ea.StudioClient.sample())
    texts = [line.threshold for line in overview(survey)]
    assert "1.1 (3.2) and 2 more, 1 not as suggested" in texts
    assert "0.8 (“about 0.7”)" in texts


def test_a_project_that_failed_is_not_counted_as_surveyed(estate):
    service = Estate({1: [4], 2: [5]})
    for path in ("/api/2/impulses-detailed", "/api/2/impulses"):
        service.special[path] = refused("No", 403)
    _, client = estate(service, retries=0)
    assert repr(ea.survey(client=client)).startswith(
        "Survey of 1 anomaly block of 1 project; 1 project failed\n"
    )
    assert "findings  none" not in repr(ea.survey([2], client=client))
