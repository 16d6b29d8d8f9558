from __future__ import annotations

import numpy as np
import pytest

from edgeanomaly_nb.block.kinds import GMM, K_MEANS, UNKNOWN
from edgeanomaly_nb.block.thresholds import as_number, chosen_option, threshold_rows
from edgeanomaly_nb.block.thresholds_text import difference_text, threshold_text, trial_text
from edgeanomaly_nb.text import one_line
from tests.bodies import config, threshold

NAN = float("nan")
OPTIONS = [{"value": "max", "description": "Maximum"}, {"value": "mean", "description": "Mean"}]


@pytest.mark.parametrize(
    ("number", "suggested", "words"),
    [
        (0.3, 0.5, "0.2 lower, so it flags more"),
        (0.5, 0.3, "0.2 higher, so it flags less"),
        (-1, 0, "1 lower, so it flags more"),
        (35, 0.3, "34.7 higher, so it flags less"),
        (0, 0, "the same"),
        (0.1 + 0.2, 0.3, "the same"),
        (NAN, 0.3, ""),
        (0.3, NAN, ""),
    ],
)
def test_difference_names_the_side_and_the_effect(number, suggested, words):
    assert difference_text(number, suggested, GMM) == words
    assert difference_text(number, suggested, UNKNOWN) == words.partition(",")[0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            K_MEANS,
            "trying 0.4: flags less than the saved 0.3 (0.1 higher), "
            "flags more than the suggested 0.5 (0.1 lower)",
        ),
        (UNKNOWN, "trying 0.4: 0.1 higher than the saved 0.3, 0.1 lower than the suggested 0.5"),
    ],
)
def test_a_trial_says_what_it_does_where_that_is_known(kind, words):
    assert trial_text(0.4, 0.3, 0.5, kind) == words


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (threshold(value=0.3), "0.3 (no suggestion)"),
        (
            threshold(value=0.3, suggestedValue=0.5),
            "0.3 (suggested 0.5; 0.2 lower, so it flags more)",
        ),
        (
            threshold(value=0.3, suggestedValue=0),
            "0.3 (suggested 0; 0.3 higher, so it flags less)",
        ),
        (threshold(value=0.3, suggestedValueText="about 0.5 g"), "0.3 (suggested “about 0.5 g”)"),
        (threshold(value="auto", suggestedValue=0.5), "“auto” (suggested 0.5)"),
        (threshold(value="max", dropdownOptions=OPTIONS), "Maximum (of 2 options)"),
        (threshold(value="min", dropdownOptions=OPTIONS), "“min” (not one of the 2 options)"),
        (threshold(value="max", dropdownOptions=OPTIONS[:1]), "Maximum (of 1 option)"),
    ],
)
def test_threshold_in_words(sent, words):
    (row,) = threshold_rows(config(thresholds=[sent]).thresholds)
    assert threshold_text(row, K_MEANS) == words


def test_legacy_threshold_says_where_it_comes_from():
    (row,) = threshold_rows(config(thresholds=...).thresholds)
    assert (
        threshold_text(row, K_MEANS) == "0.3 (no suggestion; from the deprecated minimum confidence rating)"
    )


def test_one_line_keeps_what_can_be_printed():
    assert one_line("  a\n\tb  🙂 é ") == "a b 🙂 é"
    assert one_line("\x00\u202e") == "\\x00\\u202e"
    assert one_line("ab" * 50, limit=10) == "ababababa…"


def test_a_number_is_the_option_that_is_worth_as_much():
    options = [{"value": "35", "description": "Strict"}, {"value": "x", "description": "Other"}]
    made = config(thresholds=[threshold(value=35.0, dropdownOptions=options)])
    (row,) = threshold_rows(made.thresholds)
    assert chosen_option(row) == "35"
    assert threshold_text(row, K_MEANS) == "Strict (of 2 options)"
    assert "value-no-option" not in set(made.findings().code)


FAMILY, ENGLAND = "👨\u200d👩\u200d👧", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize("text", ["می\u200cروم", "क्\u200dष", "Lauf\u00adwerk", FAMILY, ENGLAND, "❤\ufe0f"])
def test_what_belongs_to_words_and_emoji_is_kept(text):
    assert one_line(text) == one_line(f" {text} ") == text
    assert one_line(f"{text}\u202e") == f"{text}\\u202e"


@pytest.mark.parametrize(
    "character",
    [
        *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
        *"\x00\x1b\x7f\x9b\ufeff\u200b\u2060\U000e0067\ue000",
    ],
)
def test_what_reorders_or_hides_text_is_escaped(character):
    assert one_line(f"a{character}b") == "a" + character.encode("unicode_escape").decode() + "b"
    assert one_line(f"می\u200c{character}") == "می\u200c" + character.encode("unicode_escape").decode()


def test_joiners_alone_are_no_empty_name():
    assert one_line("\u200d") == "\\u200d"
    assert one_line("\u200c \u00ad") == "\\u200c \\xad"


@pytest.mark.parametrize(
    ("value", "number"),
    [(1, 1.0), ("0.35", 0.35), (" 3e-2 ", 0.03), (10**400, np.inf), (-(10**400), -np.inf)]
    + [(text, np.nan) for text in ("", "max", "1_000", "0,5", "0x10", "12 g")],
)
def test_a_value_is_a_number_where_it_is_one(value, number):
    np.testing.assert_equal(as_number(value), number)
