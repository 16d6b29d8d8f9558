from __future__ import annotations

import io

import openpyxl
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import report_bytes
from tests.bodies import HOSTILE, axis, config, threshold
from tests.report.conftest import MADE_AT, sample


def workbook(*configs):
    return openpyxl.load_workbook(io.BytesIO(report_bytes(configs, "xlsx", made_at=MADE_AT)))


def rows(sheet):
    header, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def test_one_sheet_per_table():
    assert workbook(sample("motion")).sheetnames == ["Blocks", "Findings", "Thresholds", "Axes", "About"]
    assert workbook(sample("motion"), sample("motion-later")).sheetnames[-2:] == ["Changes", "About"]


def test_above_three_blocks_the_first_sheet_is_an_overview():
    book = workbook(*map(sample, ("spectral", "motion", "faulty", "untrained")))
    assert book.sheetnames[:2] == ["Overview", "Blocks"]
    verdicts = [row["Verdict"] for row in rows(book["Overview"])]
    assert verdicts == [
        "Fix: selected-axis-missing",
        "Fix: untrained",
        "Consider: favourites-not-selected",
        "Nothing stands out",
    ]
    assert rows(book["Blocks"])[1]["Verdict"].startswith("Fix this: The block is not trained")


def test_the_first_sheet_has_one_row_per_block_with_numbers_as_numbers():
    motion, fan = rows(workbook(sample("motion"), sample("fan"))["Blocks"])
    names = ("Type", "Trained", "Clusters or components", "Axes", "Selected", "Favourite", "Infos", "Project")
    assert tuple(motion[name] for name in names) == ("K-means", True, 5, 33, 6, 7, 1, 481207)
    assert motion["Selected indices"] == "[0, 4, 11, 22, 23, 25]"
    assert motion["Fetched"] == "2026-11-24 06:30:00 UTC"
    assert motion["SHA-256"] == sample("motion").sha256
    assert fan["Type"] == "GMM"


def test_the_axes_are_those_of_the_frame():
    axes = sample("disagree").axes
    shown = rows(workbook(sample("disagree"))["Axes"])
    assert [row["ix"] for row in shown] == axes.index.tolist()
    assert [row["Label"] for row in shown] == axes.label.tolist()
    assert [row["Selected"] for row in shown] == axes.selected.tolist()
    assert [row["In selectedAxes"] for row in shown] == axes.configured.tolist()
    assert shown[5]["Band from (Hz)"] == axes.band_low_hz.iloc[5]
    assert shown[0]["Band from (Hz)"] is None


def test_thresholds_keep_numbers_as_numbers():
    first, second, third = rows(workbook(sample("dropdown"))["Thresholds"])
    assert (first["Value"], first["Suggested"], first["Difference"]) == (0.3, 0.25, pytest.approx(0.05))
    assert second["Value"] == 35
    assert (third["Value"], third["Suggested"]) == ("max", None)


@pytest.mark.slow
def test_every_sample_in_one_workbook():
    book = workbook(*[sample(name) for name in ea.list_samples().index])
    assert book["Axes"].max_row == 1 + ea.list_samples().n_axes.sum()


@pytest.mark.parametrize("start", "=+-@")
def test_a_cell_that_looks_like_a_formula_is_text(start):
    formula = f"{start}HYPERLINK(A1)"
    book = workbook(
        config(
            name=formula,
            axes=[axis(0, formula)],
            thresholds=[threshold(formula, formula, description=formula)],
        )
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    looking = [cell for cell in cells if str(cell.value).startswith(start) and cell.data_type != "n"]
    assert len(looking) >= 4
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in looking)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_a_sound_workbook(text):
    label = rows(workbook(config(name=text, axes=[axis(0, text + "\x01\x1b[31m")]))["Axes"])[0]["Label"]
    assert label.endswith("\\x01\\x1b[31m")


def test_labels_longer_than_a_cell_may_be_are_cut():
    label = rows(workbook(config(axes=[axis(0, "x" * 40_000)]))["Axes"])[0]["Label"]
    assert len(label) == 32_000
    assert label.endswith("…")


def test_numbers_that_no_cell_can_hold():
    (row,) = rows(workbook(config(thresholds=[threshold(value=10**400)]))["Thresholds"])
    assert row["Value"].startswith("1000")


def test_options_that_changed_are_named():
    both = [{"value": "max", "description": "Maximum"}, {"value": "mean", "description": "Mean"}]
    before, after = (
        config(thresholds=[threshold(value="max", dropdownOptions=options)]) for options in (both, both[:1])
    )
    (change,) = rows(workbook(before, after)["Changes"])
    assert change["Before"] == "Maximum (max), Mean (mean)"
    assert change["After"] == "Maximum (max)"
