"""The options and files that select blocks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import click

from ..selection import ALL
from ..text import one_line

#: The value of ``--sample`` without a name: the service with the bundled projects.
SAMPLE_PROJECTS = ""


@dataclass(frozen=True)
class BlockSelection:
    """The values of ``--project``, ``--block`` and ``--sample``, and the files.

    Parameters
    ----------
    project : int, optional
        The project.
    blocks : tuple of int, or ``("all",)``
        The blocks, each once; empty when none was given.
    sample : str, optional
        The name of a sample, or `SAMPLE_PROJECTS`.
    files : tuple of str
        Saved configs.
    """

    project: int | None = None
    blocks: tuple[int | str, ...] = ()
    sample: str | None = None
    files: tuple[str, ...] = ()

    @classmethod
    def from_options(
        cls,
        project: int | None = None,
        blocks: Sequence[tuple[int | str, ...]] = (),
        sample: str | None = None,
        files: Sequence[str] = (),
    ) -> BlockSelection:
        """Return the selection, or raise a usage error if the options exclude each other.

        Examples
        --------
        >>> BlockSelection.from_options(1, [(4, 7), (4,)], None).blocks
        (4, 7)
        """
        flat = tuple(dict.fromkeys(block for part in blocks for block in part))
        if sample and (project is not None or flat):
            raise click.UsageError(
                f"--sample {sample} is one block: omit its name, or --project and --block."
            )
        if files and (sample is not None or project is not None or flat):
            raise click.UsageError("Use either files, or --project, --block and --sample.")
        return cls(project, (ALL,) if ALL in flat else flat, sample, tuple(files))

    @property
    def is_all(self) -> bool:
        """True if every block is selected."""
        return self.blocks == (ALL,)

    @property
    def is_empty(self) -> bool:
        """True if nothing is selected; the environment may still name a project."""
        return self == BlockSelection()

    @property
    def every_project(self) -> bool:
        """True if the blocks of every project are selected: those of the samples."""
        return self.is_all and self.sample is not None

    @property
    def may_be_several(self) -> bool:
        """True if more than one block is selected, however many there are."""
        return self.is_all or len(self.blocks) > 1 or len(self.files) > 1

    @property
    def project_id(self) -> int | None:
        """The project of ``--project``, or else of ``EI_PROJECT_ID``, which is ignored for the samples."""
        value = os.environ.get("EI_PROJECT_ID", "").strip()
        if self.project is not None or self.sample is not None or not value:
            return self.project
        if not (value.isascii() and value.isdigit()):
            raise click.UsageError(
                f"EI_PROJECT_ID is {one_line(value, 40)!r}; it must be the number of a project."
            )
        return int(value)
