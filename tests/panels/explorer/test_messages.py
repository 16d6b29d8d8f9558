from __future__ import annotations

import datetime as dt

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.messages import block_options, heading_html, project_options
from tests.bodies import config


def test_options_as_text():
    assert project_options(None, None) == [("another project, by its number", -1)]
    assert block_options(None, None) == [("the first one", None)]
    assert block_options(None, 5) == [("block 5", 5)]
    fans = ea.StudioClient.sample().list_anomaly_blocks(519640)
    assert block_options(fans, 7)[1] == ("Fan anomaly (GMM), block 7, impulse “Fan 1, GMM”", 7)


def test_the_heading_shows_the_time_in_utc():
    at = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    block = ea.AnomalyConfig.from_json(config().to_json(), source=ea.Source(fetched_at=at))
    assert " · loaded 2026-01-02 01:04:05 UTC" in heading_html(block, is_old=False)
