"""Which blocks a command is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = "all"
#: What ``--sample`` without a name gives: the service that has the bundled projects.
THE_SAMPLES = ""


@dataclass(frozen=True)
class Wanted:
    """What the options ``--project``, ``--block`` and ``--sample`` and the files say.

    Parameters
    ----------
    project : int, optional
        The project.
    blocks : tuple of int, or ``("all",)``
        The blocks, each once; empty when none was given.
    sample : str, optional
        The name of a sample, or `THE_SAMPLES`.
    files : tuple of str
        Saved configs.
    """

    project: int | None
    blocks: tuple[int | str, ...]
    sample: str | None
    files: tuple[str, ...] = ()

    @classmethod
    def given(
        cls,
        project: int | None,
        blocks: Sequence[tuple[int | str, ...]],
        sample: str | None,
        files: Sequence[str] = (),
    ) -> Wanted:
        """Check that the options go together.

        Examples
        --------
        >>> Wanted.given(1, [(4, 7), (4,)], None).blocks
        (4, 7)
        """
        flat = tuple(dict.fromkeys(block for part in blocks for block in part))
        wanted = cls(project, (ALL,) if ALL in flat else flat, sample, tuple(files))
        if sample and (project is not None or flat):
            raise refusal(f"--sample {sample} is one block: leave out its name, or --project and --block.")
        if files and (sample is not None or project is not None or flat):
            raise refusal("Give either files, or --project, --block and --sample.")
        return wanted

    @property
    def may_be_several(self) -> bool:
        """Whether more than one block was asked for, however many there are."""
        return len(self.blocks) > 1 or self.blocks == (ALL,) or len(self.files) > 1


def refusal(message: str) -> click.UsageError:
    """Make an error that points to the help of the command.

    Examples
    --------
    >>> raise refusal("Give a block.")
    Traceback (most recent call last):
        ...
    click.exceptions.UsageError: Give a block.
    """
    return click.UsageError(message, click.get_current_context(silent=True))
