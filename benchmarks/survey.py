"""Surveys: fetching with latency against the ideal, growth with the number of blocks, frames, memory.

The service is another process, which responds 100 ms after each request. With ``distributed`` installed, Dask
is measured, too.
"""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pandas as pd
from playwright.sync_api import sync_playwright

import edgeanomaly_nb as ea
from benchmarks.harness import Goal, interleaved, ratio
from edgeanomaly_nb.surveys.frames import find
from edgeanomaly_nb.surveys.rows import Row
from edgeanomaly_nb.surveys.survey import Survey
from tests.browser.chromium import find_browser

LATENCY_S, JOBS = 0.1, 16
KEY = "ei_" + 32 * "0"


def serve(port: Any, latency_s: float) -> None:
    """Serve any number of projects with one block each, in one process and one thread."""
    config = json.loads(ea.load_sample("motion").to_json())
    config.pop("success")
    block = {"id": 4, "type": "anomaly", "name": "Motion", "dsp": [2]}
    detailed = {
        "impulse": {"id": 1, "name": "First", "learnBlocks": [block]},
        "learnBlockAnomalyConfigs": [{"blockId": 4, "config": config}],
        "learnBlockKerasConfigs": [],
        "isStale": False,
    }
    body = json.dumps({"success": True, "impulses": [detailed]}).encode()
    projects = json.dumps({"success": True, "projects": [{"id": 1, "name": "One"}]}).encode()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(latency_s)
                content = body if b"impulses-detailed" in head.split(b"\r\n", 1)[0] else projects
                lines = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(content)}"
                writer.write(f"{lines}\r\n\r\n".encode() + content)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(handle, "127.0.0.1", 0, backlog=256)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


@contextmanager
def service(latency_s: float) -> Iterator[ea.StudioClient]:
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, latency_s), daemon=True)
    process.start()
    try:
        yield ea.StudioClient(ea.ApiKey(KEY), base_url=f"http://127.0.0.1:{mine.recv()}/v1")
    finally:
        process.terminate()
        process.join()


def ideal(count: int) -> None:
    """Wait as `JOBS` workers would that have nothing else to do."""
    from time import sleep

    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(lambda _: sleep(LATENCY_S), range(count)))


def run() -> list[Goal]:
    return [*_latency(), *_growth(), *_frames(), _memory(), _page()]


def _latency() -> list[Goal]:
    with service(LATENCY_S) as client:
        survey = partial(ea.survey, range(1, 201), client=client, jobs=JOBS)
        functions: dict[str, Callable[[], object]] = {"ideal": partial(ideal, 200), "threads": survey}
        with _dask() as executor:
            if executor is not None:
                functions["dask"] = partial(survey, executor=executor)
            for function in functions.values():
                function()  # connections, and what is imported on first use
            seconds = interleaved(functions, rounds=3, repeats=2)
    goals = [
        Goal(
            "survey of 200 blocks, 100 ms each, 16 threads, over the ideal",
            ratio(seconds, "threads", "ideal"),
            1.10,
        )
    ]
    if "dask" in seconds:
        goals.append(Goal("the same with Dask, over the ideal", ratio(seconds, "dask", "ideal"), 1.30))
    return goals


@contextmanager
def _dask() -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        print("distributed is not installed: Dask is not measured")
        yield None
        return
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=JOBS // 2,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


def _growth() -> list[Goal]:
    """Measure the time per block without latency: it is that of the client."""
    each = {}
    with service(0.0) as client:
        ea.survey(range(1, 201), client=client)
        for count in (1_000, 10_000):
            before = perf_counter()
            ea.survey(range(1, count + 1), client=client)
            each[count] = (perf_counter() - before) / count
            print(f"survey of {count:,} blocks without latency: {each[count] * 1e3:.2f} ms per block")
    return [Goal("time per block, survey of 10,000 over 1,000", each[10_000] / each[1_000], 1.15)]


def estate(count: int) -> Survey:
    """Return a survey of different blocks, without fetching."""
    bodies = [ea.load_sample(name) for name in ("motion", "fan", "spectral", "one-class")]
    rows = []
    for at in range(count):
        config = bodies[at % len(bodies)]
        source = replace(config.source, project_id=at, learn_id=4, path=None)
        body = config.to_json().replace('"name"', f'"at": {at}, "name"', 1)
        rows.append(Row(at, 4, ea.AnomalyConfig.from_json(body, source=source), "", 1, "First"))
    return Survey(rows)


def _frames() -> list[Goal]:
    survey = estate(10_000)
    ready = [replace(row.config) for row in survey.rows if row.config]
    axes, thresholds = [config.axes for config in ready], [config.thresholds for config in ready]
    keys = [(row.project_id, row.impulse_id, row.learn_id) for row in survey.rows]

    def ours() -> object:
        fresh = Survey(survey.rows)
        return fresh._axes, fresh._thresholds

    def concat() -> object:
        return pd.concat(axes, keys=keys), pd.concat(thresholds, keys=keys)

    seconds = interleaved({"ours": ours, "concat": concat}, rounds=3, repeats=1)
    return [
        Goal("frames of 10,000 blocks over pd.concat of ready frames", ratio(seconds, "ours", "concat"), 2)
    ]


def _memory() -> Goal:
    tracemalloc.start()
    survey = estate(10_000)
    frames = survey._axes, survey._thresholds
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(frames[0])
    return Goal("memory of 10,000 blocks and their frames", peak / 2**20, 1000, unit="MB")


def _page() -> Goal:
    """Measure from opening the page of 10,000 blocks to its first frame."""
    survey = estate(10_000)
    # The findings of some blocks, repeated: the rules would take a minute.
    few = find(survey.rows[:8], {})
    vars(survey)["_found"] = [
        found._replace(at=at) for at in range(10_000) for found in few if found.at == at % 8
    ]
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder, "survey.html")
        survey.to_html(page)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        seconds = [_open(browser, page) for _ in range(3)]
        browser.close()
    return Goal("opening the page of 10,000 blocks in Chromium", min(seconds), 2, unit="s")


def _open(browser: Any, path: Path) -> float:
    page = browser.new_page()
    page.goto(path.as_uri())
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    took = page.evaluate("performance.now() / 1000")
    page.close()
    return float(took)
