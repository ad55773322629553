"""Report all that the law doesn't let an agreement set, at once, each with its bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.agreements.terms import Applied, Term
from scheduler.errors import UnlawfulDerogationError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A term, or the choice of an agreement, that is refused: a French sentence says why."""

    refused: Term | Applied
    why: str


class UnlawfulTermsError(UnlawfulDerogationError):
    """
    Terms that the law does not allow, or that name nothing.

    `refusals` holds them all, in the order given.
    """

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        count = len(self.refusals)
        head = "1 valeur refusée" if count == 1 else f"{count} valeurs refusées"
        super().__init__(
            "\n".join((f"{head} :", *(f"- {refusal.why}" for refusal in self.refusals)))
        )
