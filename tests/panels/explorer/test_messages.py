from __future__ import annotations

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.messages import block_options, project_options


def test_options_as_text():
    assert project_options(None, None) == [("another project, by its number", -1)]
    assert block_options(None, None) == [("the first one", None)]
    assert block_options(None, 5) == [("block 5", 5)]
    fans = ea.StudioClient.sample().list_anomaly_blocks(519640)
    assert block_options(fans, 7)[1] == ("Fan anomaly (GMM), block 7, impulse “Fan 1, GMM”", 7)
