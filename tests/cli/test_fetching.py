from __future__ import annotations

import pytest

from tests.bodies import body
from tests.cli.conftest import project
from tests.studio.server import answer

BROKEN = answer({"success": False, "error": "Out of order"}, 400)
REFUSED = answer({"success": False, "error": "Who are you"}, 401)


def paths(server):
    return [received.path.removeprefix("/v1/api") for received in server.received]


def test_the_only_project_and_its_only_block_are_selected(run, serve):
    server = serve(project({4: body()}))
    assert run("show").code == 0
    assert paths(server) == ["/projects", "/1/impulses", "/1/training/anomaly/4"]


@pytest.mark.parametrize(
    ("argv", "requested"),
    [
        (["show", "--block", "4"], ["/1/training/anomaly/4", "/1/impulses"]),
        (["check", "--block", "4"], ["/1/training/anomaly/4", "/1/impulses"]),
        (
            ["diff", "--block", "4", "--block", "7"],
            ["/1/training/anomaly/4", "/1/impulses", "/1/training/anomaly/7"],
        ),
        (
            ["show", "--block", "all"],
            ["/1/impulses", "/1/training/anomaly/4", "/1/training/anomaly/7"],
        ),
    ],
)
def test_the_impulses_of_each_project_are_requested_once(run, serve, argv, requested):
    server = serve(project({4: body(), 7: body()}))
    ran = run(*argv, "--project", "1")
    assert (ran.code, paths(server)) == (0, requested)


def test_a_block_is_shown_if_the_impulses_are_refused(run, serve):
    step = project({4: body()})
    refused = answer({"success": False, "error": "No"}, 403)

    def strict(exchange, received):
        exchange.send(refused) if "impulse" in received.path else step(exchange, received)

    server = serve(strict)
    ran = run("show", "--project", "1", "--block", "4")
    assert (ran.code, paths(server)) == (0, ["/1/training/anomaly/4", "/1/impulses"])
    assert "unknown" in ran.out
    assert "flags" not in ran.out.replace("the flags and selectedAxes", "")


def test_the_project_comes_from_the_environment(run, serve, monkeypatch):
    server = serve(project({4: body()}))
    monkeypatch.setenv("EI_PROJECT_ID", "1")
    assert run("show", "--block", "4").code == 0
    assert "/projects" not in paths(server)


def test_an_option_overrides_the_environment(run, live, monkeypatch):
    monkeypatch.setenv("EI_PROJECT_ID", "2")
    assert run("show", "--project", "1", "--block", "4").code == 0


def test_the_project_of_the_environment_is_ignored_for_the_samples(run, monkeypatch):
    monkeypatch.setenv("EI_PROJECT_ID", "2")
    assert run("blocks", "--sample", "--project", "602318").code == 0
    assert run("show", "--sample", "motion").code == 0


def test_several_projects_are_listed_to_choose_from(run, serve):
    serve(project({4: body()}, names=("Parcel", "Fan\x1b[2J")))
    ran = run("show", "--block", "4")
    assert ran.code == 2
    assert "1 (Parcel), 2 (Fan\\x1b[2J). Choose one with --project. Try: " in ran.err


def test_many_projects_are_not_all_listed(run, serve):
    serve(project({4: body()}, names=[f"P{nth}" for nth in range(100)]))
    assert "12 (P11) and 88 more." in run("show", "--block", "4").err


def test_no_project_at_all(run, serve):
    serve(project({}, names=()))
    ran = run("blocks")
    assert ran.code == 2
    assert "has access to no project" in ran.err


def test_several_blocks_are_listed_to_choose_from(run):
    ran = run("show", "--sample", "--project", "602318")
    assert ran.code == 2
    assert "3 (Spectral features), 6 (Raw data), 9 (Just created). Choose with --block" in ran.err


def test_among_the_samples_a_bundled_block_can_be_named(run):
    ran = run("show", "--sample")
    assert ran.code == 2
    assert "Choose one with --project. Or name a bundled block, such as --sample motion." in ran.err


@pytest.mark.parametrize("argv", [["--block", "all"], []])
def test_a_project_without_anomaly_blocks(run, serve, argv):
    serve(project({}))
    ran = run("show", *argv)
    assert ran.code == 2
    assert "has no anomaly block" in ran.err


