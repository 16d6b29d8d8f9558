"""A clear error where something else than a trained model is given."""

from __future__ import annotations

from .model import AnomalyModel


def model_given(model: object) -> AnomalyModel:
    """Return a model; refuse everything else.

    Raises
    ------
    TypeError
        It is not an `AnomalyModel`.

    Examples
    --------
    >>> model_given("model.json")
    Traceback (most recent call last):
        ...
    TypeError: model must be an AnomalyModel, not str: read a saved one with AnomalyModel.load(path).
    """
    if isinstance(model, AnomalyModel):
        return model
    raise TypeError(
        f"model must be an AnomalyModel, not {type(model).__name__}: read a saved one with "
        "AnomalyModel.load(path)."
    )
