from __future__ import annotations

import pytest

from edgeanomaly_nb.plots import new_figure
from edgeanomaly_nb.plots.measure import title_lines
from edgeanomaly_nb.plots.slot import draw_message


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [
        ("one", 500, ["one"]),
        ("one part · another", 500, ["one part · another"]),
        ("one long part · another part", 140, ["one long part ·", "another part"]),
        ("a part that is longer than a line · b", 120, ["a part that is", "longer than a line ·", "b"]),
    ],
)
def test_a_title_is_split_between_its_parts_if_possible(title, width, lines):
    assert title_lines(title, width) == lines


def test_a_message_is_split_into_lines_that_fit():
    figure = new_figure(2, 1)
    draw_message(figure.add_axes((0, 0, 1, 1)), "This block has no thresholds.")
    (text,) = figure.axes[0].texts
    assert text.get_text() == "This block has no\nthresholds."
    assert text.get_window_extent().width <= figure.bbox.width
