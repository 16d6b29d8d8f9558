"""`compare`: what changed between two configs, or between two surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from ..block.config import AnomalyConfig
from ..comparison.changes import compare as compare_configs

if TYPE_CHECKING:
    import pandas as pd

    from .survey import Survey


@overload
def compare(before: AnomalyConfig, after: AnomalyConfig) -> pd.DataFrame: ...


@overload
def compare(before: Survey, after: Survey) -> pd.DataFrame: ...


def compare(before: AnomalyConfig | Survey, after: AnomalyConfig | Survey) -> pd.DataFrame:
    """Compare two configs: two blocks, one block at two times, or blocks of two projects; or two surveys.

    Axes are matched by label, thresholds by key; where one repeats, the first with the first, and so on.
    Canonically equal spellings (NFC, NFD) are one label. An index that moved is not a change of the axis, nor
    is another order. Where a label is empty or repeats, the text names the index. Whether the type changed is
    known where both sources have it. A threshold has a direction only where the scores compare: both blocks
    are of the same known kind.

    The blocks of two surveys are matched by project and block. A block that could not be fetched or read on
    one side is neither added nor gone: its row, at the end, is ``not compared``, and shows why.

    Parameters
    ----------
    before, after : AnomalyConfig or Survey
        What to compare: two configs, or two surveys.

    Returns
    -------
    DataFrame
        One row per change: of the block, then of its thresholds, then of its axes. Columns and dtypes are
        the same when nothing changed.

        =============  ======  ================================================================
        column         dtype   meaning
        =============  ======  ================================================================
        project_id     Int64   of surveys only: the project
        learn_id       Int64   of surveys only: the block
        part           str     ``block``, ``threshold`` or ``axis``
        subject        str     the field, the key, or the label
        what           str     what of it: ``axis``, ``selected``, ``favourite``, ``threshold``,
                               ``value``, ``suggestion``, ``options``, or the field; ``block`` where a
                               survey has a block that the other one does not have
        change         str     ``added``, ``removed``, ``gained``, ``lost`` or ``changed``; of surveys
                               also ``not compared``
        before, after  object  the values; None where there is none
        in_words       str     the change as text, with its direction
        =============  ======  ================================================================

    Raises
    ------
    TypeError
        They are not two configs or two surveys.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> changes = compare(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> changes[changes.what == "value"].in_words.tolist()
    ['0.3 → 0.45: 0.15 higher, so it flags less']
    >>> survey = ea.survey([519640], client=ea.StudioClient.sample())
    >>> len(compare(survey, survey))
    0
    """
    # A config comes from the lowest layer, so that it is compared without loading what surveys need.
    if not (isinstance(before, AnomalyConfig) and isinstance(after, AnomalyConfig)):
        from .survey import Survey

        if isinstance(before, Survey) and isinstance(after, Survey):
            from .changes import survey_changes

            return survey_changes(before, after)
        if isinstance(before, Survey) or isinstance(after, Survey):
            raise TypeError(
                "compare takes two configs or two surveys, not one of each: survey.configs has the configs."
            )
    return compare_configs(before, after)  # refuses everything else
