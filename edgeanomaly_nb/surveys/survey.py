"""`Survey`: the anomaly blocks of many projects, as frames built on first use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ..block.config import AnomalyConfig
from ..block.frames import own_copy
from ..checks.findings import FindingSettings
from .rows import INTERRUPTED, Row
from .text import survey_html, survey_text

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

    from .frames import Found


@dataclass(frozen=True, repr=False, eq=False)
class Survey:
    """The anomaly blocks of many projects.

    Created by `survey` or `Survey.load`. Its frames are built on first use; each call returns a copy.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> survey = ea.survey(client=ea.StudioClient.sample())
    >>> survey.blocks[["project_id", "learn_id", "kind", "selected", "threshold", "suggestion"]].head(2)
       project_id  learn_id     kind  selected  threshold  suggestion
    0      481207         4  K-means         6        0.3         0.5
    1      481207         7  K-means         6        0.3         NaN
    """

    rows: Sequence[Row] = field(repr=False)
    project_names: Mapping[int, str] = field(default_factory=dict)
    host: str | None = None
    surveyed_at: datetime | None = None
    """When it was finished, in UTC."""
    stopped: str = ""
    """Why not everything was attempted; empty if everything was."""
    finding_settings: FindingSettings = field(default_factory=lambda: FindingSettings())

    @property
    def blocks(self) -> pd.DataFrame:
        """One row per block.

        A project without an anomaly block has one row without a block and without an error. A project or a
        block that could not be fetched has a row with its error.

        =========================  ==============  ========================================================
        column                     dtype           meaning
        =========================  ==============  ========================================================
        project_id                 Int64           the project; missing for a file that does not name it
        project_name               str             missing if it is not known
        impulse_id, impulse_name   Int64, str      missing if they are not known
        learn_id                   Int64           the block; missing without one
        name, kind                 str             name of the block, and its kind, such as K-means
        trained                    boolean         True if it is trained
        stale                      boolean         the impulse changed since; missing if it is not known
        clusters                   Int64           clusters or components
        axes, selected, favourite  Int64           numbers of axes; missing for a kind without axes
        favourites_not_selected    Int64           number of favourites that are not selected
        errors, warnings, infos    Int64           number of findings of each severity
        threshold_key              str             the threshold of the score: the first that is a number
        threshold, suggestion      float64         its value and its suggestion, as anomaly scores (no unit)
        difference                 float64         `threshold` - `suggestion`
        not_as_suggested           Int64           number of thresholds whose value is not the suggested one
        fetched_at                 datetime (UTC)  when it was fetched
        error                      str             why there is no config; missing if there is no error
        =========================  ==============  ========================================================
        """
        return own_copy(self._blocks)

    @property
    def axes(self) -> pd.DataFrame:
        """The axes of all blocks, with the columns of `AnomalyConfig.axes`.

        The index has the levels ``project_id``, ``impulse_id``, ``learn_id`` and ``ix``.
        """
        return own_copy(self._axes)

    @property
    def thresholds(self) -> pd.DataFrame:
        """The thresholds of all blocks, with the columns of `AnomalyConfig.thresholds`.

        The index has the levels ``project_id``, ``impulse_id``, ``learn_id`` and ``key``.
        """
        return own_copy(self._thresholds)

    @property
    def findings(self) -> pd.DataFrame:
        """The findings of all blocks, the most severe first.

        Columns: ``project_id``, ``impulse_id``, ``learn_id``, then those of `AnomalyConfig.findings`.
        """
        return own_copy(self._findings)

    @property
    def configs(self) -> dict[tuple[int, int], AnomalyConfig]:
        """The config of each block that was fetched, by project and block.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> ea.survey([519640], client=ea.StudioClient.sample()).configs[519640, 7].name
        'Fan anomaly'
        """
        return {
            (row.project_id, row.learn_id): row.config
            for row in self.rows
            if row.config is not None and row.project_id is not None and row.learn_id is not None
        }

    @cached_property
    def _axes(self) -> pd.DataFrame:
        from .frames import axes_frame

        return axes_frame(self.rows)

    @cached_property
    def _thresholds(self) -> pd.DataFrame:
        from .frames import thresholds_frame

        return thresholds_frame(self.rows)

    @cached_property
    def _found(self) -> list[Found]:
        from .frames import find
        from .progress import with_progress

        return find(with_progress(self.rows, "Checking blocks"), self.finding_settings)

    @cached_property
    def _findings(self) -> pd.DataFrame:
        from .frames import findings_frame

        return findings_frame(self.rows, self._found)

    @cached_property
    def _blocks(self) -> pd.DataFrame:
        from .frames import blocks_frame

        return blocks_frame(self.rows, self.project_names, self._axes, self._thresholds, self._found)

    def plot(self, *, most_axes: int = 20, ax: Axes | np.ndarray | None = None) -> np.ndarray:
        """Draw the thresholds of all blocks against their suggestions, and the axes that most blocks select.

        Parameters
        ----------
        most_axes : int
            How many axes to draw, by label.
        ax : matplotlib Axes or array of Axes, optional
            Where to draw: one Axes, which is divided, or as many as there are pictures. By default a new
            pyplot figure.

        Returns
        -------
        numpy array of matplotlib Axes
            One per kind of block that has thresholds, the most frequent kind first: its suggestion against
            its threshold, where dashes at the left have no suggestion, and larger points are several blocks.
            The few points that are furthest from their suggestions have names, where there is room.
            Scores of two kinds do not compare. Then the axes by label.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> axes = ea.survey([519640], client=ea.StudioClient.sample()).plot()
        >>> [ax.get_title(loc="left") for ax in axes[:2]]
        ['K-means: 2 of 3 with suggestion', 'GMM: 3 of 3 with suggestion']
        """
        from ..plots.surveys.figure import Estate, plot_estate

        return plot_estate(Estate.of(self._blocks, self._axes, most_axes), ax)

    def to_html(
        self, path: str | os.PathLike[str] | None = None, *, made_at: datetime | None = None
    ) -> str | None:
        """Write the survey as one self-contained HTML page: one line per block, worst first, and pictures.

        Parameters
        ----------
        path : str or path, optional
            The file; without it the page is returned.
        made_at : datetime, optional
            The time to show; UTC if it has no time zone.

        Returns
        -------
        str or None
            The page; None if it was written to `path`.

        Raises
        ------
        OSError
            It cannot be written.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> ea.survey([519640], client=ea.StudioClient.sample()).to_html()[:15]
        '<!doctype html>'
        """
        from ..files import write_atomically
        from .html import page_parts

        parts = page_parts(self, made_at)
        if path is None:
            return b"".join(parts).decode()
        write_atomically(path, parts)
        return None

    def write(self, path: str | os.PathLike[str], *, made_at: datetime | None = None) -> Path:
        """Write the survey to one file; its suffix determines the form.

        Parameters
        ----------
        path : str or path
            ``.html``, as `to_html`; ``.csv``, the blocks; ``.parquet``, the blocks (extra ``parquet``);
            ``.xlsx``, blocks, thresholds and findings, and how many blocks select each axis (extra
            ``xlsx``). An existing file is replaced in one step.
        made_at : datetime, optional
            The time that the page shows.

        Returns
        -------
        Path
            `path`.

        Raises
        ------
        ValueError
            The suffix is another one.
        MissingExtraError
            The form needs a package that is not installed.
        OSError
            The file cannot be written.

        Examples
        --------
        >>> import tempfile, edgeanomaly_nb as ea
        >>> survey = ea.survey([519640], client=ea.StudioClient.sample())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     survey.write(f"{folder}/estate.csv").name
        'estate.csv'
        """
        from .write import write_survey

        return write_survey(self, path, made_at)

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Save the survey in a folder, which `load` reads.

        Parameters
        ----------
        folder : str or path
            The folder, as `survey` describes it for `into`; it is created if it does not exist.

        Returns
        -------
        Path
            `folder`.

        Raises
        ------
        MissingExtraError
            pyarrow, which writes the frames, is not installed.
        OSError
            A file cannot be written.

        Examples
        --------
        >>> import tempfile, edgeanomaly_nb as ea
        >>> survey = ea.survey([519640], client=ea.StudioClient.sample())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sorted(path.name for path in survey.save(folder).iterdir())[-5:]
        ['519640-7.json', 'axes.parquet', 'blocks.parquet', 'survey.jsonl', 'thresholds.parquet']
        """
        from .folder import Folder

        return Folder.to_write(folder).save(self)

    @classmethod
    def load(cls, folder: str | os.PathLike[str], *, findings: FindingSettings | None = None) -> Survey:
        """Return the survey in a folder; no network is needed.

        Parameters
        ----------
        folder : str or path
            Written by `survey` with `into`, or by `save`. A folder that contains only saved configs, such as
            the command ``edgeanomaly-nb fetch`` writes, is read, too.
        findings : dict, optional
            Keyword arguments for `AnomalyConfig.findings`, such as ``{"leave_out": ["no-favourites"]}``.

        Returns
        -------
        Survey
            The blocks in their order. A file that cannot be read is a row with its error, and loses no other.

        Raises
        ------
        InvalidFileError
            The folder contains no survey and no saved config.
        OSError
            It cannot be read.

        Examples
        --------
        >>> import tempfile, edgeanomaly_nb as ea
        >>> survey = ea.survey([519640], client=ea.StudioClient.sample())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     len(ea.Survey.load(survey.save(folder)))
        6
        """
        from .folder import Folder

        return Folder.to_read(folder).load(findings or FindingSettings())

    @property
    def is_interrupted(self) -> bool:
        """True if Ctrl-C ended it."""
        return self.stopped == INTERRUPTED

    @property
    def has_findings(self) -> bool:
        """True if the findings have been computed, which takes about 5 ms per block."""
        return "_found" in vars(self)

    def __len__(self) -> int:
        return sum(row.learn_id is not None for row in self.rows)

    def __repr__(self) -> str:
        return survey_text(self)

    def _repr_html_(self) -> str:
        return survey_html(self)
