"""The page 四议两公开: the board, one decision, the rolls, the rules."""
