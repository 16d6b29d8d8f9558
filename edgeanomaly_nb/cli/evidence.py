"""The options for a trained model and for windows, and reading them from files or from the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import click

from ..text import one_line
from .fetching import FetchedBlocks
from .options import file_option
from .output.terminal import status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..block.config import AnomalyConfig
    from ..firmware.read import FirmwareHeader
    from ..scores.model import AnomalyModel
    from ..scores.windows import Windows

#: What a block was or was not trained on.
CATEGORIES = ("training", "testing")

model_option = file_option(
    "--model", "model_file", "The trained model, saved by “fetch --model” or model.save()."
)
windows_option = file_option(
    "--windows", "windows_file", "Windows as .npy, CSV or Parquet, with all features of the block."
)
category_option = click.option(
    "--category",
    type=click.Choice(CATEGORIES),
    help="Whether the block was trained on the windows of the file.",
)
firmware_option = file_option(
    "--firmware",
    "firmware_paths",
    "A header that “firmware” wrote earlier, or a folder of them: are its thresholds still those of Studio? "
    "Can be repeated.",
    type=click.Path(exists=True),
    metavar="FILE|FOLDER",
    multiple=True,
)


class Evidence(NamedTuple):
    """A trained model, windows and headers, each None if missing; the config is None for a model alone."""

    config: AnomalyConfig | None = None
    model: AnomalyModel | None = None
    windows: Windows | None = None
    firmware: Sequence[FirmwareHeader] | None = None


def evidence_of(
    fetched: FetchedBlocks,
    model_file: str | None,
    windows_file: str | None,
    category: str | None,
    headers: Sequence[FirmwareHeader] = (),
) -> Evidence:
    """Return the model and the windows of the only fetched block, and the headers of all.

    Without a file, the model is fetched from where the block was fetched, if windows are given.

    Raises
    ------
    click.UsageError
        There are several blocks, or a saved config has windows but no model.

    Examples
    --------
    >>> evidence_of(FetchedBlocks(), None, None, None)
    Evidence(config=None, model=None, windows=None, firmware=None)
    """
    if windows_file is None and category is not None:
        raise click.UsageError("--category describes the windows of --windows, which is missing.")
    firmware = headers or None
    if model_file is None and windows_file is None:
        return Evidence(firmware=firmware)
    if len(fetched.configs) != 1:
        raise click.UsageError(
            f"--model and --windows are of one block, but {len(fetched.configs):,} are selected."
        )
    (config,) = fetched.configs
    model = fetched_model(fetched, config) if model_file is None else read_model(model_file, config)
    windows = None if windows_file is None else read_windows(windows_file, model, category)
    return Evidence(config, model, windows, firmware)


def rules_not_run(evidence: Evidence) -> dict[str, str]:
    """Return the rules that need a model or windows that are missing, and what each of them needs.

    Examples
    --------
    >>> rules_not_run(Evidence())["other-windows"]
    'needs a model and windows: --model and --windows'
    """
    from ..checks.rules import RULES

    missing = {name for name in _NEEDS if getattr(evidence, name) is None}
    return {rule.code: _NEEDS[rule.needs[-1]] for rule in RULES if missing & {*rule.needs}}


_NEEDS = {
    "model": "needs a model: --model",
    "windows": "needs a model and windows: --model and --windows",
    "firmware": "needs a header: --firmware",
}


def fetched_model(fetched: FetchedBlocks, config: AnomalyConfig) -> AnomalyModel:
    """Fetch the trained model of a block from where the block was fetched.

    Raises
    ------
    click.ClickException
        The block was read from a file, or is visual or custom.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.fetching import fetch_blocks
    >>> from edgeanomaly_nb.cli.selection import BlockSelection
    >>> fetched = fetch_blocks(BlockSelection(sample="fan"))
    >>> fetched_model(fetched, fetched.configs[0]).kind.name
    'GMM'
    """
    if fetched.client is None:
        raise click.UsageError("A saved config has no trained model: add --model FILE.")
    if not config.kind.has_axes:
        source = config.source
        raise click.ClickException(
            f"{one_line(config.name, 60)} is a {config.kind.name} block. The command computes scores of "
            "K-means and GMM blocks only, since the service sends no model of others. The scores that "
            "the service computed in model testing are on that page of Studio, and in Python: "
            f"client.get_test_scores({source.project_id}, {source.impulse_id or 'impulse_id'}, "
            f"{source.learn_id}). “edgeanomaly-nb show” prints the thresholds."
        )
    with status("Fetching the trained model"):
        return fetched.client.get_anomaly_model(*_ids(config))


def fetch_windows(fetched: FetchedBlocks, config: AnomalyConfig, category: str) -> Windows:
    """Fetch the windows of a block from where the block was fetched.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.fetching import fetch_blocks
    >>> from edgeanomaly_nb.cli.selection import BlockSelection
    >>> fetched = fetch_blocks(BlockSelection(sample="fan"))
    >>> len(fetch_windows(fetched, fetched.configs[0], "testing"))
    476
    """
    client = fetched.client
    assert client is not None  # noqa: S101  # the model was fetched with it
    with status(f"Fetching the {category} windows"):
        return client.get_windows(*_ids(config), category)


def _ids(config: AnomalyConfig) -> tuple[int, int]:
    """Return project and block, which every fetched config has."""
    return cast("int", config.source.project_id), cast("int", config.source.learn_id)


def read_model(path: str, config: AnomalyConfig | None) -> AnomalyModel:
    """Read a saved model; `config` has the labels of its axes."""
    from ..scores.model import AnomalyModel

    return AnomalyModel.load(path, config=config)


def read_windows(path: str, model: AnomalyModel, category: str | None) -> Windows:
    """Read windows, and refuse those that do not fit the model.

    Raises
    ------
    click.ClickException
        A trained axis is missing, or there are too few or too many features.
    """
    from ..scores.load_windows import load_windows

    with status("Reading the windows"):
        windows = load_windows(path, category=category or "")
    try:
        model.score(windows[:1])
    except ValueError as error:
        raise click.ClickException(f"{path} does not fit. {error}") from error
    return windows
