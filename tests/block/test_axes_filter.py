from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb.block.axes_filter import SHOW, AxesFilter
from edgeanomaly_nb.facts import selection_text
from tests.bodies import axis, config

LABELS = st.text(st.sampled_from("abAB ßİσς\n\u00e9e\u0301"), max_size=6)


@given(st.lists(st.tuples(LABELS, st.booleans(), st.booleans())), LABELS, st.sampled_from(SHOW))
def test_the_mask_is_what_a_plain_loop_finds(rows, query, show):
    axes = config(axes=[axis(at, *row) for at, row in enumerate(rows)]).axes
    keep = {
        "all": lambda selected, favourite: True,
        "selected": lambda selected, favourite: selected,
        "favourite": lambda selected, favourite: favourite,
        "differ": lambda selected, favourite: selected != favourite,
        "favourite-only": lambda selected, favourite: favourite and not selected,
        "selected-only": lambda selected, favourite: selected and not favourite,
    }[show]

    def fold(text):
        return normalize("NFC", normalize("NFC", text).casefold())

    words = fold(query).split()
    expected = [all(word in fold(label) for word in words) and keep(*flags) for label, *flags in rows]
    assert AxesFilter(axes).mask(query, show).tolist() == expected


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fan31 rms", ["fan31.x RMS", "fan31.y RMS"]),
        ("RMS fan31.x", ["fan31.x RMS"]),
        (" rms\t31.y\n", ["fan31.y RMS"]),
        ("31 31 x skew", ["fan31.x Spectral Skewness"]),
        ("xrms", []),
        ("rms rmsx", []),
        ("x  spectral", ["fan31.x Spectral Skewness"]),
        (" ", ["fan31.x RMS", "fan31.y RMS", "fan31.x Spectral Skewness", "no feature"]),
    ],
)
def test_each_word_is_found_anywhere_in_the_label(query, found):
    labels = ["fan31.x RMS", "fan31.y RMS", "fan31.x Spectral Skewness", "no feature"]
    axes = config(axes=[axis(at, label) for at, label in enumerate(labels)]).axes
    assert axes[AxesFilter(axes).mask(query)].label.tolist() == found


def test_an_unknown_filter_names_the_known_ones():
    with pytest.raises(ValueError, match="all, selected, favourite, differ"):
        AxesFilter(config().axes).mask("", "favorite")


BANDED = [
    "b10 Spectral Power 2 - 3 Hz",
    "b9 Spectral Power 0.5 - 2 Hz",
    "?",
    "B9 RMS",
    "b9 Spectral Power 0.49 - 2 Hz",
    "Kurtosis",
]


@pytest.fixture
def banded():
    selected = (1, 4)
    return AxesFilter(
        config(axes=[axis(9 - at, text, at in selected) for at, text in enumerate(BANDED)]).axes
    )


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, 2, [1, 4]),  # a common edge is not enough,
        (2, None, [0]),
        (2, 2, [0, 1, 4]),  # but for a single frequency
        (1, 2.5, [0, 1, 4]),
        (0, 0.49, []),
        (0.494, 0.499, [4]),
        (3, 1, []),
        (None, None, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_bands_that_share_frequencies_with_the_range_are_shown(banded, low, high, expected):
    assert banded.mask(band_low_hz=low, band_high_hz=high).nonzero()[0].tolist() == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("index", [5, 4, 3, 2, 1, 0]),
        ("-index", [0, 1, 2, 3, 4, 5]),
        ("label", [2, 3, 4, 1, 0, 5]),  # whole numbers by value, digits behind a point as text
        ("-label", [5, 0, 1, 4, 3, 2]),
        ("sensor", [1, 3, 4, 0, 2, 5]),  # those without one come last, both ways
        ("-sensor", [0, 1, 3, 4, 2, 5]),
        ("band", [4, 1, 0, 5, 3, 2]),
        ("-band", [0, 1, 4, 3, 5, 2]),
        ("selected", [1, 4, 0, 2, 3, 5]),
        ("-selected", [0, 2, 3, 5, 1, 4]),
        ("favourite", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_equal_axes_stay_as_they_stand_and_missing_ones_come_last(banded, sort, expected):
    assert banded.order(sort).tolist() == expected


def test_bands_whose_edges_are_rounded_to_one_number_are_found_and_sorted():
    edges = [(0.01, 0.01), (0.0, 0.0), (0.0, 0.0), (0.0, 0.01)]
    labels = [f"t Spectral Power {low} - {high} Hz" for low, high in edges]
    slow = AxesFilter(config(axes=[axis(at, label) for at, label in enumerate(labels)]).axes)

    def found(low, high):
        return slow.mask(band_low_hz=low, band_high_hz=high).nonzero()[0].tolist()

    assert found(0, 1) == found(None, 1) == found(0, None) == [0, 1, 2, 3]
    assert found(0, 0.005) == [1, 2, 3]
    assert found(0.005, 1) == [0, 3]
    assert found(0, 0) == [1, 2, 3]
    assert found(1, 0) == []
    assert slow.order("band").tolist() == [1, 2, 3, 0]
    assert slow.order("-band").tolist() == [0, 3, 1, 2]


def test_canonically_equal_spellings_are_one_label():
    labels = ["caf\u00e9 RMS", "cafe\u0301 RMS", "Cafe\u0301 Kurtosis", "cafe RMS"]
    both = AxesFilter(config(axes=[axis(at, label) for at, label in enumerate(labels)]).axes)
    for spelling in ("caf\u00e9", "cafe\u0301"):
        assert both.mask(spelling.upper()).tolist() == [True, True, True, False]
        assert both.mask(sensor=spelling).tolist() == [True, True, False, False]
    assert both.mask("cafe").tolist() == [False, False, False, True]
    assert both.sensors == ["caf\u00e9", "Cafe\u0301", "cafe"]
    assert both.order("sensor").tolist() == [3, 0, 1, 2]


def test_the_largest_indices_are_sorted_both_ways():
    ends = AxesFilter(config(axes=[axis(ix) for ix in (0, 2**63 - 1, -(2**63))]).axes)
    assert ends.order("index").tolist() == [2, 0, 1]
    assert ends.order("-index").tolist() == [1, 0, 2]


def test_an_unknown_sort_names_the_known_ones(banded):
    with pytest.raises(ValueError, match="index, label, sensor, band"):
        banded.order("name")


def test_what_can_be_asked_for(banded):
    assert banded.sensors == ["b10", "b9", "B9", ""]
    assert banded.features[-2:] == ["Kurtosis", ""]
    assert banded.has_bands
    assert not AxesFilter(config(axes=[]).axes).has_bands


@pytest.mark.parametrize(
    ("rows", "selected", "words"),
    [
        ([], [], "This block has no axes."),
        ([(True, True)], [0], "1 of 1 axis selected · these are the favourites"),
        ([(True, False), (False, False)], [0], "1 of 2 axes selected · no favourites"),
        ([(False, True)] * 2, [], "0 of 2 axes selected · 2 favourites not selected"),
        (
            [(True, False), (False, True)],
            [1],
            "1 of 2 axes selected · 1 favourite not selected · 1 selected but not favourite"
            " · 2 where the flags and selectedAxes disagree",
        ),
    ],
)
def test_flags_are_told_in_words(rows, selected, words):
    axes = [axis(at, "x", *flags) for at, flags in enumerate(rows)]
    assert selection_text(config(axes=axes, selectedAxes=selected).axes) == words
