"""Settings of the documentation site, which `tools.build_docs` builds from a copy of this folder."""

from __future__ import annotations

import inspect
from typing import Any

from traitlets import HasTraits

from edgeanomaly_nb import __version__
from tools.docs_pictures import MAKERS

project = "edgeanomaly_nb"
author = "the edgeanomaly_nb developers"
copyright = author
release = version = __version__
language = "en"

extensions = ["sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc", "myst_nb"]
templates_path = ["_templates"]
nitpicky = False  # types of other packages cannot be linked without a network

# Notebooks are committed with their outputs, which the tests compare with a run.
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # would load scripts from the network
# A page has no kernel, so it shows the static form of a panel.
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autosummary_generate = True
autosummary_context = {
    "pictures": sorted(MAKERS),
    # What a class inherits from these is described elsewhere.
    "internals": "add_traits, redraw, set_axes, static_html, unknown_text",
    "ancestors": "object, BaseException, tuple, AnyWidget, VBox, Box, DOMWidget, Widget, HasTraits",
}
autodoc_typehints = "none"  # the docstrings have the types
numpydoc_show_class_members = False  # the template of a class lists them
numpydoc_xref_param_type = False
toc_object_entries_show_parents = "hide"

html_title = f"edgeanomaly_nb {version}"
html_theme = "pydata_sphinx_theme"
html_static_path = ["_static"]
html_extra_path = ["extra"]  # a report, which tools.build_docs writes
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False  # a page that is opened from disk may not read other pages
html_theme_options = {
    "navbar_align": "left",
    "navbar_persistent": ["search-button-field"],
    "navbar_end": ["theme-switcher"],
    "header_links_before_dropdown": 8,
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": ["sphinx-version"],
}
html_sidebars = {"get-started": [], "faq": [], "changelog": []}
html_context = {"default_mode": "auto"}


def own_signature(
    _app: Any, what: str, _name: str, thing: Any, _options: Any, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Return the parameters of a panel's own `__init__`, which traitlets hides."""
    if what != "class" or not issubclass(thing, HasTraits):
        return signature, returns
    _, *parameters = inspect.signature(thing.__init__).parameters.values()
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in parameters]
    return str(inspect.Signature(plain)), returns


def setup(app: Any) -> None:
    app.connect("autodoc-process-signature", own_signature)
