"""Reports in a real browser, from file://, without network, and without JavaScript too."""

from __future__ import annotations

import http.server
import io
import threading
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, axis, config, threshold
from tests.browser.conftest import PICTURES, Watched
from tests.report.conftest import MADE_AT, sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

REPORTS = {
    "good": ["spectral"],
    "findings": ["faulty"],
    "comparison": ["motion", "motion-later"],
    "2000-axes": ["large"],
    "several": ["motion", "fan", "one-class", "untrained"],
    "three": ["faulty", "dropdown", "raw"],
}


class Opened:
    """Opens reports, each in its own browser context, and records errors and messages."""

    def __init__(self, browser: Browser, folder: Any) -> None:
        self.browser, self.folder = browser, folder
        self.contexts: list[Watched] = []
        self.messages: list[str] = []

    def __call__(self, *configs: ea.AnomalyConfig, **options: Any) -> Page:
        path = ea.write_report(configs, self.folder / f"report-{len(self.contexts)}.html", made_at=MADE_AT)
        watched = Watched(self.browser, offline=True, **options)
        self.contexts.append(watched)
        page = watched.context.new_page()
        page.on("console", lambda message: self.messages.append(message.text))
        page.goto(path.as_uri())
        return page


@pytest.fixture
def report(browser: Browser, tmp_path: Any) -> Iterator[Callable[..., Page]]:
    """``report(config, …)`` opens a report; nothing may be logged, fail, or be requested from outside."""
    opened = Opened(browser, tmp_path)
    yield opened
    for watched in opened.contexts:
        watched.context.close()
        assert not watched.errors
        assert not watched.outside
    assert not opened.messages


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", REPORTS)
def test_axe_finds_nothing_serious(report, name, scheme):
    page = report(*map(sample, REPORTS[name]), color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"report-{name}-{scheme}.png", full_page=True)
    assert not serious_in(page)


def serious_in(page):
    # The rows of a table have the same structure, and axe needs 15 seconds for two thousand.
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n+30)').forEach(row => row.remove())")
    # axe is injected by the test, so the policy of the page does not apply to it.
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


def test_what_does_not_fit_a_telephone_is_reachable_by_keyboard(report):
    page = report(sample("motion"), sample("motion-later"), viewport={"width": 360, "height": 700})
    page.screenshot(path=PICTURES / "report-telephone.png", full_page=True)
    assert not serious_in(page)


SENSOR = "conveyor_main_drive_bearing_front_left_accelerometer_axis_"


def test_long_names_do_not_push_columns_out_of_view(report):
    axes = [
        axis(ix, f"{SENSOR}{'xyz'[ix % 3]} Spectral Power {ix}.1 - {ix}.9 Hz", ix < 4) for ix in range(60)
    ]
    long = config(axes=[*axes, axis(60, "n" * 300)], selectedAxes=[0, 1, 2, 3])
    page = report(long, viewport={"width": 1100, "height": 900})
    page.screenshot(path=PICTURES / "report-long-names.png", full_page=True)
    for table in page.locator(".ea-labels").all():
        box = table.locator("xpath=..")
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("name", ["good", "findings", "comparison", "2000-axes"])
def test_in_print_tables_are_complete_and_tools_are_hidden(report, name):
    page = report(*map(sample, REPORTS[name]))
    page.emulate_media(media="print")
    # A screenshot of two thousand rows takes ten seconds, and its end is not needed.
    clip = {"x": 0, "y": 0, "width": 1400, "height": 4000} if name == "2000-axes" else None
    page.screenshot(path=PICTURES / f"report-{name}-print.png", full_page=True, clip=clip)
    assert page.get_by_role("searchbox").count() == 0
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.ea-scroll')].map(box => box.scrollHeight - box.clientHeight)"
    )
    assert max(heights) <= 1


def test_search_and_sort(report):
    page = report(sample("motion"))
    table = page.locator("table.ea-axes")
    rows = table.locator("tbody tr:visible")
    page.get_by_role("searchbox", name="Search axes").fill("rms yes")
    page.get_by_text("3 of 33 shown").wait_for()
    assert rows.locator("th").all_text_contents() == ["0", "11", "22"]
    page.get_by_role("searchbox", name="Search axes").fill("")
    table.get_by_role("button", name="Selected").click()
    assert table.locator("[aria-sort=ascending]").inner_text() == "Selected"
    assert rows.locator("th").all_text_contents()[:7] == ["0", "4", "11", "22", "23", "25", "1"]
    table.get_by_role("button", name="ix").click()
    table.get_by_role("button", name="ix").click()
    assert rows.locator("th").all_text_contents()[:2] == ["32", "31"]  # as numbers, not as text


def test_the_page_is_complete_without_javascript(report):
    page = report(*map(sample, REPORTS["comparison"]), java_script_enabled=False)
    assert page.locator("table.ea-axes").first.locator("tbody tr").count() == 33
    assert page.get_by_role("searchbox").count() == 0
    page.get_by_role("link", name="What changed").click()
    assert page.get_by_text("0.3 → 0.45: 0.15 higher, so it flags less").first.is_visible()
    assert page.get_by_role("img").count() == 5


