"""The checks that stop the build where a header does not belong.

``model-parameters/model_metadata.h`` of a deployed library defines ``EI_CLASSIFIER_PROJECT_ID`` and
``EI_CLASSIFIER_HAS_ANOMALY``. The second is the kind of the block, one of the ``EI_ANOMALY_TYPE_…`` of the
same file; a test for 1 finds K-means only. Older libraries have no types, and 1 for any block. Newer ones
define ``EI_CLASSIFIER_HAS_ANOMALY_GMM`` and the like, too: 1 if the library contains a block of that kind.
"""

from __future__ import annotations

from ..block.kinds import CUSTOM, GMM, K_MEANS, VISUAL, Kind

#: The values of ``EI_CLASSIFIER_HAS_ANOMALY`` for each kind, and the ends of the names of the newer flags.
_TYPES = {
    K_MEANS: {1: "KMEANS"},
    GMM: {2: "GMM"},
    VISUAL: {3: "VISUAL_GMM", 4: "VISUAL_PATCHCORE", 6: "VISUAL_CUSTOM"},
    CUSTOM: {5: "CUSTOM"},
}


def guard_lines(prefix: str, project_id: int, kind: Kind) -> list[str]:
    """Return the lines of the checks: one chain, so that one mistake gives one error.

    Parameters
    ----------
    prefix : str
        Of the macros of the header.
    project_id : int
        The only project whose library may be used.
    kind : Kind
        Of the block. For an unknown kind, any anomaly block will do.

    Examples
    --------
    >>> guard_lines("FAN", 1, GMM)[0]
    '#if !defined(EI_CLASSIFIER_HAS_ANOMALY)'
    """
    any_project = f"{prefix}_ANY_PROJECT"
    return [
        "#if !defined(EI_CLASSIFIER_HAS_ANOMALY)",
        _error("Include model-parameters/model_metadata.h of the deployed library before this header."),
        f"#elif !defined({any_project}) && !defined(EI_CLASSIFIER_PROJECT_ID)",
        _error(
            f"The deployed library has no project id. If it contains several projects, {project_id} among "
            f"them, define {any_project} before this header."
        ),
        f"#elif !defined({any_project}) && EI_CLASSIFIER_PROJECT_ID != {project_id}",
        _error(
            f"These thresholds are of project {project_id}, but the deployed library is of another project. "
            f"Define {any_project} before this header only if the library contains both."
        ),
        *_kind_lines(kind),
        "#endif",
    ]


def _kind_lines(kind: Kind) -> list[str]:
    types = _TYPES.get(kind, {})
    no_block = ["#elif EI_CLASSIFIER_HAS_ANOMALY == 0", _error(_NO_BLOCK)]
    if not types:
        return no_block
    flags = [f"EI_CLASSIFIER_HAS_ANOMALY_{name}" for name in types.values()]
    accepted = [f"EI_CLASSIFIER_HAS_ANOMALY == {value}" for value in types]
    accepted += [f"defined({flag}) && {flag}" for flag in flags]
    if 1 not in types:  # a library without types
        accepted.append("EI_CLASSIFIER_HAS_ANOMALY == 1 && !defined(EI_ANOMALY_TYPE_KMEANS)")
    other = f"The deployed library has an anomaly block of another kind than {kind.name}."
    return [*(f"#elif {condition}" for condition in accepted), *no_block, "#else", _error(other)]


_NO_BLOCK = "The deployed library has no anomaly block. Deploy the impulse that has it."


def _error(text: str) -> str:
    return f'#error "{text}"'
