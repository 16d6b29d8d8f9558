"""The page of a survey in a real browser: thousands of rows, search, themes, access."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import edgeanomaly_nb as ea
from edgeanomaly_nb.surveys.frames import Found
from edgeanomaly_nb.surveys.rows import Row
from edgeanomaly_nb.surveys.survey import Survey
from tests.bodies import body, threshold
from tests.browser.conftest import PICTURES, Watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


#: What is wider than its place: nothing on this page scrolls sideways.
CUT = """() => [...document.querySelectorAll(".ea-scroll, figure, table, td, th, svg")]
    .filter((it) => it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 1)
    .filter((it) => it.closest("thead")?.clientWidth !== 1) // a header that only screen readers read
    .map((it) => it.outerHTML.slice(0, 80))"""
SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll("svg")].map((svg) =>
    svg.getBoundingClientRect().width / svg.viewBox.baseVal.width * 9))"""


def estate(count: int) -> Survey:
    """Return a survey of equal blocks, every third with an error, without running the rules on each."""
    made = json.dumps(body(thresholds=[threshold(value=0.3, suggestedValue=0.5)]))
    rows = []
    for at in range(count):
        source = ea.Source("host", at, 4, block_type="anomaly")
        rows.append(Row(at, 4, ea.AnomalyConfig.from_json(made, source=source), "", 1, "First"))
    survey = Survey(rows, {at: f"Line {at}" for at in range(count)}, "host")
    found = [Found(at, "error", "untrained", "block", "It is not trained.") for at in range(0, count, 3)]
    vars(survey)["_found"] = found
    return survey


@pytest.fixture
def opened(browser: Browser, tmp_path: Any) -> Iterator[Callable[..., Page]]:
    contexts = []

    def show(survey: Survey, **options: Any) -> Page:
        survey.to_html(tmp_path / "survey.html")
        watched = Watched(browser, offline=True, **options)
        contexts.append(watched)
        page = watched.context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.goto((tmp_path / "survey.html").as_uri())
        return page

    messages: list[str] = []
    yield show
    for watched in contexts:
        watched.context.close()
    assert not messages


def test_search_and_filter_among_thousands(opened):
    page = opened(estate(3000))
    assert page.locator("table.ea-survey tbody tr").count() == 3000
    page.get_by_role("searchbox").fill("line 2999")
    status = page.get_by_role("status")
    status.filter(has_text="1 of 3,000 rows shown").wait_for()
    assert page.get_by_role("row").filter(has_text="Line 2999").is_visible()
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Show").select_option("With errors")
    status.filter(has_text="1,000 of 3,000 rows shown").wait_for()
    page.get_by_role("searchbox").fill("no such line")
    status.filter(has_text="None of 3,000 rows matches").wait_for()
    assert "rows" not in page.locator("table.ea-survey caption").inner_text()


def test_the_page_is_complete_without_javascript(opened):
    page = opened(estate(500), java_script_enabled=False)
    assert page.locator("table.ea-survey tbody tr").count() == 500
    last = page.locator("table.ea-survey tbody tr").last
    last.scroll_into_view_if_needed()
    assert last.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 600, 390])
def test_the_page_is_accessible_and_fits(opened, width, scheme):
    survey = ea.survey(client=ea.StudioClient.sample())
    page = opened(survey, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALLEST_TEXT) >= 10.5
    assert Axe().run(page).response["violations"] == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"survey-{width}-{scheme}.png", full_page=True)


def test_a_narrow_page_shows_the_threshold_of_each_block(opened):
    page = opened(ea.survey(client=ea.StudioClient.sample()), viewport={"width": 390, "height": 900})
    shown = page.get_by_role("row").filter(has_text="Fan anomaly").first.inner_text()
    assert "1.1 (3.2)" in shown
    box = page.get_by_role("cell", name="1.1 (3.2)").bounding_box()
    assert box["x"] + box["width"] <= 390


def test_pictures_of_many_blocks_are_not_far_below_the_table(opened):
    page = opened(estate(500))
    box = page.get_by_role("heading", name="Thresholds against their suggestions").bounding_box()
    assert box["y"] < 1200


def test_a_point_names_its_block(opened):
    page = opened(ea.survey(client=ea.StudioClient.sample()))
    point = page.locator(
        "use", has=page.locator("title", has_text="Fan anomaly (Tunnel ventilation, block 19)")
    )
    point.scroll_into_view_if_needed()
    assert point.is_visible()
