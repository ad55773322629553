"""Make identifiers from names, so that nobody has to invent them."""

from __future__ import annotations

from collections.abc import Container

from api.french.plain import plain

LONGEST = 40
"""The most characters of an identifier that is made, without the number of a namesake."""


def identifier(name: str, taken: Container[str], *, otherwise: str = "sans-nom") -> str:
    """
    Return a new identifier that reads like a name: « Zoé Été » gives `zoe-ete`.

    `taken`: the identifiers of its kind; a namesake gets the next number (`zoe-ete-2`).
    `otherwise`: what a name without letters or digits gives. The caller adds what it returns to
    `taken` before it names the next row.
    """
    stem = plain(name).replace(" ", "-")[:LONGEST].strip("-") or otherwise
    free, number = stem, 2
    while free in taken:
        free, number = f"{stem}-{number}", number + 1
    return free
