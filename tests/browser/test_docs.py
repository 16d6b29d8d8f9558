"""The documentation site, as readers open it: from disk, without a network."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PICTURES, Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
#: One page of each sort.
LOOKED_AT = [
    "index",
    "get-started",
    "how-to/check-in-a-job",
    "concepts/kmeans",
    "api/index",
    "api/generated/edgeanomaly_nb.AnomalyExplorer",
    "api/generated/edgeanomaly_nb.ThresholdsPanel",
    "api/generated/edgeanomaly_nb.plot_scores",
    "course/index",
    "course/01_quickstart",
    "course/08_choosing_a_threshold",
    "faq",
    "changelog",
    "search",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, which is built without a warning."""
    target = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, "-m", "tools.build_docs", str(target)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert built.returncode == 0, built.stderr
    assert not built.stderr, built.stderr
    return target


@pytest.fixture(params=["light", "dark"])
def offline(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A context without a network, in both colour schemes."""
    watched = Watched(browser, offline=True, color_scheme=request.param)
    yield watched
    watched.context.close()
    assert not watched.errors
    assert not watched.outside


def pages_of(site: Path) -> list[Path]:
    """Return the pages of the site, without the templates that the theme copies."""
    return [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]


class Page(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in ("href", "src") and value and not urlsplit(value).scheme:
                self.links.append(value)


def test_every_link_within_the_site_leads_somewhere(site):
    pages = {path: Page(path) for path in pages_of(site)}
    assert len(pages) > 60
    for path, page in pages.items():
        for link in page.links:
            file, _, anchor = link.partition("#")
            target = (path.parent / unquote(file.partition("?")[0])).resolve() if file else path
            assert target.exists(), f"{path.name}: {link}"
            if anchor and target in pages:
                assert unquote(anchor) in pages[target].ids, f"{path.name}: {link}"


def test_the_site_loads_nothing_from_elsewhere(site, offline):
    page = offline.context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    for path in pages_of(site):
        page.goto(path.as_uri())
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert not faults


def test_axe_finds_nothing_serious(site, offline):
    page = offline.context.new_page()
    serious = []
    for name in LOOKED_AT:
        page.goto((site / f"{name}.html").as_uri())
        theme = page.evaluate("document.documentElement.dataset.theme")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"docs-{name.replace('/', '-')}-{theme}.png")
        found = Axe().run(page).response["violations"]
        serious += [
            (name, violation["id"], [node["html"][:160] for node in violation["nodes"]][:3])
            for violation in found
            if violation["impact"] in ("serious", "critical")
        ]
    assert not serious


def test_search_finds_a_function(site, offline):
    page = offline.context.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=threshold_for")
    found = page.locator("#search-results a", has_text="threshold_for").first
    found.wait_for()
    found.click()
    page.get_by_role("heading", level=1, name="threshold_for").wait_for()


def test_the_search_field_is_reached_with_the_keyboard(site, offline):
    page = offline.context.new_page()
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("what_if")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="what_if").first.wait_for()


def test_narrow_pages_do_not_scroll_sideways(site, browser):
    watched = Watched(browser, offline=True, viewport={"width": 600, "height": 900})
    page = watched.context.new_page()
    for name in LOOKED_AT:
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    watched.context.close()


def test_the_course_leads_from_page_to_page(site, offline):
    page = offline.context.new_page()
    page.goto((site / "course/index.html").as_uri())
    seen = []
    for _ in sorted((ROOT / "notebooks").glob("*.ipynb")):
        page.locator("a.right-next").first.click()
        page.get_by_role("heading", level=1).first.wait_for()
        seen.append(Path(urlsplit(page.url).path).stem)
    assert seen == [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


def test_panels_of_the_course_are_static(site):
    text = (site / "course/01_quickstart.html").read_text(encoding="utf-8")
    assert "widget-view" not in text
    assert "accX Kurtosis" in text
