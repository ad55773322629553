"""What the page of wishes shows: what one would rather, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import month_name
from api.page.own.words import shift_words, stretch_words
from api.wishes.service import WishOutcome, answer_to, is_published
from scheduler.domain.time import PARIS, next_month

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from api.data.association import Association
    from api.data.stored.rows import Entry
    from api.planning.names import Names
    from scheduler.domain.people import Mediator

STEPS = (("1", "un peu"), ("5", "assez"), ("10", "beaucoup"))
"""How much a wish matters, as forms send it, and what it is called."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A wish, and what became of it; `open` while it may be taken back."""

    key: int
    number: int
    title: str
    when: str
    answer: str
    open: bool


def lines_of(
    entries: Iterable[Entry], association: Association, names: Names, now: datetime
) -> tuple[Line, ...]:
    """Write wishes as they stand at `now`, the latest day first."""
    ordered = sorted(entries, key=lambda entry: (entry.values["start"], entry.key), reverse=True)
    return tuple(_line(entry, association, names, now) for entry in ordered)


def open_month(association: Association, me: Mediator, now: datetime) -> str:
    """Return the name of the first month for which wishes may still be entered."""
    month = now.astimezone(PARIS).date().replace(day=1)
    while is_published(association, me.id, f"{month:%Y-%m}"):
        month = next_month(month)
    return month_name(month)


def _line(entry: Entry, association: Association, names: Names, now: datetime) -> Line:
    values, answer = entry.values, answer_to(association, entry, now)
    much = next((name for step, name in reversed(STEPS) if values["weight"] >= int(step)), "")
    shifts = "; ".join(
        shift_words(row.worked.duty.span, names.site(row.worked.duty.site)) for row in answer.shifts
    )
    because = shifts or "aucun service ne vous a été donné ce jour-là"
    if answer.why:
        because = f"{because}. Pourquoi : {answer.why}"
    words = {
        WishOutcome.WAITING: "En attente : le planning n’est pas publié",
        WishOutcome.GRANTED: f"Accordé : {shifts}" if shifts else "Accordé",
        WishOutcome.REFUSED: f"Non : {because}",
    }
    return Line(
        key=entry.key,
        number=entry.number,
        title=f"Plutôt {'au travail' if values['wants'] else 'libre'} ({much})",
        when=stretch_words(values["start"], values["end"], now.year),
        answer=words[answer.outcome],
        open=answer.outcome is WishOutcome.WAITING,
    )
