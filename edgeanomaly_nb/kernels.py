"""Jupyter kernels that run with this Python, whatever kernelspec is installed under the name ``python3``.

An installed kernelspec may start the Python of another environment, which may not exist any more:
https://github.com/jupyter/jupyter_client/issues/35.
"""

from __future__ import annotations

import sys
from pathlib import Path

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
    """A manager that starts a kernel with this Python, without an installed kernelspec.

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
    """The kernelspecs of a server: ``python3`` is this Python, the others are the installed ones.

    Examples
    --------
    >>> import sys
    >>> ThisPythonSpecs().get_kernel_spec("python3").argv[0] == sys.executable
    True
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernelspec of this Python for ``python3``, otherwise the installed one."""
        return kernel_spec() if kernel_name == NAME else super().get_kernel_spec(kernel_name)

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the folders of all kernels, always with ``python3``, which has the logos of ipykernel."""
        import ipykernel

        return {**super().find_kernel_specs(), NAME: str(Path(ipykernel.__file__).parent / "resources")}
