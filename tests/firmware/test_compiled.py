"""Headers compiled and run, in C99 and C++11, by each compiler of the machine."""

from __future__ import annotations

import numpy as np
import pytest

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, axis, threshold
from tests.firmware.bodies import AGGREGATION, config_of
from tests.firmware.conftest import library

NAN = "const float zero = 0.0f;\nconst float nan = zero / zero;\n"
KINDS = {
    "anomaly": "EI_ANOMALY_TYPE_KMEANS",
    "anomaly-gmm": "EI_ANOMALY_TYPE_GMM",
    "keras-visual-anomaly": "EI_ANOMALY_TYPE_VISUAL_PATCHCORE",
    "keras-anomaly": "EI_ANOMALY_TYPE_CUSTOM",
}


def printed(expressions):
    return "".join(f'printf("%d", (int)({expression}));\n' for expression in expressions)


@pytest.mark.parametrize(("rule", "at"), [(">", "0"), (">=", "1")])
@pytest.mark.parametrize("level", ["-O0", "-O2", "-ffast-math"])
def test_scores_above_the_threshold_and_nan_are_anomalies(build, rule, at, level):
    header = ea.firmware_header(config_of(), rule=rule)
    scores = ["-1.0f", "0.29999998f", "0.3f", "0.30000004f", "1000.0f"]
    body = printed(f"anomaly_4_is_anomaly({score})" for score in scores)
    # Bits, not arithmetic: -ffast-math may compute another NaN, or none.
    nans = "".join(
        f"{{ const uint32_t bits = {bits}; float score; memcpy(&score, &bits, sizeof(score));\n"
        f"{printed(['anomaly_4_is_anomaly(score)'])}}}\n"
        for bits in ("0x7fc00000u", "0xffc00000u", "0x7f800001u")
    )
    built = build({"a.h": header}, body + nans, metadata=library(), flags=(level,))
    assert built == ("", f"00{at}11111")


@pytest.mark.parametrize(("block_type", "type_name"), KINDS.items())
def test_each_kind_belongs_to_its_library_only(build, block_type, type_name):
    header = ea.firmware_header(config_of(block_type=block_type))
    body = printed(["anomaly_4_is_anomaly(0.5f)"])
    for other in (*KINDS.values(), "EI_ANOMALY_TYPE_UNKNOWN"):
        built = build({"a.h": header}, body, metadata=library(kind=other))
        if other == type_name:
            assert built == ("", "1")
        else:
            found = "no anomaly block" if other == "EI_ANOMALY_TYPE_UNKNOWN" else "of another kind than"
            assert (built.output, found in built.errors) == (None, True)


@pytest.mark.parametrize("value", [3, 4, 6])
def test_visual_blocks_of_each_type(build, value):
    header = ea.firmware_header(config_of(block_type="keras-visual-anomaly"))
    assert build({"a.h": header}, printed(["1"]), metadata=library(kind=value)).output == "1"


@pytest.mark.parametrize("block_type", [*KINDS, None])
def test_an_older_library_has_no_types_and_1_for_each_kind(build, block_type):
    header = ea.firmware_header(config_of(block_type=block_type))
    assert build({"a.h": header}, "", metadata=library(kind=1, types="")).output == ""
    built = build({"a.h": header}, "", metadata=library(kind=0, types=""))
    assert "no anomaly block" in built.errors


def test_a_newer_library_of_several_impulses_has_a_flag_for_each_kind(build):
    header = ea.firmware_header(config_of(block_type="anomaly-gmm"))
    flags = "#define EI_CLASSIFIER_HAS_ANOMALY_KMEANS 1\n#define EI_CLASSIFIER_HAS_ANOMALY_GMM {}\n"
    assert build({"a.h": header}, "", metadata=library(more=flags.format(1))).output == ""
    assert "another kind" in build({"a.h": header}, "", metadata=library(more=flags.format(0))).errors


def test_the_library_of_another_project_stops_the_build(build):
    header = ea.firmware_header(config_of())
    built = build({"a.h": header}, "", metadata=library(project_id=1))
    assert "of project 481207, but the deployed library is of another project" in built.errors
    built = build({"a.h": header}, "", metadata=library(project_id=None))
    assert "has no project id" in built.errors
    allowed = "#define ANOMALY_4_ANY_PROJECT\n"
    for project_id in (1, None):
        assert build({"a.h": header}, "", metadata=library(project_id), before=allowed).output == ""


def test_another_project_and_another_kind_are_one_error(build):
    built = build({"a.h": ea.firmware_header(config_of())}, "", metadata=library(1, "EI_ANOMALY_TYPE_GMM"))
    (error,) = [line for line in built.errors.splitlines() if "error:" in line]
    assert "of another project" in error


