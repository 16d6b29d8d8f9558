"""A clear error where something else than a config is given."""

from __future__ import annotations

from .config import AnomalyConfig


def config_given(config: object, taker: str) -> AnomalyConfig:
    """Return a config; refuse everything else.

    Parameters
    ----------
    config : object
        What the user gave.
    taker : str
        The function, for the message.

    Raises
    ------
    TypeError
        It is not an `AnomalyConfig`.

    Examples
    --------
    >>> config_given("block.json", "plot_axes")
    Traceback (most recent call last):
        ...
    TypeError: plot_axes takes an AnomalyConfig, not str: read a saved one with AnomalyConfig.load(path).
    """
    if isinstance(config, AnomalyConfig):
        return config
    raise TypeError(
        f"{taker} takes an AnomalyConfig, not {type(config).__name__}: read a saved one with "
        "AnomalyConfig.load(path)."
    )
