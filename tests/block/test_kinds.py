"""Each kind of block in each place that says what a threshold flags, counts clusters or compares scores."""

from __future__ import annotations

import html
import io
import json
import pickle
import re
import zipfile

import pytest
from matplotlib.figure import Figure

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import (
    CUSTOM,
    FLAGGED,
    GMM,
    K_MEANS,
    KINDS,
    UNKNOWN,
    VISUAL,
    kind_of,
    scores_note,
)
from edgeanomaly_nb.cli import main
from edgeanomaly_nb.panels.explorer.messages import block_options
from edgeanomaly_nb.panels.explorer.overview import facts_html
from edgeanomaly_nb.plots import draw_thresholds, thresholds_figure
from edgeanomaly_nb.report import summarize
from edgeanomaly_nb.report.notebook import _cells
from edgeanomaly_nb.studio.data_schema import Impulse, LearnBlock
from edgeanomaly_nb.studio.list_frames import blocks_frame
from tests.bodies import axis, body, config, threshold

# Some of them are unknown: no type, and types that this version does not know. The case does not matter.
TYPES = (*(kind.type for kind in KINDS), None, "anomaly-2030", "Anomaly", " anomaly", "K-means", "<b>x</b>")
DIRECTION = re.compile(r"flags?\s+(more|less)|flagged →|are flagged as", re.IGNORECASE)


def far(block_type, value=0.1, **more):
    """Make a block with a finding on its threshold, which has a suggestion."""
    return config(block_type, thresholds=[threshold(value=value, suggestedValue=0.5)], **more)


# --- the places: each gives all the text that a reader sees of one block ------------------------------------


def texts_of(figure_or_axes):
    axes = figure_or_axes.axes if isinstance(figure_or_axes, Figure) else list(figure_or_axes)
    return " ".join(
        [text.get_text() for ax in axes for text in ax.texts]
        + [text for ax in axes for text in (ax.get_title(loc="left"), ax.get_xlabel())]
    )


def plain(markup):
    return html.unescape(re.sub(r"<[^>]+>|aria-label=", " ", markup.replace('aria-label="', '"> ')))


def report_of(*configs, form):
    if form == "notebook source":
        return "\n".join(source for _, source in _cells(summarize(configs)))
    from edgeanomaly_nb.report import html as html_form
    from edgeanomaly_nb.report import markdown, pdf_data, workbook

    summary = summarize(configs)
    if form == "html":
        page = b"".join(html_form.render(summary)).decode()
        return re.sub(r"(?s)<(style|script)>.*?</\1>", "", page)
    if form == "md":
        return markdown.render(summary).decode()
    if form == "pdf":
        return html.unescape(str(pdf_data.report_data(summary)))
    with zipfile.ZipFile(io.BytesIO(workbook.render(summary))) as book:
        return html.unescape(book.read("xl/sharedStrings.xml").decode())


def tried(block, **options):
    panel = ea.ThresholdsPanel(block, **options)
    panel.trial = {"min_score": 0.3}
    said = " ".join([plain(panel.static_html()), panel.children[0].control.text, panel.note.value])
    panel.close()
    return said


def printed(capsys, *argv):
    capsys.readouterr()
    main([*argv])
    return " ".join(capsys.readouterr().out.split())


SLOW = {"ThresholdsPanel", "plot_thresholds", "report.html", "report.pdf", "ComparePanel", "plot_changes"}
ONE_BLOCK = {
    "repr": repr,
    "repr_html": lambda block: plain(block._repr_html_()),
    "overview of the explorer": lambda block: plain(facts_html(block)),
    "ThresholdsPanel": tried,
    "plot_thresholds": lambda block: texts_of(ea.plot_thresholds(block, ax=Figure().subplots())),
    "findings": lambda block: " ".join(block.findings().message),
    "report.html": lambda block: report_of(block, form="html"),
    "report.md": lambda block: report_of(block, form="md"),
    "report.pdf": lambda block: report_of(block, form="pdf"),
    "report.xlsx": lambda block: report_of(block, form="xlsx"),
    "report.ipynb": lambda block: report_of(block, form="notebook source"),
}


