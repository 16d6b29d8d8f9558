"""The report as a tagged PDF, from the same template as the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edgeanomaly_nb.errors import MissingExtraError

from .html import printed

if TYPE_CHECKING:
    from .summarize import Summary

#: Rows of a table that are printed. Laying out a table takes WeasyPrint about 3 ms a row.
MOST_ROWS = 200


def render(summary: Summary) -> bytes:
    """Render the PDF: A4, numbered pages, real text, vector charts, tagged for screen readers.

    Raises
    ------
    MissingExtraError
        WeasyPrint, or the Pango libraries that it needs, are not there.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> render(summarize([ea.load_sample("motion")]))[:5]  # doctest: +SKIP
    b'%PDF-'
    """
    try:
        from weasyprint import HTML, URLFetcher
    except (ImportError, OSError) as exc:  # an OSError when it finds no Pango
        raise MissingExtraError(
            "A PDF report needs WeasyPrint and Pango. Install them: pip install 'edgeanomaly-nb[pdf]', and, "
            "on Debian or Ubuntu, apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
        ) from exc
    # All that the page needs is in it: nothing is fetched from anywhere.
    page = HTML(string=printed(summary, MOST_ROWS), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    pdf: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return pdf
