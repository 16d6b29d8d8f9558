"""BlockChoice: the controls that choose a project and a block, and load it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import ipywidgets as widgets

from ..shared.layouts import ROW, WHOLE_DESCRIPTION
from .messages import BY_NUMBER, Options, block_options
from .state import REFRESH, ExplorerState

Handler = Callable[..., object]

_SELECT = {"width": "auto", "flex": "1 1 240px", "min_width": "0", "max_width": "520px"}


class BlockChoice(widgets.HBox):  # type: ignore[misc]
    """Two selects, a box for the number of a project, and a button that loads.

    Parameters
    ----------
    on_project, on_block : callable
        Called with the value of the option that the user chose.
    on_number : callable
        Called with the text that the user typed into the number box.
    on_load : callable
        Called at a click on the button.
    """

    def __init__(
        self,
        *,
        on_project: Callable[[int | None], object],
        on_number: Callable[[str], object],
        on_block: Callable[[int | None], object],
        on_load: Callable[[], object],
    ) -> None:
        self.project_select = widgets.Dropdown(description="Project", layout=_SELECT, style=WHOLE_DESCRIPTION)
        self.number_box = _number_box()
        self.block_select = widgets.Dropdown(description="Block", layout=_SELECT, style=WHOLE_DESCRIPTION)
        self.load_button = _load_button()
        self._on_project = lambda change: on_project(change.new)
        self._on_block = lambda change: on_block(change.new)
        self.number_box.observe(lambda change: on_number(change.new), names="value")
        self.load_button.on_click(lambda _: on_load())
        super().__init__(
            [self.project_select, self.number_box, self.block_select, self.load_button],
            layout=ROW,
        )

    def show(self, state: ExplorerState, *, busy: bool) -> None:
        """Show what can be chosen, what is chosen, and what the button would do."""
        option = state.project_option
        refill(self.project_select, state.project_options, option, self._on_project)
        self.number_box.layout.display = "" if option == BY_NUMBER else "none"
        self.number_box.value = state.typed
        refill(self.block_select, block_options(state.blocks, state.learn_id), state.learn_id, self._on_block)
        show_button(self.load_button, state.button_text(busy=busy), is_quiet=state.is_chosen_shown)
        self.load_button.disabled = busy


def _number_box() -> widgets.Text:
    return widgets.Text(
        description="Project number",
        placeholder="such as 481207",
        continuous_update=False,
        layout={"width": "240px"},
        style=WHOLE_DESCRIPTION,
    )


def _load_button() -> widgets.Button:
    return widgets.Button(button_style="primary", layout={"flex": "0 0 auto", "width": "auto"})


def show_button(button: widgets.Button, text: str, *, is_quiet: bool) -> None:
    """Show what the button that loads would do: in colour, or as an icon if nothing needs doing.

    The icon is made by ``explorer.css`` and the text stays, so that screen readers read it.

    Examples
    --------
    >>> button = widgets.Button()
    >>> show_button(button, "Refresh", is_quiet=True)
    >>> button.description, "edgeanomaly-refresh" in button._dom_classes
    ('Refresh', True)
    """
    button.description = text
    button.button_style = "" if is_quiet else "primary"
    is_refresh = text == REFRESH
    button.tooltip = "Load this block again" if is_refresh else "Load the chosen block from the service"
    (button.add_class if is_refresh else button.remove_class)("edgeanomaly-refresh")


def refill(select: widgets.Dropdown, options: Options, value: int | None, handler: Handler) -> None:
    """Set the options and the value of a select; the handler is called only for choices of the user.

    Examples
    --------
    >>> select = widgets.Dropdown(options=[("one", 1)])
    >>> refill(select, [("two", 2)], 2, print)
    >>> select.value
    2
    """
    with contextlib.suppress(ValueError):  # the first time there is no handler
        select.unobserve(handler, names="value")
    if list(select.options) != options:
        select.options = options
    select.value = value
    select.observe(handler, names="value")
