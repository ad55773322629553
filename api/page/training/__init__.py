"""Formations: what titles ask of people in training, and what is to be settled."""
