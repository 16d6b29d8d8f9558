"""Reports that leave the notebook: summarize -> render -> write.

`summarize` collects what there is to say, `FORMS` renders it, `write_report` writes it. One summary feeds
every form, so that all forms say the same; the same configs and time give the same bytes.
"""

from __future__ import annotations

from .summarize import summarize
from .write import FORMS, html_page, report_bytes, write_report

__all__ = ["FORMS", "html_page", "report_bytes", "summarize", "write_report"]
