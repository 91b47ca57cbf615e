"""The change log: registry of exchanged tables, recording of changes, the clock."""
