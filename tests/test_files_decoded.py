"""Text in files that went through other tools."""

from __future__ import annotations

import pytest

from edgeanomaly_nb.files import decode_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_decoded_by_its_mark_or_its_zeros(encoding):
    assert decode_text('{"ж": 1}'.encode(encoding)) == '{"ж": 1}'
    assert decode_text(("\ufeff" + '{"ж": 1}').encode("utf-16-be")) == '{"ж": 1}'
    assert decode_text(b"") == ""


@pytest.mark.parametrize("content", [b"\xff\xfe{", "müde".encode("cp1252"), b"\xfe\xff\xd8\x00"])
def test_text_in_no_known_encoding_is_an_error_that_says_what_to_do(content):
    with pytest.raises(ValueError, match="Save it as UTF-8"):
        decode_text(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_mark_for_each_tool_that_a_file_went_through_is_left_out(encoding):
    assert decode_text(("\ufeff\ufeff" + "a = 'é'").encode(encoding)) == "a = 'é'"
