"""走访日记: coverage at the top, writing a month of visits, and what else keeps the diary."""
