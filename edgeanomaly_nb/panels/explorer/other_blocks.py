"""OtherBlocks: a select with the other blocks of the project, to compare one with the block that is shown."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from ...block.config import AnomalyConfig
from ...studio.client import StudioClient
from ..shared.alerts import show_error
from ..shared.layouts import WHOLE_DESCRIPTION
from .block_handle import BlockHandle
from .messages import Options, block_options

_PROMPT = "choose a block"
_NONE = -1  # with the value None, ipywidgets would show an empty select


class OtherBlocks(widgets.Dropdown):  # type: ignore[misc]
    """A select with the other blocks of the project; a choice fetches the block and hands it over.

    Parameters
    ----------
    block : BlockHandle
        The block that is shown.
    take : callable
        Called with the config of the chosen block.
    fail : callable
        Called with the text of an error.
    """

    def __init__(
        self,
        block: BlockHandle,
        take: Callable[[AnomalyConfig], object],
        fail: Callable[[str], object],
    ) -> None:
        self._block, self._take, self._fail = block, take, fail
        super().__init__(
            description="Another block",
            disabled=True,
            style=WHOLE_DESCRIPTION,
            layout={"width": "auto", "min_width": "0", "max_width": "520px"},
        )
        self._offer([("loading…", _NONE)])
        project_id = block.project_id
        if block.client is None or block.background is None or project_id is None:
            self.layout.display = "none"
            return
        self.observe(lambda change: self._choose(change.new), names="value")
        block.fetch(lambda client: client.list_anomaly_blocks(project_id), self._fill)

    def _fill(self, blocks: pd.DataFrame | Exception) -> None:
        if isinstance(blocks, Exception):
            self._offer([("the blocks cannot be listed", _NONE)])
            show_error(blocks, self._fail)
            return
        others = blocks[blocks.learn_id != self._block.learn_id]
        self.disabled = others.empty
        text = _PROMPT if len(others) else "this project has no other block"
        listed = [option for option in block_options(others, None) if option[1] is not None]
        self._offer([(text, _NONE), *listed])

    def _offer(self, options: Options) -> None:
        self.options, self.value = options, _NONE

    def _choose(self, learn_id: int) -> None:
        project_id = self._block.project_id
        if learn_id == _NONE or project_id is None:
            return
        self.disabled = True

        def work(client: StudioClient) -> AnomalyConfig:
            return client.get_anomaly(project_id, learn_id)

        self._block.fetch(work, self._receive)

    def _receive(self, config: AnomalyConfig | Exception) -> None:
        self.disabled = False
        if isinstance(config, Exception):
            show_error(config, self._fail)
        else:
            self._take(config)
