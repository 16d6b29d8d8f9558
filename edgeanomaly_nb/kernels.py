"""Kernels of Jupyter that run with this very Python, whatever is installed under the name ``python3``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

NAME = "python3"


def kernel_spec() -> KernelSpec:
    """Return the kernelspec of this Python.

    Examples
    --------
    >>> kernel_spec().argv[1:3]
    ['-m', 'ipykernel_launcher']
    """
    return KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Python 3 (ipykernel)",
        language="python",
        metadata={"debugger": True},
    )


class ThisPythonManager(AsyncKernelManager):
    """Starts a kernel with this Python, and looks for no kernelspec.

    Examples
    --------
    >>> import sys
    >>> ThisPythonManager().kernel_spec.argv[0] == sys.executable
    True
    """

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernelspec of this Python."""
        return kernel_spec()


class ThisPythonSpecs(KernelSpecManager):
    """For a server: ``python3`` is this Python; the other kernels stay.

    Examples
    --------
    >>> import sys
    >>> ThisPythonSpecs().get_kernel_spec("python3").argv[0] == sys.executable
    True
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernelspec of this Python for ``python3``, and otherwise what is installed."""
        return kernel_spec() if kernel_name == NAME else super().get_kernel_spec(kernel_name)

    def find_kernel_specs(self) -> dict[str, Any]:
        """Return the folders of all kernels; ``python3`` is always there, with the logos of ipykernel."""
        import ipykernel

        return {**super().find_kernel_specs(), NAME: str(Path(ipykernel.__file__).parent / "resources")}
