"""Exercises of the notebook about axes."""

from __future__ import annotations

import pandas as pd

from ..studio.load_sample import load_sample
from .exercise import Exercise

RATTLE_HZ = 12.0
NOTED = (0, 4, 11, 22)


def _axes(name: str) -> pd.DataFrame:
    return load_sample(name).axes


def _count() -> int:
    return len(_axes("motion"))


def _count_traps() -> dict[str, object]:
    axes = _axes("motion")
    return {
        "That is the number of selected axes. Count all axes that can be selected.": axes.selected.sum(),
        "That is the number of axes of accX alone. accY and accZ have as many.": sum(axes.sensor == "accX"),
        "That is the number of sensor axes. Each of them has several features.": axes.sensor.nunique(),
    }


def _around_rattle() -> pd.DataFrame:
    axes = _axes("spectral")
    return axes[(axes.band_low_hz <= RATTLE_HZ) & (axes.band_high_hz > RATTLE_HZ)]


def _rattle_ix() -> int:
    found = _around_rattle()
    return int(found.index[found.sensor == "accZ"][0])


def _rattle_bin() -> int:
    axes = _axes("spectral")
    bands = axes[(axes.sensor == "accZ") & axes.band_low_hz.notna()]
    return bands.index.tolist().index(_rattle_ix()) + 1


def _band_traps() -> dict[str, object]:
    found, ix = _around_rattle(), _rattle_ix()
    return {
        "That is the number of the bin. The ix counts all features of all sensors.": _rattle_bin(),
        "These are all axes whose band includes 12 Hz. Only accZ measures this rattle.": found.index,
        "That is the right band of another sensor. The rattle is on accZ.": found.index[0],
        "That is its label. The answer is its ix: the number at the start of the row.": found.label[ix],
    }


def _moved() -> list[int]:
    before, after = _axes("motion"), _axes("motion-later")
    return after.index[after.label.isin(before.label[list(NOTED)])].tolist()


def _moved_traps() -> dict[str, object]:
    labels, later = _axes("motion").label[list(NOTED)], _axes("motion-later")
    selected = later.index[later.selected]
    return {
        "These are the old indices. In motion-later they belong to other axes.": NOTED,
        "These are the labels. Which indices do they have in motion-later?": labels,
        "The new axis comes first, so the others moved in the other direction.": [ix - 1 for ix in NOTED],
        "These are the axes that are selected now. The question is about the noted ones.": selected,
    }


EXERCISES = (
    Exercise(
        "axes-count",
        _count,
        hint="Each row of config.axes is one axis: count the rows.",
        because="Each row of config.axes is one axis that the block can use.",
        traps=_count_traps,
    ),
    Exercise(
        "axes-band",
        _rattle_ix,
        hint="Find the row of accZ with band_low_hz below and band_high_hz above 12 Hz. Use its ix.",
        because="Its band includes 12 Hz: at 62.5 Hz and FFT length 16 it is the third bin, around 11.72 Hz.",
        traps=_band_traps,
    ),
    Exercise(
        "axes-moved",
        _moved,
        hint="Look up the labels of the noted axes in motion, and find these labels in motion-later.",
        because="The labels are the same. Each index is one higher, because the new axis comes first.",
        traps=_moved_traps,
    ),
)
