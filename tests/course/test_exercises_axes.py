from __future__ import annotations

import json

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.course.exercises_axes import NOTED, RATTLE_HZ


def test_the_axes_counted_in_the_response_of_the_service_are_right():
    body = json.loads(ea.load_sample("motion").to_json())
    assert course.check("axes-count", len(body["axes"])).state == "right"


def test_the_axis_by_the_formula_is_right():
    bin_of_rattle = round(RATTLE_HZ / (62.5 / 16))
    first_of_acc_z = ea.load_sample("spectral").axes.label.tolist().index("accZ RMS")
    ix = first_of_acc_z + 5 + bin_of_rattle - 1  # five features come before the bands
    assert course.check("axes-band", ix).state == "right"
    assert course.check("axes-band", [ix]).state == "right"  # as a reader gets it from a mask


def test_the_indices_looked_up_label_by_label_are_right():
    before, after = (ea.load_sample(name).axes.label.tolist() for name in ("motion", "motion-later"))
    assert course.check("axes-moved", [after.index(before[ix]) for ix in NOTED]).state == "right"
