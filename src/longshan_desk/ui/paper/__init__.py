"""Papers on screen, on the printer, as PDF and as pictures, drawn from their blocks."""
