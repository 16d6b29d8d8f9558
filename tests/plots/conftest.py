from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes


def markup_in(ax: Axes) -> list[str]:
    """List the texts that matplotlib or TeX would read as markup."""
    return [
        text.get_text()
        for text in ax.findobj(Text)
        if set(text.get_text()) & set("$\\") and (text.get_parse_math() or text.get_usetex())
    ]


@pytest.fixture(autouse=True)
def no_screen() -> Iterator[None]:
    """Draw without a screen, in matplotlib's own style, and leave no figure behind."""
    plt.switch_backend("Agg")
    with mpl.rc_context():
        mpl.rcdefaults()
        plt.switch_backend("Agg")
        yield
    plt.close("all")
