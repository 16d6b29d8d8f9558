from __future__ import annotations

import pytest

import edgeanomaly_nb as ea

GOOD = """
[tool.other]
x = 1

[tool.edgeanomaly_nb.findings]
leave_out = ["no-favourites", "untrained"]
limits = {gmm_axes = 12, threshold_share = 0.25}
"""


@pytest.fixture
def project(tmp_path):
    def write(text, folder="."):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        path = tmp_path / folder / "pyproject.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_settings_are_the_arguments_of_findings(project):
    settings = ea.read_finding_settings(project(GOOD))
    assert settings == {
        "leave_out": ["no-favourites", "untrained"],
        "limits": {"gmm_axes": 12, "threshold_share": 0.25},
    }
    assert ea.load_sample("untrained").findings(**settings).code.tolist() == ["no-axis-selected"]
    assert ea.read_finding_settings(str(project(GOOD))) == settings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool.other]",
        "tool = 3",
        "[tool.edgeanomaly_nb]\nfindings = {}",
        "[tool.edgeanomaly_nb.findings]",
    ],
)
def test_a_file_without_the_table_sets_nothing(project, text):
    assert ea.read_finding_settings(project(text)) == {}


def test_one_setting_works_without_the_other(project):
    assert ea.read_finding_settings(project("[tool.edgeanomaly_nb.findings]\nleave_out = []")) == {
        "leave_out": []
    }
    assert ea.read_finding_settings(project("[tool.edgeanomaly_nb.findings.limits]\nall_axes = 3")) == {
        "limits": {"all_axes": 3}
    }


def test_the_nearest_file_at_or_above_this_folder_is_read(project, tmp_path, monkeypatch):
    project(GOOD)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").mkdir()  # a folder of that name is ignored
    monkeypatch.chdir(deep)
    assert ea.read_finding_settings()["limits"]["gmm_axes"] == 12
    project("", "a/b")
    assert ea.read_finding_settings() == {}


def test_without_a_file_nothing_is_set(monkeypatch):
    monkeypatch.chdir("/")
    assert ea.read_finding_settings() == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("leave_out = 'untrained'", "leave_out must be a list of rules"),
        ("leave_out = [1]", "leave_out must be a list of rules"),
        ("leave_out = ['untraned']", "There is no rule 'untraned'. Did you mean 'untrained'?"),
        ("limits = 3", "limits must be a table of numbers"),
        ("limits = {gmm_axes = '12'}", "limits must be a table of numbers"),
        ("limits = {gmm_axes = true}", "limits must be a table of numbers"),
        ("limits = {gmm_axe = 1}", "There is no limit 'gmm_axe'. Did you mean 'gmm_axes'?"),
        ("leave-out = []", "There is no setting 'leave-out'. Did you mean 'leave_out'?"),
        ("extra = []", "There is no setting 'extra'. There are: leave_out, limits."),
    ],
)
def test_a_wrong_setting_names_the_file_and_what_is_wrong(project, text, message):
    path = project(f"[tool.edgeanomaly_nb.findings]\n{text}")
    with pytest.raises(ValueError) as caught:
        ea.read_finding_settings(path)
    assert str(caught.value).startswith(f"{path}, [tool.edgeanomaly_nb.findings]: {message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool]\nedgeanomaly_nb = []", "is not a table"),
        ("[tool.edgeanomaly_nb]\nleave_out = []", "There is no table 'leave_out'. There are: findings."),
        ("[tool.edgeanomaly_nb.finding]", "There is no table 'finding'. Did you mean 'findings'?"),
        ("[tool.edgeanomaly-nb.findings]\nleave_out = []", "write edgeanomaly_nb, with an underscore"),
        ("[tool.edgeanomaly_nb.findings]\nlimits = {gmm_axes = nan}", "limits must be a table of numbers"),
    ],
)
def test_settings_in_a_wrong_place_are_refused(project, text, message):
    path = project(text)
    with pytest.raises(ValueError) as caught:
        ea.read_finding_settings(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("value", ["3", "'text'", "[]", "true", "[{leave_out = []}]"])
def test_settings_that_are_not_a_table_are_refused(project, value):
    path = project(f"[tool.edgeanomaly_nb]\nfindings = {value}")
    with pytest.raises(ValueError, match="This is not a table"):
        ea.read_finding_settings(path)


@pytest.mark.parametrize("text", ["[tool", "= 1", "a = 1\na = 2", b"a = '\xff'", b"\x00"])
def test_a_file_that_is_not_toml_is_named(project, text):
    path = project(text)
    with pytest.raises(ValueError) as caught:
        ea.read_finding_settings(path)
    assert str(caught.value).startswith(f"{path} cannot be read as TOML: ")


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        ea.read_finding_settings(tmp_path / "pyproject.toml")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_settings_in_the_encodings_of_other_tools_are_read(tmp_path, encoding, ends):
    text = ends.join(["[tool.edgeanomaly_nb.findings]", 'leave_out = ["no-favourites"]  # шум', ""])
    (tmp_path / "a.toml").write_bytes(text.encode(encoding))
    assert ea.read_finding_settings(tmp_path / "a.toml") == {"leave_out": ["no-favourites"]}


def test_settings_in_an_unknown_encoding_name_the_cause(tmp_path):
    (tmp_path / "a.toml").write_bytes("# müde".encode("cp1252"))
    with pytest.raises(ValueError, match=r"a\.toml cannot be read as TOML: it is not UTF-8 text"):
        ea.read_finding_settings(tmp_path / "a.toml")
