"""Layouts and styles of controls that several panels use."""

from __future__ import annotations

#: Controls in a row that wraps in a narrow page.
ROW = {"flex_flow": "row wrap", "align_items": "center", "grid_gap": "2px 12px"}
#: A description as wide as its text; ipywidgets would cut it.
WHOLE_DESCRIPTION = {"description_width": "initial"}
