"""The database of one desk: tables, the change log and the one door to both."""
