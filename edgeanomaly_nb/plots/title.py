"""The arguments of plots that are about their title."""

from __future__ import annotations


def title_given(title: str | bool | None, own: str) -> str:
    """Return the title of a plot: its own one unless the user gave one.

    Parameters
    ----------
    title : str, False or None
        None: the own one. ``""`` or False: none.
    own : str
        The plot's own title.

    Examples
    --------
    >>> title_given(None, "own"), title_given("mine", "own"), title_given(False, "own")
    ('own', 'mine', '')
    """
    if title is None or title is True:
        return own
    return title or ""
