"""For each rule: a block with a finding, its message, and a similar block without one."""

from __future__ import annotations

from tests.bodies import axis, threshold
from tests.checks.blocks import axes, chosen, labelled, scores, uses

OPTIONS = [{"value": "max", "description": "Maximum"}, {"value": "0.5", "description": "Half"}]

CASES = [
    (
        "untrained",
        "block",
        {"trained": False},
        "The block is not trained, so it gives no scores. Train it in Studio.",
        {"trained": True},
    ),
    (
        "no-axis-selected",
        "axes",
        {"axes": axes(3, selected=(), favourite=()), "selectedAxes": []},
        "None of the 3 axes is selected. Select some in Studio, then train the block.",
        {"axes": axes(3, selected=(2,)), "selectedAxes": [2]},
    ),
    (
        "no-axis-selected",
        "axes",
        {"axes": [], "selectedAxes": []},
        "The block has no axes. Generate features in Studio, then select axes.",
        {"axes": axes(1)},
    ),
    (
        "selected-axis-missing",
        "axes",
        {"selectedAxes": [0, 2]},
        "selectedAxes names an axis that does not exist: 2. Select the axes again in Studio, then train "
        "the block.",
        {"selectedAxes": [0, 1]},
    ),
    (
        "selected-axis-missing",
        "axes",
        {"selectedAxes": [0, -1, -1, 10**30, 3, 4, 5, 6, 7]},
        f"selectedAxes names axes that do not exist: -1, {10**30}, 3, 4, 5 and 2 more. Select the axes "
        "again in Studio, then train the block.",
        {"axes": [axis(-1, "a", True, True), axis(7, "b")], "selectedAxes": [-1, 7]},
    ),
    (
        "flags-disagree",
        "axes",
        {"selectedAxes": [0, 1]},
        "The selected flags and selectedAxes disagree on 1 axis: accX Kurtosis (1). Save the axes again in "
        "Studio, then train the block.",
        {"selectedAxes": [0, 0]},
    ),
    (
        "flags-disagree",
        "axes",
        {"axes": axes(7, selected=range(7), favourite=(0,)), "selectedAxes": [6]},
        "The selected flags and selectedAxes disagree on 6 axes: a0 (0), a1 (1), a2 (2), a3 (3) and 2 more. "
        "Save the axes again in Studio, then train the block.",
        chosen(7),
    ),
    (
        "every-axis-selected",
        "axes",
        chosen(9),
        "All 9 axes are selected. Distances mean less the more axes they are computed from: select the few "
        "that matter.",
        chosen(8),
    ),
    (
        "every-axis-selected",
        "axes",
        chosen(1000),
        "All 1,000 axes are selected. Distances mean less the more axes they are computed from: select the "
        "few that matter.",
        chosen(999, of=1000),
    ),
    (
        "favourites-not-selected",
        "axes",
        {"axes": axes(6, favourite=(1, 2, 3, 4, 5))},
        "Feature importance suggests 5 axes that are not selected: a1 (1), a2 (2), a3 (3), a4 (4) "
        "and 1 more. Select them unless you have a reason not to.",
        {"axes": axes(6)},
    ),
    (
        "favourites-not-selected",
        "axes",
        {"axes": axes(2, favourite=(0, 1), label="")},
        "Feature importance suggests 1 axis that is not selected: 1. Select it unless "
        "you have a reason not to.",
        # Where nothing is selected, that is what has to be said.
        {"axes": axes(6, selected=(), favourite=(1,)), "selectedAxes": []},
    ),
    (
        "no-favourites",
        "axes",
        {"axes": axes(2, favourite=()), "dependencies": uses("normal")},
        "No axis is a favourite: as far as is known, feature importance needs at least two classes, and this "
        "block has one "
        "class, “normal”. Choose axes by hand.",
        {"dependencies": uses("normal")},
    ),
    (
        "no-favourites",
        "axes",
        {"axes": axes(2, favourite=()), "dependencies": uses()},
        "No axis is a favourite: as far as is known, feature importance needs at least two classes, and this "
        "block has no "
        "classes. Choose axes by hand.",
        {"axes": [], "selectedAxes": [], "dependencies": uses()},
    ),
    (
        "no-favourites",
        "axes",
        {"axes": axes(2, favourite=())},
        "No axis is a favourite: feature importance may not have been computed. Turn it on when you generate "
        "features in Studio.",
        {"axes": axes(2)},
    ),
    (
        "many-gmm-axes",
        "axes",
        {"block_type": "anomaly-gmm", **chosen(9, of=20)},
        "9 axes are selected for a Gaussian mixture. What it has to learn grows with the square of their "
        "number: use fewer axes, or make sure that you have enough data.",
        {"block_type": "anomaly-gmm", **chosen(8, of=20)},
    ),
    (
        "many-gmm-axes",
        "axes",
        {"block_type": "anomaly-gmm", **chosen(15, of=20)},
        "15 axes are selected for a Gaussian mixture. What it has to learn grows with the square of their "
        "number: use fewer axes, or make sure that you have enough data.",
        {"block_type": "anomaly", **chosen(15, of=20)},
    ),
    (
        "threshold-far",
        "min_score",
        scores(0.2, 0.5),
        "The threshold is 0.2 (suggested 0.5; 0.3 lower, so it flags more). Set it to 0.5 in Studio, or note "
        "why not.",
        scores(0.25, 0.5),
    ),
    (
        "threshold-far",
        "min_score",
        scores(0.46, 0.3),
        "The threshold is 0.46 (suggested 0.3; 0.16 higher, so it flags less). Set it to 0.3 in Studio, or "
        "note why not.",
        scores(0.45, 0.3),  # just half as much more, but for rounding
    ),
    (
        "threshold-far",
        "min_score",
        scores(0.51, 0),
        "The threshold is 0.51 (suggested 0; 0.51 higher, so it flags less). Set it to 0 in Studio, or note "
        "why not.",
        scores(0.5, 0),
    ),
    (
        "threshold-far",
        "min_score",
        scores(0, 0.3),
        "The threshold is 0 (suggested 0.3; 0.3 lower, so it flags more). Set it to 0.3 in Studio, or note "
        "why not.",
        scores(0, 0),
    ),
    (
        "threshold-far",
        "min_score",
        scores("0.1", 0.5, rating=0.1),
        "The threshold is “0.1” (suggested 0.5; 0.4 lower, so it flags more). Set it to 0.5 in Studio, or "
        "note why not.",
        scores("max", 0.5, rating=0.1),
    ),
    (
        "threshold-far",
        "min_score",
        scores(1.0, -2.0),
        "The threshold is 1 (suggested -2; 3 higher, so it flags less). Set it to -2 in Studio, or note why "
        "not.",
        scores(-1.5, -2.0),
    ),
    (
        "value-no-option",
        "min_score",
        scores("median", rating=0.3, dropdownOptions=OPTIONS),
        "The value “median” is not one of the options: max, 0.5. Choose one of them in Studio.",
        scores("max", rating=0.3, dropdownOptions=OPTIONS),
    ),
    (
        "value-no-option",
        "min_score",
        scores(0.25, dropdownOptions=OPTIONS),
        "The value “0.25” is not one of the options: max, 0.5. Choose one of them in Studio.",
        scores(0.5, dropdownOptions=OPTIONS),
    ),
    (
        "value-no-option",
        "min_score",
        scores("Max", rating=0.3, dropdownOptions=OPTIONS),  # what a device takes is spelt as the option is
        "The value “Max” is not one of the options: max, 0.5. Choose one of them in Studio.",
        scores("Max", rating=0.3, dropdownOptions=[]),
    ),
    (
        "rating-differs",
        "min_score",
        scores(0.3, rating=0.5),
        "The deprecated minimumConfidenceRating is 0.5, but the threshold is 0.3. Programs that read the old "
        "field use another value: set the threshold again in Studio, or change them to use thresholds.",
        scores(0.3, rating=0.30000001192092896),  # 0.3 as a float of 32 bits
    ),
    (
        "rating-differs",
        "min_score",
        {"thresholds": [threshold(value=0.1), threshold("other", value=0.2)]},
        "The deprecated minimumConfidenceRating is 0.3, but the threshold is 0.1. Programs that read the old "
        "field use another value: set the threshold again in Studio, or change them to use thresholds.",
        {"thresholds": [threshold(value=0.1), threshold("other", value="0.30")]},
    ),
    (
        "rating-differs",
        "min_score",
        scores("1", rating=2),
        "The deprecated minimumConfidenceRating is 2, but the threshold is 1. Programs that read the old "
        "field use another value: set the threshold again in Studio, or change them to use thresholds.",
        scores("max", rating=2),
    ),
    (
        "unlabelled-axes",
        "axes",
        {"axes": [axis(0, "a", True, True), axis(5, " \t")]},
        "Axis 5 has no label. Refer to it by index, and note that an index can change.",
        {"axes": [axis(0, "a", True, True), axis(5, "-")]},
    ),
    (
        "unlabelled-axes",
        "axes",
        {"axes": axes(3, label="")},
        "3 of 3 axes have no label. Refer to them by index, and note that an index can change.",
        {"axes": axes(3)},
    ),
    (
        "repeated-labels",
        "axes",
        {"axes": [axis(0, "a", True, True), axis(1, "b"), axis(2, "a"), axis(3, "b"), axis(4, "b")]},
        "Labels shared by several axes: a, b. They contain no known sensor and feature, so they "
        "do not show why. A custom processing block can give each of its features its own label. Refer "
        "to these axes by index.",
        {"axes": [axis(0, "a", True, True), axis(1, "A"), axis(2, ""), axis(3, "")]},
    ),
    (
        "repeated-labels",
        "axes",
        {"axes": [axis(ix, f"a{ix % 7}", ix == 0, ix == 0) for ix in range(14)]},
        "Labels shared by several axes: a0, a1, a2, a3, a4 and 2 more. They contain no known sensor and "
        "feature, so they do not show why. A custom processing block can give each of its features its own "
        "label. Refer to these axes by index.",
        {"axes": axes(14)},
    ),
    (
        "repeated-labels",
        "axes",
        labelled("accX RMS", "accX Kurtosis", "accX RMS", "accY RMS"),
        "The same feature under the same sensor name, several times: accX RMS. Either several processing "
        "blocks compute it for one sensor, or two sensors have the same name; the labels do not show which. "
        "Refer to these axes by index.",
        labelled("accX RMS", "accY RMS"),
    ),
    (
        "repeated-labels",
        "axes",
        labelled("t RMS", *["t Spectral Power 0.0 - 0.0 Hz"] * 3, "t Spectral Power 0.0 - 0.01 Hz"),
        "Frequency bands of one sensor that look alike: t Spectral Power 0.0 - 0.0 Hz. Their edges are "
        "rounded, so the bands of a slow sensor are equal. Refer to these axes by index.",
        labelled("t Spectral Power 0.0 - 0.0 Hz", "t Spectral Power 0.0 - 0.01 Hz"),
    ),
    (
        "repeated-labels",
        "axes",
        labelled("t RMS", *["t Spectral Power 0.01 - 0.02 Hz"] * 2),
        "Frequency bands of one sensor that look alike: t Spectral Power 0.01 - 0.02 Hz. Their edges are "
        "rounded, or several processing blocks compute the same band. Refer to these axes by "
        "index.",
        labelled("t Spectral Power 0.01 - 0.02 Hz"),
    ),
    (
        "repeated-labels",
        "axes",
        labelled(*["t RMS", "t Spectral Power 1 - 2 Hz"] * 2),
        "The same feature under the same sensor name, several times: t RMS, t Spectral Power 1 - 2 Hz. "
        "Either several processing blocks compute it for one sensor, or two sensors have the same name; the "
        "labels do not show which. Refer to these axes by index.",
        labelled("t RMS", "t Spectral Power 1 - 2 Hz"),
    ),
]
