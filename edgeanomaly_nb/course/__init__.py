"""What the notebooks of the course need beside the toolkit: exercises that check themselves.

Examples
--------
>>> from edgeanomaly_nb import course
>>> course.check("axes-count", 33)
✓ Right. ...
"""

from __future__ import annotations

from .checking import Exercise, Verdict, check, list_exercises

__all__ = ["Exercise", "Verdict", "check", "list_exercises"]
