"""The screen on which the shifts of somebody away are given to others, one after the other."""
