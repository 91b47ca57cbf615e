"""Longshan Desk: the register of what villagers said and what became of it."""

__version__ = "0.1.0"
BUILD_DATE = "2026-11-23"
"""No clock on a real desk can be before this day; see ``data.log.clock``."""
