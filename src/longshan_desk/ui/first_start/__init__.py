"""The first start: what this computer is for, the village, its households."""
