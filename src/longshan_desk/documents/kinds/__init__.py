"""The papers: each builds its blocks from facts. Blank facts give the form to fill in by hand."""
