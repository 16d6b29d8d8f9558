"""The header: where the thresholds come from, checks that stop a wrong build, macros, and a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..block.config import AnomalyConfig
from ..block.given_config import config_given
from ..block.source import block_text
from ..errors import FirmwareError
from ..scores.flagging import check_rule
from .defines import Define, Defines, defines_of
from .format import FIRST_LINE, checksum_line
from .guards import guard_lines
from .literal import comment_text
from .names import checked_prefix, default_prefix
from .provenance import axis_lines, fact_lines

if TYPE_CHECKING:
    from ..scores.model import AnomalyModel


def firmware_header(
    config: AnomalyConfig, model: AnomalyModel | None = None, *, prefix: str | None = None, rule: str = ">"
) -> str:
    """Return the thresholds of a block as a header for C and C++.

    Include it after ``model-parameters/model_metadata.h`` of the deployed library.

    Parameters
    ----------
    config : AnomalyConfig
        The configuration of the block, with the ids of its project and of itself in ``source``.
    model : AnomalyModel, optional
        The trained model of the block: the header then lists the trained axes, in the order of the model,
        instead of the selected ones.
    prefix : str, optional
        The begin of all names, in any case; ``ANOMALY_`` and the id of the block by default.
    rule : {">", ">="}
        A score is an anomaly if it is above the threshold, or if it is above or equal. NaN always is one.

    Returns
    -------
    str
        ASCII text, as C99 and C++11. It contains

        - each threshold as a macro such as ``ANOMALY_4_MIN_SCORE``, with the shortest number that gives the
          same float32; a threshold that is a choice is one of numbered options,
        - ``anomaly_4_is_anomaly(score)``, which compares a score with the threshold of the score,
        - ``#error`` for a library of another project, without an anomaly block, or one of another kind,
        - the axes, and where it all comes from, as comments.

        The same arguments give the same text.

    Raises
    ------
    FirmwareError
        A threshold is not a number that float32 can hold, the ids of the block are not known, `prefix` is
        not a name, or `model` is of another block.
    ValueError
        `rule` is not one of the two.
    TypeError
        `config` or `model` is something else.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> header = ea.firmware_header(ea.load_sample("motion"), prefix="fan")
    >>> [line for line in header.splitlines() if line.startswith("#define FAN_MIN")]
    ['#define FAN_MIN_SCORE 0.3f']
    """
    config = config_given(config, "firmware_header")
    check_rule(rule)
    project_id, learn_id = _ids(config)
    if model is not None:
        _check_model(config, model)
    name = default_prefix(learn_id) if prefix is None else checked_prefix(prefix)
    defines = defines_of(config, name)
    lines = [
        *_comment([*fact_lines(config, model, name, rule), "", *axis_lines(config, model)]),
        f"#ifndef {name}_H",
        f"#define {name}_H",
        "",
        *guard_lines(name, project_id, config.kind),
        "",
        *_INCLUDES,
        *(line for define in defines.all for line in _define_lines(define)),
        *_function_lines(name, defines, rule),
        "",
        f"#endif /* {name}_H */",
    ]
    text = "\n".join(lines) + "\n"
    return f"{text}{checksum_line(text)}\n"


def _ids(config: AnomalyConfig) -> tuple[int, int]:
    source = config.source
    if source.project_id is None or source.learn_id is None:
        raise FirmwareError(
            "The project and the block of this config are not known, so the header could not refuse the "
            "library of another project. Use a config that was fetched, or one that config.save wrote, or "
            "pass source=ea.Source(host, project_id, learn_id) to AnomalyConfig.from_json."
        )
    return source.project_id, source.learn_id


def _check_model(config: AnomalyConfig, model: AnomalyModel) -> None:
    from ..scores.given_model import model_given

    model_given(model)
    if config.kind.is_known and model.kind != config.kind:
        raise FirmwareError(
            f"The model is {model.kind.name}, but {block_text(config.source)} is {config.kind.name}."
        )
    of_model = (model.source.project_id, model.source.learn_id)
    if None not in of_model and of_model != (config.source.project_id, config.source.learn_id):
        raise FirmwareError(
            f"The model is of {block_text(model.source)}, but the config is of {block_text(config.source)}."
        )


# <string.h> for memcpy: a comparison that finds NaN may be removed by -ffast-math.
_INCLUDES = (
    "#include <float.h>",
    "#include <stdbool.h>",
    "#include <stdint.h>",
    "#include <string.h>",
    "",
    "#if FLT_RADIX != 2 || FLT_MANT_DIG != 24 || FLT_MAX_EXP != 128",
    '#error "A float of this compiler does not have 32 bits."',
    "#endif",
    "",
)


def _comment(lines: list[str]) -> list[str]:
    return [FIRST_LINE, *(f" * {line}".rstrip() for line in lines), " */"]


def _define_lines(define: Define) -> list[str]:
    row = define.row
    about = comment_text(row.description, 100) or "Threshold"
    lines = [f"/* {about} (key: {comment_text(row.Index, 60)}). */"]
    for number, (name, text) in enumerate(define.options, 1):
        lines.append(f"#define {name} {number} /* {comment_text(text)} */")
    return [*lines, f"#define {define.name} {define.value}", ""]


def _function_lines(prefix: str, defines: Defines, rule: str) -> list[str]:
    score = defines.score.name
    above = "above" if rule == ">" else "above or equal to"
    numbers = [define for define in defines.all if not define.options]
    only = ["/* The function compares with this number only, not with the other ones. */"]
    return [
        f"/* Returns true if a score is an anomaly: if it is {above} {score} ({rule}), or NaN. */",
        *(only if len(numbers) > 1 else []),
        f"static inline bool {prefix.lower()}_is_anomaly(float score)",
        "{",
        "    uint32_t bits;",
        "    memcpy(&bits, &score, sizeof(bits));",
        "    if ((bits & 0x7fffffffu) > 0x7f800000u) {",
        "        return true; /* NaN, also where -ffast-math removes comparisons */",
        "    }",
        f"    return score {rule} {score};",
        "}",
    ]
