"""An invented village to look at and to try things on."""

from longshan_desk.demo.fill import DemoCounts, Size, fill_home

__all__ = ["DemoCounts", "Size", "fill_home"]
