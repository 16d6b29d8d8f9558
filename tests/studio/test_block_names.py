from __future__ import annotations

from edgeanomaly_nb.studio.block_names import describe_blocks, shown


def test_list_of_blocks_is_cut_and_printable():
    text = describe_blocks([(n, shown("a\nb\x1b[31m" * 100)) for n in range(20)])
    assert text.isprintable()
    assert text.endswith(" and 10 more")
    assert len(text) < 2000
