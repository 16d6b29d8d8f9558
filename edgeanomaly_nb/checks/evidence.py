"""What a rule can use besides the config: the trained model, windows, their scores, a header."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import pandas as pd

from ..firmware.read import FirmwareHeader
from ..scores.model import AnomalyModel
from ..scores.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Evidence:
    """A trained model, windows and a header for firmware, each None if it was not passed.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> Evidence(ea.load_sample_model("motion")).has(["model"])
    True
    """

    model: AnomalyModel | None = None
    windows: Windows | None = None
    firmware: FirmwareHeader | None = None

    def has(self, needs: Iterable[str]) -> bool:
        """Return True if everything that a rule needs was passed."""
        return all(getattr(self, name) is not None for name in needs)

    def check(self) -> None:
        """Refuse windows that do not fit the model, and another header, before any rule uses them.

        Raises
        ------
        ValueError
            The windows do not have the trained axes.
        TypeError
            The header is not a `FirmwareHeader`.
        """
        if not isinstance(self.firmware, FirmwareHeader | None):
            raise TypeError(
                f"firmware must be a FirmwareHeader, not {type(self.firmware).__name__}: read the file with "
                "ea.FirmwareHeader.load(path)."
            )
        if self.has(["model", "windows"]):
            _ = self.scores

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The scores of the windows."""
        return cast("AnomalyModel", self.model).score(cast("Windows", self.windows))
