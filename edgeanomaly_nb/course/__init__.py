"""Exercises of the notebooks, with answers that are checked.

Examples
--------
>>> from edgeanomaly_nb import course
>>> course.check("axes-count", 33)
✓ Right. ...
"""

from __future__ import annotations

from .checking import Verdict, check, list_exercises
from .exercise import Exercise

__all__ = ["Exercise", "Verdict", "check", "list_exercises"]
