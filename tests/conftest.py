"""What holds for every test: no figure stays, no credentials of the developer are seen."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import psutil
import pytest
from hypothesis import settings

from tests.browser.chromium import HOW_TO_GET_ONE, NO_BROWSER
from tests.studio.server import Server
from tests.studio.writable_service import WritableService

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# At import, jsonschema (by nbformat) compiles 38 grammars for formats that no notebook has: two seconds for
# each process. https://github.com/python-jsonschema/jsonschema/blob/main/jsonschema/_format.py
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# Machines are shared: a slow example is no failure.
settings.register_profile("shared", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=25)  # --hypothesis-profile=quick
# The same examples each time where a failure stops others; new ones are found on developers' machines.
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "shared")


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EI_API_KEY", "EI_PROJECT_API_KEY", "EI_PROJECT_ID", "EI_API_ENDPOINT", "EI_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_figure_stays() -> Iterator[None]:
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture(autouse=True, scope="session")
def _no_process_stays() -> Iterator[None]:
    """Fail if a test left a program running, and end it."""
    here = psutil.Process()
    before = set(here.children(recursive=True))
    yield
    _, left = psutil.wait_procs(set(here.children(recursive=True)) - before, timeout=5)
    names = [" ".join(process.cmdline()) for process in left]
    for process in left:
        process.kill()
    assert not names


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers that end with the test."""
    with ExitStack() as servers:
        yield lambda *script, **options: servers.enter_context(Server(*script, **options))


@pytest.fixture
def service() -> Iterator[Callable[..., WritableService]]:
    """Start services whose thresholds can be written; they end with the test."""
    with ExitStack() as services:
        yield lambda *args, **options: services.enter_context(WritableService(*args, **options))


def pytest_collection_finish() -> None:
    """Spare the garbage collector the collected tests and the imported modules: a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Report skipped browser tests in the very last line, where nobody overlooks it."""
    reporter = config.pluginmanager.getplugin("terminalreporter")
    skipped = [] if reporter is None else reporter.stats.get("skipped", [])
    count = sum(NO_BROWSER in str(report.longrepr) for report in skipped)
    if count:
        reporter.write_line(f"{count} browser tests were skipped: {NO_BROWSER}. Run {HOW_TO_GET_ONE}")
