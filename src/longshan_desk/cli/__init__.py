"""The command line: the same actions and queries as the window, for people and other programs."""
