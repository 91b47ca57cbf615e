"""U盘交接: packages out and in, what waits for a person, joining and the list of PCs."""
