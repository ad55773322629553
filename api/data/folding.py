"""Faults that are one: the same thing wrong in many places is said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.plural import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

LISTED = 3
"""Places, or cells of a column, that are told one by one before the rest is counted."""

ALIKE = 6
"""Cells of one column that the same is expected of, from which they are folded."""


@dataclass(frozen=True)
class Folded:
    """
    One fault as it may be folded.

    `same`: what it has in common with the same fault elsewhere (None: it stands alone). `kind`:
    what it has in common with other faults of its column; `kind_named` names that column.
    """

    message: str
    where: str
    same: Hashable
    kind: Hashable
    kind_named: str


@dataclass(frozen=True)
class Lines:
    """Messages, a line each, and how many different faults they tell."""

    messages: tuple[str, ...]
    faults: int


def folded(faults: Sequence[Folded]) -> Lines:
    """Return the messages of faults in order, each fault and each kind of fault told once."""
    groups: dict[Hashable, list[Folded]] = {}
    for number, fault in enumerate(faults):
        groups.setdefault(number if fault.same is None else fault.same, []).append(fault)
    kinds: dict[Hashable, int] = defaultdict(int)
    for first, *_ in groups.values():
        if first.kind is not None:
            kinds[first.kind] += 1
    messages: list[str] = []
    shown: dict[Hashable, int] = defaultdict(int)
    for first, *others in groups.values():
        shown[first.kind] += 1
        if first.kind is None or kinds[first.kind] < ALIKE or shown[first.kind] <= LISTED:
            messages.append(first.message + _also(others))
        elif shown[first.kind] == kinds[first.kind]:
            rest = kinds[first.kind] - LISTED
            messages.append(f"{first.kind_named} : {rest} autres cellules à corriger de même")
    return Lines(tuple(messages), len(groups))


def _also(others: Sequence[Folded]) -> str:
    """Say where else the same is wrong."""
    if not others:
        return ""
    places = [fault.where for fault in others[:LISTED]]
    if len(others) > LISTED:
        places.append(f"et {plural(len(others) - LISTED, 'autre place', 'autres places')}")
    return f" (aussi {' ; '.join(places)})"
