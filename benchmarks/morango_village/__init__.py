"""A village of two tables as an application of Django, for the environment that holds morango."""
