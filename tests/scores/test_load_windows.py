"""Windows from files that went through other tools."""

from __future__ import annotations

import io
import sys

import numpy as np
import pandas as pd
import pytest

import edgeanomaly_nb as ea

CONFIG, MODEL = ea.load_sample("motion"), ea.load_sample_model("motion")
WINDOWS = ea.load_sample_windows("motion", "testing")
EXPECTED = MODEL.score(WINDOWS)["score"].tolist()
TABLE = pd.DataFrame(WINDOWS.features, columns=CONFIG.axes["label"]).join(
    WINDOWS.origin[["sample_id", "label", "outcome"]]
)


def npy(array, **options):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asanyarray(array), **options)
    return stream.getvalue()


def as_excel_csv(table):
    return b"\xef\xbb\xbf" + table.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n").encode()


WRITERS = {
    "csv": lambda table: table.to_csv(index=False).encode(),
    "with the index": lambda table: table.to_csv().encode(),
    "tabs": lambda table: table.to_csv(index=False, sep="\t").encode(),
    "Excel": as_excel_csv,
    "UTF-16": lambda table: table.to_csv(index=False, sep="\t").encode("utf-16"),
    "indices": lambda table: (
        table.rename(columns={n: i for i, n in enumerate(table.columns[:33])}).to_csv(index=False).encode()
    ),
    "other order": lambda table: table[table.columns[::-1]].to_csv(index=False).encode(),
    "trained axes only": lambda table: (
        table[[CONFIG.axes["label"][ix] for ix in MODEL.axes]].to_csv(index=False).encode()
    ),
    "names of samples": lambda table: (
        table.assign(sample_id="rec-" + table["sample_id"].astype(str)).to_csv(index=False).encode()
    ),
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=list(WRITERS))
def test_tables_of_other_tools_give_the_same_scores(tmp_path, writer):
    path = tmp_path / "windows.csv"
    path.write_bytes(writer(TABLE))
    windows = ea.load_windows(path)
    assert MODEL.score(windows)["score"].tolist() == EXPECTED
    if windows.origin["sample_id"].notna().any():
        assert windows.origin["outcome"].tolist() == WINDOWS.origin["outcome"].tolist()
        assert windows.origin["sample_id"].nunique() == 26


@pytest.mark.parametrize(
    "make", [lambda a: a, lambda a: a.astype("f8"), np.asfortranarray, lambda a: a.astype(">f4")]
)
def test_npy(tmp_path, make):
    path = tmp_path / "features.bin"  # the content decides
    path.write_bytes(npy(make(WINDOWS.features)))
    assert MODEL.score(ea.load_windows(path, CONFIG))["score"].tolist() == EXPECTED


def test_parquet(tmp_path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "windows.parquet"
    TABLE.to_parquet(path)
    assert MODEL.score(ea.load_windows(path))["score"].tolist() == EXPECTED


def test_parquet_without_pyarrow_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = tmp_path / "windows.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(ea.MissingExtraError, match=r"needs pyarrow\. Install it: pip install pyarrow\."):
        ea.load_windows(path)


def test_parquet_with_a_pyarrow_that_does_not_start_says_what_to_update(tmp_path, monkeypatch):
    """As pyarrow 26 does beside numpy 1."""
    (tmp_path / "pyarrow.py").write_text("raise ImportError('pyarrow requires NumPy 2.0 or newer')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "pyarrow", raising=False)
    path = tmp_path / "windows.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(ea.MissingExtraError, match="pip install --upgrade pyarrow numpy pandas"):
        ea.load_windows(path)


def test_table_without_names(tmp_path):
    path = tmp_path / "windows.csv"
    np.savetxt(path, WINDOWS.features, delimiter=",", fmt="%.9g")
    assert MODEL.score(ea.load_windows(path))["score"].tolist() == EXPECTED


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"accX RMS,accY RMS\n", "has one line"),
        ("a.csv", b"accX RMS,accY RMS\n1,2\n3,high\n", "window 1 has 'high'"),
        ("a.csv", b"<!doctype html><html></html>", "a web page (HTML)"),
        ("a.npy", b"<!doctype html><html></html>", "a web page (HTML)"),
        ("a.npy", b'{"success": false, "error": "no"}', "not npy"),
        ("a.npy", npy(np.zeros(3)), "must have two dimensions"),
        ("a.npy", npy(np.zeros((0, 3))), "There are no features"),
        ("a.npy", npy(np.zeros((2, 3)))[:-1], "incomplete or damaged"),
        ("a.npy", npy(np.array([[{}]]), allow_pickle=True), "Python objects (pickled)"),
        ("a.npy", npy(np.zeros((2, 2), complex)), "not of real numbers"),
        ("a.npz", b"PK\x03\x04more", "not npy"),
        ("a.parquet", b"PAR1broken", "is Parquet"),
        ("a.csv", b"a,outcome\n1,bad\n", "outcome must be"),
        ("a.csv", b"a,start_ms\n1,soon\n", "start_ms must have whole numbers"),
    ],
)
def test_files_that_are_refused(tmp_path, name, content, message):
    if "Parquet" in message:
        pytest.importorskip("pyarrow")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ea.InvalidFileError) as caught:
        ea.load_windows(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_wrong_width_is_refused_with_both_numbers(tmp_path):
    path = tmp_path / "a.npy"
    path.write_bytes(npy(np.zeros((2, 6))))
    with pytest.raises(ea.InvalidFileError, match=r"6 features, but the block has 33"):
        ea.load_windows(path, CONFIG)
    with pytest.raises(ValueError, match="not only the 6 trained axes"):
        MODEL.score(ea.load_windows(path))


def test_repeated_labels_need_indices():
    frame = pd.DataFrame(WINDOWS.features[:, [0, 0, 4, 11, 22, 23, 25]])
    frame.columns = [CONFIG.axes["label"][ix] for ix in (0, 0, 4, 11, 22, 23, 25)]
    with pytest.raises(ValueError, match="Several axes of block 4 of project 481207 have the label accX RMS"):
        MODEL.score(frame)


def test_model_file_is_lossless_and_notices_changes(tmp_path):
    for name in ("motion", "fan"):
        model = ea.load_sample_model(name)
        path = model.save(tmp_path / f"{name}.json")
        loaded = ea.AnomalyModel.load(path)
        assert (loaded, loaded.labels, loaded.inputs) == (model, model.labels, model.inputs)
        assert (loaded.sha256, loaded.to_json(), loaded.gmm_to_json()) == (
            model.sha256,
            model.to_json(),
            model.gmm_to_json(),
        )
        assert loaded.source.learn_id == model.source.learn_id
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert ea.AnomalyModel.load(path) == model
        path.write_text(path.read_text().replace('"axes":', '"Axes":', 1))
        with pytest.raises(ea.InvalidFileError, match="changed after it was saved"):
            ea.AnomalyModel.load(path)
