"""Fairness in the open: everybody's accounts, and who is asked next for a night or a Saturday."""
