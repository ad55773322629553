"""Define a branch agreement as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from constraints.agreements.clause import Clause
from constraints.agreements.terms import Provision, Strength, Term


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """
    A branch agreement as data: values for the Code's rules, its own rules, notes for RH.

    `text` is the name by which its sources cite it; `stated` the date of the version that was read.
    `clauses` are the agreement's own rules. `provisions` list what the agreement says and no rule
    computes; `warnings` are French sentences for RH.
    """

    id: str
    name: str
    text: str
    idcc: int
    strength: Strength
    stated: date
    terms: tuple[Term, ...] = ()
    clauses: tuple[Clause, ...] = ()
    provisions: tuple[Provision, ...] = ()
    warnings: tuple[str, ...] = ()
