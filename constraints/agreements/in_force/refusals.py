"""Report all the terms that the law refuses, at once, each with its bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.agreements.terms import Applied, Term
from scheduler.errors import UnlawfulDerogationError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A refused term, or a refused choice of an agreement, with the reason in French."""

    refused: Term | Applied
    why: str


class UnlawfulTermsError(UnlawfulDerogationError):
    """
    Some terms are not allowed by the law, or name no known rule or parameter.

    `refusals` holds them all, in the order given.
    """

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        count = len(self.refusals)
        head = "1 valeur refusée" if count == 1 else f"{count} valeurs refusées"
        super().__init__(
            "\n".join((f"{head} :", *(f"- {refusal.why}" for refusal in self.refusals)))
        )