def test_without_the_metadata_the_first_error_shows_what_to_include(build):
    built = build({"a.h": ea.firmware_header(config_of())}, "")
    assert built.output is None
    errors = [line for line in built.errors.splitlines() if "error:" in line]
    assert "Include model-parameters/model_metadata.h" in errors[0]
    assert len(errors) == 1


def test_two_blocks_in_one_program_and_one_twice(build):
    first = ea.firmware_header(config_of())
    second = ea.firmware_header(config_of(learn_id=7, thresholds=[threshold(value=0.5)]))
    headers = {"a.h": first, "b.h": second, "again.h": first}
    body = printed(["anomaly_4_is_anomaly(0.4f)", "anomaly_7_is_anomaly(0.4f)"])
    assert build(headers, body, metadata=library()).output == "10"


def test_numbers_of_every_size_are_the_same_float32(build):
    values = [
        0.1 + 0.2,
        -0.5,
        0,
        -0.0,
        35,
        348.28,
        1e-38,
        1.4e-45,
        3.4028235e38,
        16777217,
        1e20,
        123456789.125,
    ]
    thresholds = [threshold(f"t{at}", value) for at, value in enumerate(values)]
    header = ea.firmware_header(config_of(thresholds=thresholds), prefix="T")
    body = "".join(
        f"{{ const float value = T_T{at}; uint32_t bits; memcpy(&bits, &value, sizeof(bits));\n"
        'printf("%08lx ", (unsigned long)bits); }\n'
        for at in range(len(values))
    )
    expected = [f"{np.float32(value + 0.0).view(np.uint32):08x}" for value in values]
    assert build({"a.h": header}, body, metadata=library()).output.split() == expected


def test_a_negative_threshold_stands_after_an_operator(build):
    header = ea.firmware_header(config_of(thresholds=[threshold(value=-0.5)]))
    body = printed(["anomaly_4_is_anomaly(-0.6f)", "anomaly_4_is_anomaly(-0.4f)", "2.0f-ANOMALY_4_MIN_SCORE"])
    assert build({"a.h": header}, body, metadata=library()).output == "012"


def test_options_can_be_compared_by_the_preprocessor(build):
    header = ea.firmware_header(config_of(thresholds=[threshold(), AGGREGATION]))
    name = "ANOMALY_4_AGGREGATION_METHOD"
    body = f"#if {name} == {name}_MAX && {name} != {name}_MEAN\n{printed(['1'])}#endif"
    assert build({"a.h": header}, body, metadata=library()).output == "1"


COMMENTS = (
    *HOSTILE,
    "*/ int pwned = 1; /*",
    "/*/ **/ */",
    "ends with a backslash \\",
    "trigraph ??/",
    "why??????/",
    "line\u2028separator\u2029and\x85next\x0b\x0c\x1c",
    "\\u000a*\\u002f",
    "// #error",
    "%:define x",
    "°C µm/s² 温度 \U0001f4a1",
    "*" + "/",
    "*\u200b/",
)


def test_no_text_of_the_service_leaves_its_comment(build):
    options = [{"value": text, "description": text} for text in COMMENTS]
    config = config_of(
        name=" ".join(COMMENTS),
        host="*/ evil ??/\n\\",
        axes=[axis(at, text, True) for at, text in enumerate(COMMENTS)],
        selectedAxes=list(range(len(COMMENTS))),
        thresholds=[
            threshold(),
            *({**threshold(text), "description": text} for text in COMMENTS),
            {**threshold("method", "*/"), "description": "*/", "dropdownOptions": options},
        ],
    )
    header = ea.firmware_header(config)
    assert header.isascii()
    assert "\\" not in header
    assert "??" not in header
    assert max(map(len, header.splitlines())) < 1000
    # The compiler would warn of a comment in a comment, a trigraph or a continued line.
    assert build({"a.h": header}, printed(["anomaly_4_is_anomaly(1.0f)"]), metadata=library()).output == "1"
    assert build({"a.h": header}, "", metadata=library(), flags=("-trigraphs", "-Wno-trigraphs")).output == ""


def test_a_header_with_other_line_ends(build):
    header = ea.firmware_header(config_of()).replace("\n", "\r\n")
    assert build({"a.h": header}, printed(["anomaly_4_is_anomaly(1.0f)"]), metadata=library()).output == "1"


@pytest.mark.parametrize("sample", ["motion", "fan", "dropdown", "one-class", "untrained"])
def test_the_samples(build, sample):
    config = ea.load_sample(sample)
    kind = KINDS[config.kind.type]
    header = ea.firmware_header(config, prefix="sample")
    metadata = library(config.source.project_id, kind)
    assert build({"a.h": header}, printed(["sample_is_anomaly(999.0f)"]), metadata=metadata).output == "1"
