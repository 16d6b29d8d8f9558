"""Text of the service in HTML tables."""

from __future__ import annotations

from edgeanomaly_nb.html import table_html


def test_short_words_in_cells_stay_complete_and_long_labels_wrap():
    html = table_html(["Part"], [["threshold suggestion"], ["x" * 60]])
    short, long = html.split("<td ")[1:]
    assert "overflow-wrap:normal" in short
    assert "overflow-wrap:anywhere" in long
