"""What the tests of the axes panel share."""

from __future__ import annotations

#: The panel as `p`.
PANEL = "import edgeanomaly_nb as ea\np = ea.AxesPanel(ea.load_sample('motion'))\np"


def rows(page):
    """Return the first cells of all rows in the page: the indices."""
    return [
        int(text.strip("✓"))
        for text in page.get_by_role("row").locator(":scope > span:first-child").all_inner_texts()
    ]
