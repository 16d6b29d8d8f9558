"""The forms in which a survey is written; importing this costs nothing."""

from __future__ import annotations

SUFFIXES = (".html", ".xlsx", ".csv", ".parquet")
