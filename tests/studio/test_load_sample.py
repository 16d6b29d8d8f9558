"""A bundled block by its name."""

from __future__ import annotations

import pytest

from edgeanomaly_nb.studio.load_sample import load_sample
from tests.bodies import body
from tests.studio.server import (
    answer,
)

GOOD = answer(body())


@pytest.mark.usefixtures("no_network")
def test_sample_by_name():
    assert load_sample("fan").source.learn_id == 7
    with pytest.raises(ValueError, match=r"no sample 'motoin'\. Did you mean 'motion'\?"):
        load_sample("motoin")
    with pytest.raises(ValueError, match="There are: motion, "):
        load_sample("???")
