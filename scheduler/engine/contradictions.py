"""
What the solver answered that other facts refute: it is told and logged, and never shown as proof.

CP-SAT has given wrong statuses and bounds (or-tools #2649, #5141, #5295). A rota is known to be
lawful by the audit alone, and costs what the goals measure on it; where an answer says otherwise,
the answer is wrong.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

log = logging.getLogger("roulement.solveur")


class Refuted(StrEnum):
    """
    What an answer claimed, and a known rota refutes.

    IMPOSSIBLE: that no rota does as well. BOUND: that none costs less. VALUE: what its own rota
    costs.
    """

    IMPOSSIBLE = "impossible"
    BOUND = "bound"
    VALUE = "value"


WORDS = {
    Refuted.IMPOSSIBLE: (
        "le solveur a répondu qu’aucun planning ne convient, alors qu’un planning légal est "
        "connu ; cette réponse est écartée."
    ),
    Refuted.BOUND: (
        "le solveur a donné une borne qu’un planning légal connu dément ; cette borne est écartée."
    ),
    Refuted.VALUE: (
        "le solveur a donné à un planning un coût qui n’est pas le sien ; le coût affiché est "
        "mesuré sur le planning."
    ),
}


@dataclass(frozen=True, order=True)
class Contradiction:
    """An answer that is refuted: what it claimed, and the place of the tier that it is about."""

    place: int
    claim: Refuted

    def sentence(self, part: str, tier: str) -> str:
        """Say it in French, with the names of its part and tier."""
        return f"{part}, « {tier} » : {WORDS[self.claim]}"
