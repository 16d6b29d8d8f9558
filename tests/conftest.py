"""What holds for every test: no figure stays, no credentials of the developer are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Machines are shared: a slow example is no failure.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EI_API_KEY", "EI_PROJECT_API_KEY", "EI_PROJECT_ID", "EI_API_ENDPOINT", "EI_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_figure_stays() -> Iterator[None]:
    yield
    import matplotlib.pyplot as plt

    plt.close("all")
