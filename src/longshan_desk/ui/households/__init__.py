"""农户: the list, one household's page, and bringing in a roster."""
