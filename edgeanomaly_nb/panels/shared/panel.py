"""Panel: what all panels have in common, and closing widgets with all their parts."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets


class Panel(widgets.VBox):  # type: ignore[misc]
    """A panel of a notebook: it has a form without a kernel, and closes with all its parts.

    Subclasses implement `static_html`.
    """

    def static_html(self) -> str:
        """Return what is shown as HTML that needs no kernel."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the panel and all its parts, so that nothing of it stays in the kernel or in the page."""
        super().close()
        close_parts(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}


class HtmlPanel(Panel):
    """A panel that shows HTML and does nothing else.

    Parameters
    ----------
    html : str
        Safe markup: text of the service is escaped in it.

    Examples
    --------
    >>> HtmlPanel("<p>One</p>").static_html()
    '<p>One</p>'
    """

    def __init__(self, html: str) -> None:
        self.html = widgets.HTML(html)
        super().__init__([self.html])

    def static_html(self) -> str:
        """Return the HTML."""
        return str(self.html.value)

    def __repr__(self) -> str:
        return "HtmlPanel()"


def close_tree(widget: widgets.Widget) -> None:
    """Close a widget and all its parts.

    Examples
    --------
    >>> before = len(widgets.widget._instances)
    >>> close_tree(widgets.VBox([widgets.HTML()]))
    >>> len(widgets.widget._instances) - before
    0
    """
    widget.close()
    close_parts(widget)


def close_parts(widget: widgets.Widget) -> None:
    """Close the children, the layout and the style of a widget.

    ipywidgets leaves them open, since other widgets may share them:
    https://github.com/jupyter-widgets/ipywidgets/issues/1902 (children) and
    https://github.com/jupyter-widgets/ipywidgets/issues/2308 (layout and style).
    """
    parts = [*getattr(widget, "children", ()), *(getattr(widget, name, None) for name in ("layout", "style"))]
    for part in parts:
        if isinstance(part, widgets.Widget):
            close_tree(part)
