"""说事会: the month's hearings, one meeting's page, and the committees' meetings."""
