from __future__ import annotations

from edgeanomaly_nb.studio.other_blocks import describe_no_block


def test_list_of_blocks_is_cut_and_printable():
    others = [(n, "keras-anomaly\x1b[31m", "a\nb" * 100) for n in range(20)]
    text = describe_no_block(1, others)
    assert text.isprintable()
    assert text.endswith(" and more")
    assert len(text) < 2000
