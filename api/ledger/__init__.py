"""Registre: publications in an append-only chain, the months that stand after the last of them."""
