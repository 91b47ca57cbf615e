"""设置: the village, its roster, the rules' figures, its plan, who works here, backups."""
