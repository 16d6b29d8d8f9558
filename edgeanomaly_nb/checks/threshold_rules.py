"""Rules about the thresholds of a block, and the deprecated rating that they have replaced."""

from __future__ import annotations

import math

from ..block.config import AnomalyConfig
from ..block.thresholds import chosen_option, threshold_key, threshold_rows
from ..block.thresholds_text import threshold_text
from ..text import listed, number_text, one_line
from .rule import Limits, Pairs


def threshold_far(config: AnomalyConfig, limits: Limits) -> Pairs:
    """Find thresholds that are far from their suggestion."""
    for row in threshold_rows(config.thresholds):
        suggested = row.suggested_value
        share = limits["threshold_share"] + 1e-9  # tolerance for rounding
        limit = abs(suggested) * share if suggested else limits["threshold_from_zero"]
        if abs(row.number - suggested) > limit:  # false for NaN
            yield (
                threshold_key(row),
                f"The threshold is {threshold_text(row, config.kind)}. "
                f"Set it to {number_text(suggested)} in Studio, or note why not.",
            )


def no_option(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find thresholds whose value is not one of their options."""
    for row in threshold_rows(config.thresholds):
        values = [value for value, _name in row.options]
        if values and chosen_option(row) is None:
            yield (
                threshold_key(row),
                f"The value “{one_line(str(row.value), 40)}” is not one of the options: {listed(values)}. "
                "Choose one of them in Studio.",
            )


def rating_differs(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find a deprecated rating that differs from the thresholds."""
    if config.minimum_confidence_rating is None:
        return
    rating = number_text(config.minimum_confidence_rating)
    rows = [row for row in threshold_rows(config.thresholds) if not math.isnan(row.number)]
    numbers = [number_text(row.number) for row in rows]  # as shown: a difference by rounding does not count
    if rows and rating not in numbers:
        yield (
            threshold_key(rows[0]),
            f"The deprecated minimumConfidenceRating is {rating}, but the threshold is {numbers[0]}. "
            "Programs that read the old field use another value: set the threshold again in Studio, or "
            "change them to use thresholds.",
        )
