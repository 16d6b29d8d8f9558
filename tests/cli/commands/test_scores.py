from __future__ import annotations

import json
import re

import numpy as np
import pytest

import edgeanomaly_nb as ea
from tests.bodies import body
from tests.cli.conftest import project
from tests.studio.server import answer

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def files(own_place):
    """Save the model, the config and the testing windows of the sample motion; return their names."""
    ea.load_sample_model("motion").save("model.json")
    ea.load_sample("motion").save("config.json")
    windows = ea.load_sample_windows("motion", "testing")
    np.save("windows.npy", windows.features)
    frame = windows.origin.assign(**{str(ix): windows.features[:, ix] for ix in range(33)})
    frame.to_csv("windows.csv", index=False)
    return own_place


def as_json(run, *argv):
    ran = run("scores", *argv, "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_a_sample_shows_what_its_thresholds_flag(run):
    ran = run("scores", "--sample", "motion")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Scores of “Anomaly detection”\n")
    assert "The saved threshold 0.3 flags 47 of 442 windows" in ran.out
    assert "For at most 1 % false alarms: scores > 0.4482007 flag 3 of 340" in ran.out
    assert "A window is flagged if its score is above the threshold (>)." in ran.out
    saved = next(line for line in ran.out.splitlines() if " saved " in line)
    assert saved.split()[:5] == ["0.3", "saved", "47", "of", "442"]


def test_json_has_the_numbers_of_what_if(run):
    shown = as_json(run, "--sample", "fan", "--threshold", "5", "--at-most", "0.05")
    scores = ea.load_sample_model("fan").score(ea.load_sample_windows("fan", "testing"))
    rows = {row["threshold"]: row for row in shown["thresholds"]}
    for row in ea.what_if(scores, [3.4, 3, 5]).reset_index().to_dict("records"):
        assert {name: rows[row["threshold"]][name] for name in row} == pytest.approx(row)
    assert rows[5]["meaning"] == "given"
    assert shown["choice"]["threshold"] == ea.threshold_for(scores, 0.05).threshold
    assert list(shown) == [
        *("name", "source", "kind", "model", "windows", "rule", "in_a_row", "thresholds", "choice", "labels"),
    ]
    assert (shown["windows"]["n_windows"], shown["windows"]["category"]) == (476, "testing")


def test_category_selects_the_windows(run):
    assert as_json(run, "--sample", "motion", "--category", "training")["windows"]["category"] == "training"


def test_rule_and_windows_in_a_row(run):
    shown = as_json(run, "--sample", "motion", "--rule", ">=", "--in-a-row", "3")
    scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    expected = ea.what_if(scores, [0.3], rule=">=", in_a_row=3).iloc[0]
    (saved,) = [row for row in shown["thresholds"] if row["meaning"] == "saved"]
    assert saved["n_flagged"] == expected["n_flagged"]
    assert (shown["rule"], shown["in_a_row"]) == (">=", 3)
    assert "2 windows before it" in run("scores", "--sample", "motion", "--in-a-row", "3").out


@pytest.mark.parametrize("windows", ["windows.npy", "windows.csv"])
def test_files_need_no_account(run, files, windows):
    shown = as_json(run, "--model", "model.json", "--windows", windows)
    assert [row["n_flagged"] for row in shown["thresholds"] if row["meaning"] == "saved"] == [47]
    assert (shown["name"], shown["windows"]["category"]) == (None, None)
    assert bool(shown["labels"]) is windows.endswith("csv")


def test_the_thresholds_are_those_of_the_config(run, files):
    changed = json.loads(ea.load_sample("motion").to_json())
    changed["thresholds"][0]["value"] = 1.25
    (files / "changed.json").write_text(json.dumps(changed))
    argv = ["--model", "model.json", "--windows", "windows.npy", "--config", "changed.json"]
    shown = as_json(run, *argv)
    assert [row["threshold"] for row in shown["thresholds"] if "saved" in row["meaning"]] == [1.25]
    assert shown["name"] == "Anomaly detection"


def test_windows_of_a_file_for_a_block(run, files):
    shown = as_json(run, "--sample", "motion", "--windows", "windows.npy", "--category", "testing")
    assert (shown["windows"]["source"], shown["windows"]["category"]) == ("windows.npy", "testing")


def test_scores_that_are_not_finite_are_null(run, files):
    features = ea.load_sample_windows("fan", "testing").features.copy()
    features[0] = np.inf
    features[1] = np.nan
    np.save("odd.npy", features)
    ran = run("scores", "--sample", "fan", "--windows", "odd.npy", "--json")
    assert ran.code == 0
    json.loads(ran.out, parse_constant=lambda name: pytest.fail(name))


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--model", "model.json"], "--model needs --windows FILE"),
        (["--model", "model.json", "--sample", "motion"], "either --model, or --project"),
        (["--sample", "motion", "--config", "config.json"], "--config needs --model"),
        (["--sample", "--block", "all"], "Select one block"),
        (["--sample", "--project", "481207"], "Choose with --block"),
        (["--model", "config.json", "--windows", "windows.npy"], "config.json"),
        (
            ["--model", "model.json", "--windows", "narrow.npy"],
            "narrow.npy does not fit. These windows have 5",
        ),
        (["--sample", "motion", "--windows", "narrow.npy"], "narrow.npy does not fit. These windows have 5"),
        (["--model", "model.json", "--windows", "page.npy"], "page.npy"),
        (["--model", "model.json", "--windows", "none.npy"], "none.npy"),
        (["--sample", "motion", "--threshold", "nan"], "finite"),
        (["--sample", "motion", "--threshold", "inf"], "finite"),
        (["--sample", "motion", "--at-most", "1"], "--at-most"),
        (["--sample", "motion", "--at-most", "nan"], "at_most must be a share"),
        (["--sample", "motion", "--in-a-row", "0"], "--in-a-row"),
        (["--sample", "motion", "--rule", "<"], "--rule"),
        (["--sample", "motion", "--category", "validation"], "--category"),
    ],
)
def test_wrong_usage_is_described(run, files, argv, message):
    np.save("narrow.npy", np.zeros((2, 5), np.float32))
    (files / "page.npy").write_text("<!doctype html><title>Log in</title>")
    ran = run("scores", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_a_sample_without_windows_ends_like_a_refused_request(run):
    ran = run("scores", "--sample", "raw")
    assert (ran.code, ran.out) == (3, "")


@pytest.mark.parametrize(("sample", "kind"), [("surface", "visual"), ("autoencoder", "custom")])
def test_a_block_without_a_model_here_has_a_message_of_its_own(run, sample, kind):
    ran = run("scores", "--sample", sample)
    assert (ran.code, ran.out) == (2, "")
    assert f"is a {kind} block. The command computes scores of K-means and GMM blocks only" in ran.err
    assert "in Python: client.get_test_scores(734905" in ran.err
    assert "Check the ids" not in ran.err


def test_a_block_of_a_project(run, serve):
    model = ea.load_sample_model("motion")
    config = json.loads(ea.load_sample("motion").to_json())
    windows = ea.load_sample_windows("motion", "testing")
    np.save("new.npy", windows.features)
    blocks = project({7: config})

    def step(exchange, received):
        if received.path.endswith("/training/anomaly/7/metadata"):
            exchange.send(answer(json.loads(model.to_json())))
        else:
            blocks(exchange, received)

    serve(step)
    ran = run("scores", "--project", "1", "--block", "7", "--windows", "new.npy")
    assert (ran.code, ran.err) == (0, "")
    assert "flags 47 of 442 windows" in ran.out


def test_a_block_that_is_not_trained_is_a_failure_of_the_service(run, serve):
    serve(project({7: body()}))
    ran = run("scores", "--project", "1", "--block", "7")
    assert (ran.code, ran.out) == (3, "")
    assert "trained model of block 7" in ran.err


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_in_a_terminal_every_line_fits(terminal, columns):
    ran = terminal("scores", "--sample", "motion", columns=columns)
    shown = CODES.sub("", ran.out)
    assert ran.code == 0
    assert re.search(r"0\.3 +saved +47 of 442", shown)
    assert "0.4482007" in shown
    lines = shown.partition("Hidden for lack of space")[0].splitlines()
    assert max(map(len, map(str.rstrip, lines))) <= columns
    assert ("Precision" in shown.partition("Labels")[0].partition("Hidden")[0]) is (columns == 140)


def test_hostile_labels_are_printed_as_text(run, files):
    features = ea.load_sample_windows("motion", "testing").features[:2]
    rows = "\n".join(
        ",".join(map(str, row)) + f",{label}"
        for row, label in zip(features, ["\x1b[2J", "[red]"], strict=True)
    )
    (files / "odd.csv").write_text(",".join(map(str, range(33))) + f",label\n{rows}\n")
    out = run("scores", "--model", "model.json", "--windows", "odd.csv").out
    assert "\x1b" not in out
    assert "[red]" in out
