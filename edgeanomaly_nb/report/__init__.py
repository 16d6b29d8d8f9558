"""Reports for readers outside the notebook: summarize, then render, then write.

`summarize` collects the contents, `FORMS` renders them, `write_report` writes a file. All forms have the same
contents, from one summary; the same configs and time give the same bytes.
"""

from __future__ import annotations

from .summarize import summarize
from .write import FORMS, html_page, report_bytes, write_report

__all__ = ["FORMS", "html_page", "report_bytes", "summarize", "write_report"]