def test_hostile_text_neither_runs_nor_breaks_the_page(report):
    for text in HOSTILE:
        page = report(
            config(
                name=text,
                axes=[axis(0, text, True, True), axis(1, f"accX{text} RMS")],
                thresholds=[threshold(text, 0.5, description=text, helpText=text)],
            )
        )
        page.get_by_role("heading", name="Axes", exact=True).wait_for()
        assert page.evaluate("() => window.pwned === undefined")
        # The ten thousand letters without a space do not make the page wider than its window.
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_it_fits_a_narrow_window(report):
    page = report(*map(sample, REPORTS["comparison"]), viewport={"width": 390, "height": 800})
    page.screenshot(path=PICTURES / "report-comparison-narrow.png", full_page=True)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


FOLDED = ["motion", "fan", "faulty", "untrained"]


@pytest.mark.parametrize("script", [True, False])
def test_a_link_of_the_overview_unfolds_its_block(report, script):
    page = report(*map(sample, FOLDED), java_script_enabled=script)
    verdict = page.get_by_text("Fix this: The block is not trained, so it gives no scores.")
    assert not verdict.is_visible()
    page.get_by_role("link", name="Anomaly detection sample untrained, project 602318, block 9").click()
    verdict.wait_for()
    assert not page.get_by_text("Fix this: selectedAxes").is_visible()
    page.get_by_role("heading", name="Fan anomaly sample faulty, project 519640, block 19").click()
    page.get_by_text("Fix this: selectedAxes").wait_for()


def test_an_address_with_a_block_unfolds_it(report):
    page = report(*map(sample, FOLDED))
    address = page.url
    page.goto("about:blank")
    page.goto(f"{address}#block-4")
    page.get_by_text("Fix this: The block is not trained").wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_in_print_folded_blocks_are_open(report, script):
    page = report(*map(sample, FOLDED), java_script_enabled=script)
    pages = pypdf.PdfReader(io.BytesIO(page.pdf())).pages
    assert "Fix this" not in pages[0].extract_text()  # only the overview
    text = unicodedata.normalize("NFKC", "".join(part.extract_text() for part in pages))  # no ligatures
    for name in FOLDED:
        assert sample(name).sha256 in "".join(text.split())
    assert page.locator("details[open]").count() == 0


WIDE = [("several", ["motion", "fan", "faulty", "untrained", "large"]), ("faulty", ["faulty"])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "samples"), WIDE)
def test_at_600_px_nothing_is_cut_and_no_word_is_broken(report, name, samples, scheme):
    page = report(*map(sample, samples), viewport={"width": 600, "height": 900}, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    page.screenshot(path=PICTURES / f"report-600-{name}-{scheme}.png", full_page=name == "faulty")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    for box in page.locator("nav .ea-scroll").all():
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert page.evaluate(BROKEN_WORDS) == []
    cut = page.locator("figure").evaluate_all(
        "all => all.filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent.slice(0, 60))"
    )
    assert not cut or name == "several"  # the picture of 375 axes is too wide
    assert min(page.evaluate(SIZES_IN_PICTURES)) >= 7.7  # small, but all of the picture is seen


#: Words of text and tables that are not on one line; long identifiers and checksums may be.
BROKEN_WORDS = """() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('svg, script, style, code')) continue;
    for (const word of node.data.matchAll(/[A-Za-z]{2,24}/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken.filter((word) => !/^[a-f]+$/u.test(word)); // of a checksum
}"""
SIZES_IN_PICTURES = """() => [...document.querySelectorAll('figure svg')].flatMap((svg) => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * scale);
})"""


def test_keys_reach_every_control(report):
    page = report(sample("large"))
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("() => document.activeElement.ariaLabel || document.activeElement.textContent")
        )
    assert "Search axes" in reached
    assert "All axes of Tunnel anomaly, sample large, project 519640, block 10" in reached
    assert "Favourite" in reached


def test_selected_axes_are_shown_alone(report):
    page = report(sample("motion"))
    page.get_by_label("Show", exact=True).select_option("Selected")
    page.get_by_text("6 of 33 shown").wait_for()
    page.get_by_role("searchbox").fill("accX")
    page.get_by_text("2 of 33 shown").wait_for()
    page.get_by_label("Show", exact=True).select_option("Favourite")
    page.get_by_text("3 of 33 shown").wait_for()


class UnderAPolicy(http.server.SimpleHTTPRequestHandler):
    """Serves files like Jenkins by default: no inline styles, no scripts."""

    def end_headers(self) -> None:
        policy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def under_a_policy(tmp_path):
    handler = partial(UnderAPolicy, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_charts_keep_their_colours_where_inline_styles_are_blocked(browser, tmp_path, under_a_policy):
    ea.write_report([sample("motion"), sample("motion-later")], tmp_path / "a.html", made_at=MADE_AT)
    page = browser.new_page()
    page.goto(f"{under_a_policy}/a.html")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "report-under-a-policy.png", full_page=True)
    # Chromium does not run scripts in a sandboxed page, except in its debugger.
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]["nodeId"]

    def computed(selector: str, name: str) -> set[str]:
        nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
        styles = [session.send("CSS.getComputedStyleForNode", {"nodeId": node}) for node in nodes]
        return {rule["value"] for style in styles for rule in style["computedStyle"] if rule["name"] == name}

    assert computed("body", "margin-top") == {"8px"}  # the style sheet of the page is blocked
    fills = computed("figure svg g > path", "fill")
    assert {"none", "rgb(47, 123, 217)"} <= fills
    assert computed("figure svg text", "font-size") <= {"9px", "10.5px"}
    assert len(computed("figure svg text", "text-anchor")) > 1
    page.close()
