"""What several tests of panels do with widgets."""

from __future__ import annotations

import re
from typing import Any

import ipywidgets
from ipywidgets.widgets import widget as widget_module


def open_widgets() -> set[str]:
    """Return the ids of all widgets that are not closed."""
    return set(widget_module._instances)


def send_message(widget: ipywidgets.Widget, content: dict[str, Any]) -> None:
    """Send a message to a widget, as the page does."""
    widget._handle_custom_msg(content, [])


def observer_counts(widget: ipywidgets.Widget) -> str:
    """Return how many observers each trait has."""
    return str({name: len(found) for name, found in widget._trait_notifiers.items()})


def widgets_in(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return a widget and everything in it."""
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in widgets_in(child))]


def html_in(widget: ipywidgets.Widget) -> str:
    """Return the HTML of all parts of a panel."""
    return "".join(str(part.value) for part in widgets_in(widget) if isinstance(part, ipywidgets.HTML))


def text_of(html: str) -> str:
    """Return HTML without its tags."""
    return re.sub(r"<[^>]+>", "", html)
