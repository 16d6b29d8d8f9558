"""The thresholds of a block as a header for C and C++, and as an option of the Linux runner."""

from .header import firmware_header
from .runner import runner_thresholds

__all__ = ["firmware_header", "runner_thresholds"]
