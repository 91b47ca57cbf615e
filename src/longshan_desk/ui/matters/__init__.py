"""事项: the lists, one matter's page, and the forms of its steps."""
