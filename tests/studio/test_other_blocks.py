from __future__ import annotations

from edgeanomaly_nb.studio.other_blocks import describe_no_block


def test_describe_no_block_cuts_and_cleans():
    others = [(n, "keras-anomaly\x1b[31m", "a\nb" * 100) for n in range(20)]
    words = describe_no_block(1, others)
    assert words.isprintable()
    assert words.endswith(" and more")
    assert len(words) < 2000
