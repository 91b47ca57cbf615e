"""Papers: the blocks they are made of, what fills them, and the Word file."""
