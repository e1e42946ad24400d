"""Huopan (货盘): open factory sourcing, from search to the courier's scan."""
