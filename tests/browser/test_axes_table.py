"""The table of the axes panel alone, in a page without a kernel."""

from __future__ import annotations

import base64
import random

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.axes_filter import SHOW, SORTS, AxesFilter
from edgeanomaly_nb.facts import selection_text
from edgeanomaly_nb.panels.axes.table import SCRIPT, STYLE, pack
from tests.bodies import axis, config
from tests.browser.axes_panel import rows

# A page with the script as window.table, a model like that of a widget manager as window.model, and a view.
LOAD = """async ([script, style, packed, summary, state]) => {
  document.head.append(Object.assign(document.createElement('style'), {textContent: style}));
  const url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  window.table = await import(url);
  const view = text => new DataView(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);
  const axes = Object.fromEntries(Object.entries(packed).map(
    ([name, value]) => [name, typeof value === 'string' ? view(value) : value]));
  const values = {query: '', show: 'all', sort: 'index', sensor: null, feature: null, band_low_hz: null,
                  band_high_hz: null, marked: new DataView(new ArrayBuffer(0)), _axes: axes, summary,
                  ...state};
  const listeners = new Set();
  const notify = name => { for (const [event, call] of [...listeners]) if (event === name) call(); };
  window.model = {
    saved: 0, listeners,
    get: name => values[name],
    set: (name, value) => { values[name] = value; notify(`change:${name}`); },
    on: (event, call) => listeners.add([event, call]),
    off: (event, call) => {
      for (const pair of listeners) if (pair[0] === event && pair[1] === call) listeners.delete(pair);
    },
    save_changes: () => { window.model.saved += 1; throw new Error('no comm'); },
  };
  window.data = window.table.decode(axes);
  window.addView = () => {
    const el = document.body.appendChild(document.createElement('div'));
    return window.table.default.render({model: window.model, el});
  };
  window.closeFirst = window.addView();
}"""


def without_kernel(watched, axes, **state):
    """Open the table in a page of its own, on a model without a kernel."""
    sent = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in pack(axes, AxesFilter(axes)).items()
    }
    page = watched.context.new_page()
    page.evaluate(LOAD, [SCRIPT, STYLE, sent, selection_text(axes), state])
    return page


def odd_axes():
    """Return axes with everything that search and sorting have to handle."""
    sensors = ["accX", "acc X", "b10", "b9", "Straße", "µT", "ΣΑΣ", "İ", "", "שלום", "a.10", "a.9"]
    tails = [
        "RMS",
        "Spectral Power 0.5 - 1.5 Hz",
        "Spectral Power 0.49 - 1.46 Hz",
        "1.5-10Hz",
        "L1-n5",
        "odd 3",
    ]
    labels = [f"{sensor} {tail}".strip() for sensor in sensors for tail in tails]
    labels += ["feature 2", "feature 10", "", "🙂", "\uff21", "\n", "accX RMS"]
    labels += [
        "caf\u00e9 RMS",
        "cafe\u0301 RMS",
        "CAFE\u0301 odd",
        "t 0.0 - 0.0 Hz",
        "t 0.01 - 0.01 Hz",
        "t RMS LF",
    ]
    chance = random.Random(5)
    return config(
        axes=[
            axis(7 * at % 89, label, chance.random() < 0.4, chance.random() < 0.3)
            for at, label in enumerate(labels)
        ]
    ).axes


def random_states(axes, count):
    """Yield random searches, filters and sorts that suit some axes."""
    chance = random.Random(len(axes))
    known = AxesFilter(axes)
    for _ in range(count):
        label = chance.choice(axes.label.tolist() or [""])
        start = chance.randrange(len(label) + 1)
        part = label[start : start + chance.randint(1, 6)]
        query = chance.choice(
            ["", " \t ", part, f"{part}\n{label[:start]}", "rms", " X r", "rms  accx", "NO SUCH"]
        )
        yield {
            "query": chance.choice([query, query.upper(), query.lower()]),
            "show": chance.choice(SHOW),
            "sort": chance.choice(SORTS),
            "sensor": chance.choice([None, None, *known.sensors]),
            "feature": chance.choice([None, None, *known.features]),
            "band_low_hz": chance.choice([None, None, 0, 0.5, 1.46, 3]),
            "band_high_hz": chance.choice([None, None, 1.46, 1.5, 10]),
        }


@pytest.mark.parametrize("name", ["odd", "motion", "raw", "two-blocks", "untrained"])
def test_the_page_searches_counts_and_sorts_like_python(watched, name):
    axes = odd_axes() if name == "odd" else ea.load_sample(name).axes
    axes_filter = AxesFilter(axes)
    page = without_kernel(watched, axes)
    states = list(random_states(axes, 400))
    results = page.evaluate(
        """all => all.map(state => {
          const { shown, counts } = table.filter(data, state);
          return [[...shown], counts, table.pythonList(data, shown)];
        })""",
        states,
    )
    for state, (shown, counts, listed) in zip(states, results, strict=True):
        narrowing = {name: value for name, value in state.items() if name not in ("show", "sort")}
        order = axes_filter.order(state["sort"])
        expected = order[axes_filter.mask(show=state["show"], **narrowing)[order]]
        assert shown == expected.tolist(), state
        assert counts == axes_filter.counts(**narrowing), state
        assert listed == str(axes.index[expected].tolist())
    assert page.get_by_role("status").get_by_text(selection_text(axes)).count() == 1


def test_the_table_works_without_a_kernel(watched):
    watched.context.grant_permissions([])  # without a clipboard, the text area is used
    page = without_kernel(watched, ea.load_sample("motion").axes)
    page.get_by_placeholder("search labels").fill("rms")
    page.get_by_text("3 of 33 shown", exact=True).wait_for()
    page.get_by_role("columnheader", name="label").get_by_role("button").click()
    page.get_by_role("columnheader", name="label").get_by_role("button").click()
    assert rows(page) == [22, 11, 0]
    page.wait_for_function("model.saved > 0 && model.get('sort') === '-label'")
    page.get_by_role("button", name="Copy shown indices").click()
    page.get_by_text("copied 3 indices: [22, 11, 0]").wait_for()
    assert not watched.errors


def test_two_views_of_a_model_agree_and_are_removed(watched):
    page = without_kernel(watched, ea.load_sample("motion").axes)
    page.evaluate("() => { window.closeSecond = addView(); }")
    first, second = page.get_by_placeholder("search labels").all()
    first.fill("rms")
    page.get_by_role("row", name="0 accX RMS").first.click()
    page.wait_for_function("document.querySelectorAll('[aria-selected=true]').length === 2")
    assert second.input_value() == "rms"
    second.fill("")
    page.wait_for_function("model.get('query') === ''")
    assert first.input_value() == ""
    page.evaluate("() => { closeFirst(); closeSecond(); }")
    assert page.evaluate("model.listeners.size") == 0
    assert page.locator(".ea-axes").count() == 0


def test_a_change_is_sent_once_after_a_pause(watched):
    page = without_kernel(watched, ea.load_sample("motion").axes)
    page.get_by_placeholder("search labels").press_sequentially("skewness")
    page.wait_for_function("model.get('query') === 'skewness'")
    assert page.evaluate("model.saved") < 4
    page.get_by_placeholder("search labels").fill("rms")
    page.evaluate("closeFirst()")  # a change that was not sent is sent at the end
    assert page.evaluate("model.get('query')") == "rms"