OTHERS = [(9, "keras-visual-anomaly", "Surface"), (12, "keras-anomaly", "Mine"), (13, "keras", "Classes")]


@pytest.mark.parametrize(
    "argv", [["show"], ["check"], ["diff", "--block", "9", "--block", "12"], ["fetch"], ["blocks"]]
)
def test_visual_and_custom_blocks_are_read_as_others_are(run, serve, argv):
    serve(project({4: body()}, others=OTHERS))
    ran = run(*argv, *(["--block", "all"] if argv[0] in ("show", "check", "fetch") else []))
    assert ran.code == 0
    assert ran.err == "" or argv[0] == "check"
    assert "Classes" not in ran.out


def test_a_selected_visual_block_is_found_without_a_list(run, serve):
    server = serve(project({4: body()}, others=OTHERS))
    ran = run("show", "--project", "1", "--block", "9")
    assert (ran.code, "visual (keras-visual-anomaly)" in ran.out) == (0, True)
    assert paths(server) == ["/1/training/anomaly/9", "/1/impulses", "/1/training/keras/9"]


@pytest.mark.parametrize(
    "argv", [["--block", "4,7"], ["--block", "4", "--block", "7"], ["--block", "all"], ["--block", "4,7,4"]]
)
def test_several_blocks_each_once(run, live, argv):
    ran = run("show", "--project", "1", *argv)
    assert ran.code == 0
    assert ran.out.count("Anomaly block “") == 2


def test_the_sample_flag_comes_first_or_last(run):
    for argv in (
        ["--sample", "--project", "481207", "--block", "4"],
        ["--project", "481207", "--block", "4", "--sample"],
    ):
        assert "481207, block 4" in run("show", *argv).out


def test_all_sample_blocks_are_those_of_all_sample_projects(run):
    ran = run("fetch", "--sample", "--block", "all", "-o", "all")
    assert ran.code == 0
    assert {line.split("-")[2] for line in ran.out.splitlines()} == {"481207", "519640", "602318", "734905"}


def test_the_type_of_a_block_is_looked_up(run):
    assert (
        '"type": "anomaly-gmm"'
        in run("show", "--sample", "--project", "519640", "--block", "7", "--json").out
    )


def test_a_block_is_shown_without_its_type_if_the_look_up_fails(run, serve):
    step = project({4: body()})

    def no_list(exchange, received):
        exchange.send(BROKEN) if received.path.endswith("/impulses") else step(exchange, received)

    serve(no_list)
    ran = run("show", "--project", "1", "--block", "4", "--json")
    assert ran.code == 0
    assert '"type": null' in ran.out


def test_of_several_blocks_those_without_errors_are_shown_and_the_code_is_3(run, serve):
    serve(project({4: body(), 5: BROKEN, 7: body(name="Other")}))
    ran = run("show", "--project", "1", "--block", "all")
    assert ran.code == 3
    assert ran.out.count("Anomaly block “") == 2
    assert ran.err.startswith("edgeanomaly-nb: block 5 of project 1 could not be fetched: ")
    assert "Out of order" in ran.err


def test_a_refused_key_is_not_attempted_for_every_block(run, serve):
    server = serve(project({4: REFUSED, 5: REFUSED, 7: REFUSED}))
    ran = run("show", "--project", "1", "--block", "all")
    assert ran.code == 3
    assert "/1/training/anomaly/5" not in paths(server)
    first, second = ran.err.splitlines()
    assert first.startswith("edgeanomaly-nb: block 4 of project 1 could not be fetched: ")
    assert second == (
        "edgeanomaly-nb: not attempted, since the key was refused: "
        "block 5 of project 1, block 7 of project 1."
    )


@pytest.mark.parametrize("argv", [["--project", "1"], ["--block", "4"], ["--sample"], ["--sample", "fan"]])
def test_files_exclude_other_selections(run, argv):
    run("fetch", "--sample", "motion", "-o", "motion.json")
    ran = run("show", "motion.json", *argv)
    assert ran.code == 2
    assert "Use either files, or" in ran.err


def test_progress_is_shown_in_a_terminal_only(terminal, run, live):
    assert run("show", "--block", "all").err == ""
    assert "Fetching blocks" in terminal("show", "--block", "all").out
