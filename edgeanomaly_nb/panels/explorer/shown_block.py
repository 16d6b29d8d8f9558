"""ShownBlock: what can be done with the block that the explorer shows."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd

from ...block.config import AnomalyConfig
from ...report import write_report
from ..axes.panel import AxesPanel
from ..shared.panel import Panel
from ..thresholds.panel import ThresholdsPanel
from .block_handle import BlockHandle
from .block_tabs import BlockTabs
from .export_files import write_files


class ShownBlock(Panel):
    """The tabs of the block that is shown: their panels, exports, reports and a comparison.

    Subclasses set `tabs`.
    """

    tabs: BlockTabs

    @property
    def axes_panel(self) -> AxesPanel:
        """The panel of the Axes tab, for the block that is shown."""
        panel = self.tabs.axes_tab.open(self._loaded())
        if not isinstance(panel, AxesPanel):
            raise ValueError("This kind of block has no axes.")  # noqa: TRY004  # of the block, not of the code
        return panel

    @property
    def thresholds_panel(self) -> ThresholdsPanel:
        """The panel of the Thresholds tab, for the block that is shown."""
        return self.tabs.thresholds_tab.open(self._loaded())

    @property
    def marked(self) -> list[int]:
        """The indices that are marked in the Axes tab."""
        return list(self.axes_panel.marked)

    def export(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write the axes and thresholds as CSV and JSON, and the block as `AnomalyConfig.save` does.

        Parameters
        ----------
        folder : str or path
            The folder; it is created if it is missing, and files of the same name are replaced.

        Returns
        -------
        list of Path
            The files.

        Raises
        ------
        ValueError
            Nothing is loaded yet.
        OSError
            A file cannot be written.
        """
        return write_files(self._loaded(), folder)

    def write_report(self, path: str | os.PathLike[str], *, form: str | None = None) -> Path:
        """Write a report of the block that is shown, as `edgeanomaly_nb.write_report` does.

        Parameters
        ----------
        path : str or path
            The file; its suffix decides the form.
        form : {"html", "pdf", "md", "ipynb", "xlsx"}, optional
            The form, if the suffix does not decide it.

        Returns
        -------
        Path
            `path`.

        Raises
        ------
        ValueError
            Nothing is loaded yet, or the form is unknown.
        MissingExtraError
            The form needs a package that is not installed.
        OSError
            The file cannot be written.
        """
        return write_report(self._loaded().config, path, form=form, made_at=datetime.now(timezone.utc))

    def compare_with(
        self, other: str | os.PathLike[str] | AnomalyConfig, *, swapped: bool = False
    ) -> pd.DataFrame:
        """Compare the block that is shown, and each that is loaded after it, with another one.

        Parameters
        ----------
        other : str, path or AnomalyConfig
            The state before, or a file with it.
        swapped : bool
            True if `other` is the state after.

        Returns
        -------
        DataFrame
            The changes, as `edgeanomaly_nb.compare` returns them; the Compare tab shows them.

        Raises
        ------
        ValueError
            Nothing is loaded yet.
        InvalidFileError
            The file is not a saved config, or is incomplete.
        OSError
            The file cannot be read.
        """
        block = self._loaded()
        before = other if isinstance(other, AnomalyConfig) else AnomalyConfig.load(other)
        self.tabs.compare_with(before, swapped=swapped)
        return self.tabs.compare_tab.open(block).view

    def _loaded(self) -> BlockHandle:
        if self.tabs.block is None:
            raise ValueError("Nothing is loaded yet: call load() and wait for its result() first.")
        return self.tabs.block
