"""Papers in the window: preview, printer, Word, PDF, and what was issued."""
