"""Colours that mean the same in all panels, and in plots: see plots/style.py, which needs matplotlib."""

from __future__ import annotations

#: The saved threshold, what is selected, normal windows; contrast 4.2 on white, 4.5 on #111.
ACCENT = "#2f7bd9"
#: Anomalous windows. Orange and blue differ for the colour-blind.
ODD = "#e0762f"