# Each place with a known kind and an unknown one; the quick places with every type.
PLACES_AND_TYPES = [
    (place, block_type)
    for place in ONE_BLOCK
    for block_type in (("anomaly-gmm", "anomaly-2030") if place in SLOW else TYPES)
]


@pytest.mark.parametrize(("place", "block_type"), PLACES_AND_TYPES)
def test_a_direction_is_given_where_the_kind_is_known(place, block_type):
    block = far(block_type)
    words = ONE_BLOCK[place](block)
    assert bool(DIRECTION.search(words)) is kind_of(block_type).is_known
    assert re.search(r"0\.[24] lower", words) or place == "report.ipynb"


@pytest.mark.parametrize("command", ["show", "check"])
@pytest.mark.parametrize("block_type", [*(kind.type for kind in KINDS), None, "anomaly-2030"])
def test_the_command_gives_a_direction_where_the_kind_is_known(tmp_path, capsys, command, block_type):
    saved = far(block_type).save(tmp_path / "a.json")
    words = printed(capsys, command, str(saved))
    assert "0.4 lower" in words
    assert bool(DIRECTION.search(words)) is kind_of(block_type).is_known


# --- two blocks ---------------------------------------------------------------------------------------------


def compared_in_panel(before, after):
    panel = ea.ComparePanel(after, before)
    words = plain(panel.static_html())
    panel.close()
    return words


TWO_BLOCKS = {
    "compare": lambda before, after: " ".join(ea.compare(before, after).in_words),
    "ComparePanel": compared_in_panel,
    "plot_changes": lambda *both: texts_of(ea.plot_changes(*both, ax=Figure(figsize=(9, 6)).subplots())),
    "report.html": lambda *both: report_of(*both, form="html").partition("</section>")[0],
    "report.md": lambda *both: report_of(*both, form="md").partition("\n## Anomaly detection")[0],
}
HOW_TO_READ = (FLAGGED, UNKNOWN.flagged)


PAIRS = [(was, is_now) for was in TYPES[:6] for is_now in TYPES[:6]]
SOME_PAIRS = [("anomaly-gmm", "anomaly-gmm"), ("anomaly", "anomaly-gmm"), ("anomaly", None), (None, None)]
PLACES_AND_PAIRS = [
    (place, *pair) for place in TWO_BLOCKS for pair in (SOME_PAIRS if place in SLOW else PAIRS)
]


@pytest.mark.parametrize(("place", "was", "is_now"), PLACES_AND_PAIRS)
def test_scores_of_two_blocks_have_a_direction_where_they_compare(place, was, is_now):
    words = TWO_BLOCKS[place](config(was), config(is_now, thresholds=[threshold(value=3.4)]))
    for sentence in HOW_TO_READ:
        words = words.replace(sentence, "")
    compares = was == is_now and was in {"anomaly", "anomaly-gmm", "keras-visual-anomaly"}
    assert bool(DIRECTION.search(words)) is compares
    assert (" higher" in words) is compares
    why = kind_of(was).why_not_compared(kind_of(is_now))
    assert why in words
    assert ("0.3 → 3.4: " + (why or "3.1 higher, so it flags less")) in words


SUGGESTED = {"suggestedValue": 0.5}, {"suggestedValue": 0.25}


@pytest.mark.parametrize("place", ["compare", "plot_changes"])
def test_the_same_number_in_another_kind_is_not_the_same_threshold(place):
    kmeans, gmm = (
        config(kind, thresholds=[threshold(value=0.3, **suggested)])
        for kind, suggested in zip(("anomaly", "anomaly-gmm"), SUGGESTED, strict=True)
    )
    words = TWO_BLOCKS[place](kmeans, gmm)
    assert "scores of K-means and GMM do not compare" in words
    assert "as before" not in words
    assert "0.5 → 0.25" in words


