from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb.filtering import SHOW, AxesFilter
from tests.bodies import axis, config

LABELS = st.text(st.sampled_from("abAB ßİσς\n"), max_size=6)


@given(st.lists(st.tuples(LABELS, st.booleans(), st.booleans())), LABELS, st.sampled_from(SHOW))
def test_the_mask_is_what_a_plain_loop_finds(rows, query, show):
    axes = config(axes=[axis(at, *row) for at, row in enumerate(rows)]).axes
    keep = {
        "all": lambda selected, favourite: True,
        "selected": lambda selected, favourite: selected,
        "favourite": lambda selected, favourite: favourite,
        "differ": lambda selected, favourite: selected != favourite,
    }[show]
    wanted = query.strip().casefold()
    expected = [wanted in label.casefold() and keep(*flags) for label, *flags in rows]
    assert AxesFilter(axes).mask(query, show).tolist() == expected


def test_an_unknown_filter_names_the_known_ones():
    with pytest.raises(ValueError, match="all, selected, favourite, differ"):
        AxesFilter(config().axes).mask("", "favorite")
