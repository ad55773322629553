"""Propose the known name that somebody may have meant by one that isn't known."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(text: str, names: Iterable[str], least: float = 0.6) -> str:
    """Return the known name that is most like a text (empty: none is `least` alike, of 1)."""
    return next(iter(get_close_matches(text, list(names), n=1, cutoff=least)), "")


def suggestion(text: str, names: Iterable[str], least: float = 0.6) -> str:
    """Return ` (vouliez-vous dire « ada » ?)`, or nothing where no known name is near."""
    name = nearest(text, names, least)
    return f" ({question(name)})" if name else ""


def question(*names: str) -> str:
    """Return `vouliez-vous dire « --mois » ou « --sortie » ?`."""
    return f"vouliez-vous dire {' ou '.join(f'« {name} »' for name in names)} ?"
