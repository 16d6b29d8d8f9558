"""The thresholds of a block as a header for C and C++, and as an option of the Linux runner."""

from .header import firmware_header
from .read import FirmwareHeader
from .runner import runner_thresholds

__all__ = ["FirmwareHeader", "firmware_header", "runner_thresholds"]