@pytest.mark.parametrize("kinds", [("anomaly", None), (None, None), ("anomaly", "anomaly-gmm")])
def test_the_command_compares_only_what_compares(tmp_path, capsys, kinds):
    before = config(kinds[0]).save(tmp_path / "a.json")
    after = config(kinds[1], thresholds=[threshold(value=3.4)]).save(tmp_path / "b.json")
    words = printed(capsys, "diff", str(before), str(after))
    assert "0.3 → 3.4" in words
    assert not DIRECTION.search(words)
    assert " higher" not in words
    assert (
        "do not compare" if None not in kinds else "it is not known whether these scores compare"
    ) in words


# --- the table ----------------------------------------------------------------------------------------------


def test_only_the_same_known_kind_with_one_scale_compares():
    kinds = [*KINDS, UNKNOWN, kind_of("anomaly-2030")]
    pairs = [(one, other) for one in kinds for other in kinds if one.compares_with(other)]
    assert pairs == [(K_MEANS, K_MEANS), (GMM, GMM), (VISUAL, VISUAL)]


@pytest.mark.parametrize("before", [*KINDS, UNKNOWN, kind_of("anomaly-2030")])
@pytest.mark.parametrize("after", [*KINDS, UNKNOWN, kind_of("anomaly-2030")])
def test_what_does_not_compare_has_a_reason(before, after):
    assert bool(before.why_not_compared(after)) is not before.compares_with(after)
    assert bool(scores_note(before, after)) is not before.compares_with(after)
    assert before.why_not_compared(after) == after.why_not_compared(before)


def test_two_custom_blocks_have_scales_of_their_own():
    assert CUSTOM.effect(0.3, 0.5) == "flags more"  # within one block
    assert scores_note(CUSTOM, CUSTOM).endswith("both are custom, where each block has its own scale.")


def test_unknown_kinds_have_no_effect():
    for kind in (UNKNOWN, kind_of("x"), kind_of("")):
        assert (kind.effect(0.3, 0.5), kind.effect(0.5, 0.3), kind.name) == ("", "", "unknown")


@pytest.mark.parametrize("given", ["ANOMALY-GMM", " anomaly-gmm\n", "Anomaly-Gmm"])
def test_a_type_in_another_case_is_the_same_kind(given):
    block = config(given)
    assert block.kind == GMM
    assert block.source.block_type == given  # as it was given
    told = ea.compare(block, config("anomaly-gmm", thresholds=[threshold(value=0.4)]))
    assert told.in_words.tolist() == ["0.3 → 0.4: 0.1 higher, so it flags less"]


@pytest.mark.parametrize("given", ["gmm", "anomaly_gmm", "anomaly-gmm-2", "keras", "  ", "K-means"])
def test_a_type_that_is_only_like_a_known_one_is_unknown(given):
    assert not kind_of(given).is_known
    assert kind_of(given).full_name == (f"unknown ({given})" if given.strip() else "unknown")


def test_a_source_with_a_type_that_is_no_text_is_refused():
    with pytest.raises(TypeError, match="block_type must be a str"):
        ea.AnomalyConfig.from_json(json.dumps(body()), source=ea.Source(block_type=7))


@pytest.mark.parametrize("wrong", [7, b"anomaly", float("nan")])
def test_a_type_is_text(wrong):
    with pytest.raises(TypeError, match="as list_anomaly_blocks returns it"):
        kind_of(wrong)
    with pytest.raises(TypeError, match="block_type must be a str"):
        ea.AnomalyConfig.from_json(json.dumps(body()), block_type=wrong)


@pytest.mark.parametrize(
    ("block_type", "noun"),
    [("anomaly", "clusters"), ("anomaly-gmm", "components"), (None, "clusters or components")],
)
def test_the_count_has_the_noun_of_the_kind_everywhere(block_type, noun):
    block = config(block_type)
    for words in (repr(block), plain(block._repr_html_()), plain(facts_html(block)).lower()):
        assert re.search(rf"(^|\s){noun}\s+5(\s|$)", words)
    (summary,) = summarize([block]).blocks
    assert dict(summary.facts)[noun] == "5"


