"""Prévision: the tense weeks of months to come, with a plot a dispositif."""
