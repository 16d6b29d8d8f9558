"""The frames that list blocks and projects. Their columns and dtypes never vary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..block.frames import object_column, text_column
from .block_names import is_anomaly
from .data_schema import Impulse, Project


def blocks_frame(impulses: Sequence[Impulse]) -> pd.DataFrame:
    """Return the frame of `StudioClient.list_anomaly_blocks`, which describes its columns.

    Examples
    --------
    >>> blocks_frame([]).dtypes["learn_id"]
    dtype('int64')
    """
    every = [(impulse, block) for impulse in impulses for block in impulse.learn_blocks]
    rows = [(impulse, block) for impulse, block in every if is_anomaly(block.type)]
    return pd.DataFrame(
        {
            "impulse_id": pd.array([impulse.id for impulse, _ in rows], dtype="Int64"),
            "impulse_name": text_column([impulse.name for impulse, _ in rows]),
            "learn_id": np.array([block.id for _, block in rows], dtype=np.int64),
            "type": text_column([block.type for _, block in rows]),
            "name": text_column([block.name for _, block in rows]),
            "title": text_column([block.title for _, block in rows]),
            "dsp_ids": object_column(block.dsp or () for _, block in rows),
        }
    )


def projects_frame(projects: Sequence[Project]) -> pd.DataFrame:
    """Return the frame of `StudioClient.list_projects`, which describes its columns.

    Examples
    --------
    >>> projects_frame([]).columns.tolist()
    ['project_id', 'name']
    """
    return pd.DataFrame(
        {
            "project_id": np.array([project.id for project in projects], dtype=np.int64),
            "name": text_column([project.name for project in projects]),
        }
    )
