"""Two surveys compared."""

from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.surveys.changes import describe_survey_changes
from tests.bodies import body, threshold
from tests.studio.server import refused
from tests.surveys.service import Estate


@pytest.fixture
def two(estate):
    """Survey one service, then what became of it."""

    def survey(before, after, **bodies):
        made = []
        for service in (before, after):
            _, client = estate(service, retries=0)
            made.append(ea.survey(client=client))
        return made

    return survey


def test_blocks_are_added_gone_and_changed(two):
    before, after = Estate({1: [4, 7], 2: [5]}), Estate({1: [4, 9], 2: [5]})
    after.bodies[2, 5] = body(name="Block 5", thresholds=[threshold(value=0.5)])
    changes = ea.compare(*two(before, after))
    rows = changes[["project_id", "learn_id", "what", "change", "in_words"]].values.tolist()
    assert rows == [
        [1, 7, "block", "removed", "this block is gone"],
        [2, 5, "value", "changed", "0.3 → 0.5: 0.2 higher, so it flags less"],
        [1, 9, "block", "added", "a new block"],
    ]
    assert describe_survey_changes(changes) == "1 block changed · 1 block added · 1 block gone"


def test_equal_surveys_have_no_changes_and_the_same_columns(two):
    one, other = two(Estate({1: [4]}), Estate({1: [4]}))
    changes = ea.compare(one, other)
    assert changes.empty
    assert changes.dtypes.to_dict() == ea.compare(*two(Estate({1: [4]}), Estate({1: [7]}))).dtypes.to_dict()
    assert describe_survey_changes(changes) == "Nothing changed."


def test_what_could_not_be_fetched_is_neither_added_nor_gone(two):
    before, after = Estate({1: [4], 2: [5], 3: [6]}), Estate({1: [4], 2: [5]})
    for path in ("/api/2/impulses-detailed", "/api/2/impulses"):
        after.special[path] = refused("No", 403)
    one, other = two(before, after)
    changes = ea.compare(one, other)
    rows = changes[["project_id", "learn_id", "change"]].astype(object).where(lambda it: it.notna(), None)
    unknown = "not compared"
    assert sorted(map(str, rows.values.tolist())) == sorted(
        map(str, ([2, None, unknown], [2, 5, unknown], [3, 6, unknown]))
    )
    texts = dict(zip(changes["project_id"], changes["in_words"], strict=True))
    assert texts[2].startswith("after: ")
    assert "403" in texts[2] or "No" in texts[2]
    assert texts[3] == "after: its project is not in this survey"
    assert describe_survey_changes(changes) == "Nothing else changed · 3 blocks not compared"
    assert set(ea.compare(other, one)["change"]) == {unknown}


def test_a_file_that_was_edited_is_not_compared_and_its_row_shows_why(two, tmp_path):
    (survey, _) = two(Estate({1: [4, 7]}), Estate({}))
    for side in ("before", "after"):
        survey.save(tmp_path / side)
    file = tmp_path / "after" / "1-4.json"
    file.write_bytes(file.read_bytes().replace(b"0.3", b"0.4"))
    (row,) = ea.compare(*(ea.Survey.load(tmp_path / side) for side in ("before", "after"))).itertuples()
    assert (row.project_id, row.learn_id, row.change) == (1, 4, "not compared")
    assert "SHA-256" in row.in_words


def test_a_survey_and_a_config_are_refused(two):
    (survey, _) = two(Estate({1: [4]}), Estate({}))
    for pair in ((survey, ea.load_sample("motion")), (ea.load_sample("motion"), survey)):
        with pytest.raises(TypeError, match="two configs or two surveys"):
            ea.compare(*pair)
    with pytest.raises(TypeError, match="AnomalyConfig"):
        ea.compare("a", "b")


def test_files_without_ids_are_not_compared(tmp_path):
    for side, name in (("before", "motion"), ("after", "motion-later")):
        (tmp_path / side).mkdir()
        config = ea.AnomalyConfig.from_json(ea.load_sample(name).to_json())
        for file in ("x.json", "y.json"):
            config.save(tmp_path / side / file)
    changes = ea.compare(*(ea.Survey.load(tmp_path / side) for side in ("before", "after")))
    (row,) = changes.itertuples()
    assert row.change == "not compared"
    assert "do not name project and block" in row.in_words
