"""
Give the template its example rows: those of the small association that we deliver, and more.

For kinds without a file there, the example is the one that the API shows. It is about the same
people and places, so all examples together make one association.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import fixtures
from api.data.folder.load import load_with_rows
from api.data.rows.columns import Kind, cells_of
from api.data.rows.kinds import KINDS

SMALL = Path(fixtures.__file__).parent / "petit"
MOST = 3
"""How many example rows are shown for a kind that no other kind names."""

NAMED = frozenset(
    ("agences", "dispositifs", "sites", "personnes", "contrats", "gabarits", "besoins")
)
"""Kinds whose example rows are all shown: others name them."""


@cache
def examples() -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return the example rows of each kind, as cells by header; empty cells are left out."""
    small = load_with_rows(SMALL).tables
    examples: dict[str, Sequence[Mapping[str, str]]] = {}
    for name, kind in KINDS.items():
        rows = [cells_of(placed.row) for placed in small.of(kind.model)] or [_example(kind)]
        examples[name] = [
            {header: text for header, text in row.items() if text}
            for row in rows[: None if name in NAMED else MOST]
        ]
    return examples


def _example(kind: Kind) -> dict[str, str]:
    return cells_of(kind.model.model_validate(kind.examples))
