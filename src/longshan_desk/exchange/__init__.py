"""Packages between desks: plain data in and out, sealed, signed and never half written."""
