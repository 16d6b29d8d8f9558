"""axe-core finds nothing serious in any panel, in light and dark themes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

PANELS = {
    "axes": 'ea.AxesPanel(ea.load_sample("motion"))',
    "axes-large": 'ea.AxesPanel(ea.load_sample("large"))',
    "axes-one-class": 'ea.AxesPanel(ea.load_sample("one-class"))',
    "thresholds": 'ea.ThresholdsPanel(ea.load_sample("dropdown"))',
    "explorer": "ea.explore()",
    "compare": 'ComparePanel(ea.load_sample("motion-later"), ea.load_sample("motion"))',
    "export": 'ExportPanel(BlockHandle(ea.load_sample("motion")))',
}
READY = "[role=grid], [role=slider], input[type=range], [role=tab], [role=status]:not(:empty)"
IMPORTS = """import edgeanomaly_nb as ea
from edgeanomaly_nb.panels import ComparePanel
from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
from edgeanomaly_nb.panels.explorer.export_panel import ExportPanel"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(lab, theme):
    notebook = lab(IMPORTS, *PANELS.values(), theme=theme)
    outputs = notebook.panel.locator(".jp-OutputArea-output:has(.widget-vbox)")
    notebook.panel.get_by_role("slider").first.wait_for()
    notebook.panel.get_by_text("Loaded block 4").wait_for()
    for at, name in enumerate(PANELS):
        outputs.nth(at).locator(READY).first.wait_for()
        outputs.nth(at).scroll_into_view_if_needed()
        outputs.nth(at).screenshot(path=notebook.pictures / f"{name}-{theme[-5:].strip().lower()}.png")
    found = Axe().run(notebook.page, context=".jp-OutputArea-output").response["violations"]
    serious = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert not serious
