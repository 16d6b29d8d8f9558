from __future__ import annotations

import gc
import json
import weakref

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.axes_filter import AxesFilter
from edgeanomaly_nb.panels.axes.table import SCRIPT, AxesTable, pack
from tests.bodies import HOSTILE, axis, config

FEATURES = ["RMS", "Skewness", "Kurtosis", "Spectral Skewness", "Spectral Kurtosis"]
FEATURES += [f"Spectral Power {low} - {low + 1} Hz" for low in range(8)]


def many(count):
    """Return axes of sensors with 13 features each, as the spectral block has them."""
    labels = [f"sensor{at // 13} {FEATURES[at % 13]}" for at in range(count)]
    return config(axes=[axis(at, label, at % 7 == 0) for at, label in enumerate(labels)]).axes


def packed(axes):
    return pack(axes, AxesFilter(axes))


def wire_bytes(axes):
    """Return the number of bytes that are sent: buffers as they are, the rest as JSON."""
    sent = packed(axes)
    text = {name: value for name, value in sent.items() if not isinstance(value, bytes)}
    return len(json.dumps(text)) + sum(len(value) for value in sent.values() if isinstance(value, bytes))


def unpacked(axes):
    """Return the labels as the page assembles them."""
    sent = packed(axes)
    codes = []
    for name, count in (("sensor_codes", len(axes)), ("tail_codes", len(axes))):
        width = len(sent[name]) // max(count, 1)
        codes.append(np.frombuffer(sent[name], f"<u{width or 1}"))
    return [sent["sensors"][s] + sent["tails"][t] for s, t in zip(*codes, strict=True)]


@pytest.mark.parametrize("name", ["motion", "raw", "large", "one-class", "untrained"])
def test_labels_are_assembled_again(name):
    axes = ea.load_sample(name).axes
    assert unpacked(axes) == axes.label.tolist()


def test_hostile_labels_are_assembled_again():
    axes = config(axes=[axis(at, text) for at, text in enumerate(HOSTILE)]).axes
    assert unpacked(axes) == list(HOSTILE)


def test_at_most_20_bytes_per_axis_are_sent():
    assert wire_bytes(many(100_000)) / 100_000 < 20


def test_a_sensor_is_found_by_each_canonically_equal_spelling():
    table = AxesTable(config(axes=[axis(0, "caf\u00e9 RMS"), axis(1, "cafe\u0301 RMS")]).axes)
    table.sensor = "cafe\u0301"
    assert table.sensor == "caf\u00e9"
    assert unpacked(config(axes=[axis(0, "cafe\u0301 RMS")]).axes) == ["cafe\u0301 RMS"]


@pytest.mark.parametrize(
    ("indices", "width"),
    [([0, 1, 2], 0), ([5, 1, 2], 4), ([2**40, 1, 2], 8), ([-(2**63), 2**63 - 1, 0], 8), ([3, 3, 3], 4)],
)
def test_indices_are_sent_in_the_width_that_they_need(indices, width):
    axes = config(axes=[axis(ix, "x") for ix in indices]).axes
    sent = packed(axes)["ix"]
    assert len(sent) == 3 * width
    if width:
        assert np.frombuffer(sent, f"<i{width}").tolist() == indices


def test_bands_that_json_cannot_hold_are_sent():
    axes = config(axes=[axis(0, "x Spectral Power 0 - " + "9" * 400 + " Hz"), axis(1, "x RMS")]).axes
    bands = np.frombuffer(packed(axes)["bands"], "<f8")
    assert bands[:2].tolist() == [0, np.inf]
    assert np.isnan(bands[2:]).all()


def test_marks_are_sent_as_positions():
    table = AxesTable(config(axes=[axis(ix, "x") for ix in (7, 3, 7, 2**40)]).axes)
    table.marked = [2**40, 7]
    assert table.marked == (7, 2**40)
    sent = table.get_state("marked")["marked"]
    assert np.frombuffer(sent, "<u4").tolist() == [0, 2, 3]
    table.set_state({"marked": memoryview(np.array([1], "<u4").tobytes())})
    assert table.marked == (3,)
    table.set_state({"marked": memoryview(b"")})
    assert table.marked == ()


def test_an_unknown_setting_is_refused():
    with pytest.raises(TypeError, match=r"no setting filter; it has query"):
        AxesTable(config().axes, filter="x")


def test_no_object_stays_after_a_table_is_closed():
    table = AxesTable(config().axes)
    gone = weakref.ref(table)
    table.layout.close()
    table.close()
    del table
    gc.collect()
    assert gone() is None


def test_its_script_requests_nothing_and_writes_no_markup():
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "import ",
        "http",
    ):
        assert word not in SCRIPT
    assert repr(AxesTable(config().axes)) == "AxesTable(2 axes)"
