"""Tests of files that a model is read from."""

import pytest

import edgeanomaly_nb as ea


def test_a_refusal_of_the_service_is_an_error_with_what_to_do(tmp_path):
    file = tmp_path / "model.json"
    file.write_text('{"success": false, "error": "No such block"}')
    with pytest.raises(ea.InvalidFileError) as caught:
        ea.AnomalyModel.load(file)
    assert str(caught.value).startswith(f"{file} contains a model that cannot be read. ")
    assert str(caught.value).endswith("The file contains an error of the service: fetch the block again.")
    assert caught.value.__context__ is None  # it could show what is in the file
