"""Panel: what all panels have in common, and closing widgets with all their parts."""

from __future__ import annotations

import sys
from html import escape
from typing import Any

import ipywidgets as widgets
from IPython.display import DisplayHandle, display

from ...html import NO_TEX
from ...text import unknown_name
from .pictures import with_images

# One of the two outputs is shown: the live panel, or its static form if there is no live one. JupyterLab
# shows "model not found" in place of a widget whose kernel has ended:
# https://github.com/jupyter-widgets/ipywidgets/blob/main/python/jupyterlab_widgets/src/renderer.ts
_ONE_OF_TWO = (
    "<style>"
    ":is(.jp-OutputArea,body:not(:has(.jp-OutputArea))):has(.ea-live-{id})"
    " :is(.ea-static-{id},.jp-OutputArea-child:has(.ea-static-{id})),"
    ".jp-OutputArea-child:has(+ .jp-OutputArea-child .ea-static-{id}):not(:has(.ea-live-{id}))"
    "{{display:none}}</style>"
)


class _PanelType(type(widgets.VBox)):  # type: ignore[misc]
    """Marks a panel as complete after its construction."""

    def __call__(cls, *args: object, **kwargs: object) -> Any:
        panel = super().__call__(*args, **kwargs)
        panel._is_complete = True
        return panel


class Panel(widgets.VBox, metaclass=_PanelType):  # type: ignore[misc]
    """A panel of a notebook: it has a form without a kernel, and closes with all its parts.

    Subclasses implement `static_html`. An attribute that a panel does not have cannot be set: traitlets would
    accept it in silence.
    """

    _is_complete = False
    _static_outputs: tuple[DisplayHandle, ...] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.add_class(f"ea-live-{self.model_id}")

    def __setattr__(self, name: str, value: object) -> None:
        if self._is_complete and not name.startswith("_") and not hasattr(self, name):
            raise AttributeError(self.unknown_text(name))
        super().__setattr__(name, value)

    def unknown_text(self, name: str) -> str:
        """Return the message for an attribute that this panel does not have."""
        own = [trait for trait in self.traits() if not hasattr(widgets.VBox, trait)]
        return f"{type(self).__name__}: {unknown_name('setting', name, own)}"

    def static_html(self) -> str:
        """Return what is shown as HTML that needs no kernel."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the panel and all its parts, so that nothing of it stays in the kernel or in the page."""
        self._empty_static_outputs()
        super().close()
        close_parts(self)

    def _empty_static_outputs(self) -> None:
        """Empty the static form, which would be shown once the live panel is gone.

        At the exit of the kernel, ipywidgets closes what is left: a saved notebook keeps those forms.
        """
        outputs, self._static_outputs = self._static_outputs, ()
        if outputs and not sys.is_finalizing():
            for output in outputs:
                output.update({"text/html": self._static_output("")}, raw=True)  # type: ignore[no-untyped-call]

    def to_html(self) -> str:
        """Return what is shown as HTML for any page: without a kernel, scripts or inline SVG.

        Returns
        -------
        str
            HTML whose pictures are images with their data in them.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> ea.ThresholdsPanel(ea.load_sample("motion")).to_html().count("<img alt=")
        1
        """
        return with_images(self.static_html())

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.to_html()}

    def _ipython_display_(self, **kwargs: object) -> None:
        """Display the panel, and its static form for where no kernel runs: a page shows one of both."""
        if self.comm is None:
            text = f"{self!r} is closed: create it again to show it."
            display({"text/plain": text, "text/html": f"<p>{escape(text)}</p>"}, raw=True)  # type: ignore[no-untyped-call]
            return
        bundle = self._repr_mimebundle_(**kwargs)
        static = {"text/html": self._static_output(bundle.pop("text/html"))}
        display(bundle, raw=True)  # type: ignore[no-untyped-call]
        output = display(static, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        if output is not None:  # outside a kernel, there is none
            self._static_outputs = (*self._static_outputs, output)

    def _static_output(self, html: str) -> str:
        one_of_two = _ONE_OF_TWO.format(id=self.model_id)
        return f'{one_of_two}<div class="ea-static-{self.model_id} {NO_TEX}">{html}</div>'


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