def test_the_choice_of_blocks_names_kinds_that_are_known_and_types_that_are_not():
    blocks = blocks_frame([Impulse([LearnBlock(7, "anomaly-gmm", "Fan")])]).assign(learn_id=[7])
    assert block_options(blocks, 7) == [("Fan (GMM), block 7", 7)]
    assert block_options(blocks.assign(type="anomaly-2030"), 7) == [("Fan (anomaly-2030), block 7", 7)]


# --- a config keeps its kind --------------------------------------------------------------------------------


def test_the_kind_that_is_given_replaces_that_of_the_source():
    source = ea.Source("example.com", 1, 7, block_type="anomaly", impulse_id=3)
    block = ea.AnomalyConfig.from_json(json.dumps(body()), source=source, block_type="anomaly-gmm")
    assert block.kind == GMM
    assert (block.source.impulse_id, block.source.host) == (3, "example.com")
    assert source.block_type == "anomaly"
    assert ea.AnomalyConfig.from_json(block.to_json(), source=source).kind == K_MEANS


def test_a_pickled_config_keeps_its_kind():
    source = ea.Source("example.com", 1, 7, block_type="anomaly-2030", impulse_id=3)
    block = ea.AnomalyConfig.from_json(json.dumps(body()), source=source)
    again = pickle.loads(pickle.dumps(block))
    assert (again.kind, again.source) == (block.kind, source)
    assert pickle.loads(pickle.dumps(GMM)) == GMM


def test_a_bare_body_in_a_file_takes_a_type(tmp_path):
    path = tmp_path / "bare.json"
    path.write_text(json.dumps(body()))
    assert ea.AnomalyConfig.load(path).kind == UNKNOWN
    assert ea.AnomalyConfig.load(path, block_type="anomaly-gmm").kind == GMM
    saved = config("anomaly").save(tmp_path / "saved.json")
    assert ea.AnomalyConfig.load(saved).kind == K_MEANS
    assert ea.AnomalyConfig.load(saved, block_type="anomaly-gmm").kind == GMM


def test_a_notebook_report_keeps_kind_and_impulse():
    source = ea.Source("example.com", 1, 7, block_type="anomaly-gmm", impulse_id=3)
    block = ea.AnomalyConfig.from_json(json.dumps(body()), source=source)
    code = report_of(block, form="notebook source")
    assert "block_type='anomaly-gmm', impulse_id=3" in code


def test_a_frame_does_not_know_its_kind_unless_it_is_told():
    frame = far("anomaly").thresholds
    assert not DIRECTION.search(tried(frame))
    assert "flags less than the saved 0.1" in tried(frame, block_type="anomaly")
    assert "flags less than the saved 0.1" in tried(far(None), block_type="anomaly-gmm")
    assert not DIRECTION.search(tried(far("anomaly"), block_type="anomaly-2030"))
    assert not DIRECTION.search(texts_of(thresholds_figure(frame)))
    assert not DIRECTION.search(texts_of(draw_thresholds(Figure().subplots(), frame)))
    assert "flagged →" in texts_of(thresholds_figure(frame, GMM))


def test_the_rules_know_the_kind():
    axes = [axis(at, f"accX F{at}", selected=at < 9) for at in range(20)]
    of = {
        kind.type: set(config(kind.type, axes=axes, selectedAxes=[*range(9)]).findings().code)
        for kind in (*KINDS, UNKNOWN)
    }
    assert [kind for kind, codes in of.items() if "many-gmm-axes" in codes] == ["anomaly-gmm"]
    without = {kind.type: set(config(kind.type, axes=[], selectedAxes=[]).findings().code) for kind in KINDS}
    assert [kind for kind, codes in without.items() if "no-axis-selected" in codes] == [
        "anomaly",
        "anomaly-gmm",
    ]
