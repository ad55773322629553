"""Choose months, a dispositif and a kind: the form of the page of fairness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.fairness.reading import kind_named
from api.page.span import dispositif_options, month_options
from api.planning.fairness.kinds import KINDS, FairnessKind
from api.shell.option import Option
from api.web.months import first_of

if TYPE_CHECKING:
    from datetime import date

    from api.access.caller import Caller
    from api.data.association import Association

RUN = 24
"""Months that are shown unless others are asked for."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """
    What is looked at: months, a dispositif (empty: all those of the caller), a kind.

    `missing`: why there is nothing to look at (empty: there is).
    """

    first: str
    last: str
    dispositif: str
    kind: FairnessKind
    firsts: tuple[Option, ...]
    lasts: tuple[Option, ...]
    dispositifs: tuple[Option, ...]
    kinds: tuple[Option, ...]
    missing: str

    @property
    def place(self) -> str:
        """The name of the dispositif (empty: all of them)."""
        return next((o.label for o in self.dispositifs if o.chosen and o.value), "")

    @property
    def months(self) -> tuple[date, date]:
        """The first days of the first and of the last month."""
        return first_of(self.first), first_of(self.last)


def chosen(
    who: Caller,
    association: Association,
    *,
    first: str,
    last: str,
    dispositif: str,
    kind: str,
) -> Choice:
    """
    Return the choice: unless named, two years to the last published month, all dispositifs.

    Raises
    ------
    BadRequestError
        No kind has this word.
    """
    published = association.published_months
    current = kind_named(kind) or KINDS[0]
    last = last or (published[-1] if published else "")
    before = [label for label in published if label <= last][-RUN:]
    first = first or (before[0] if before else last)
    return Choice(
        first=first,
        last=last,
        dispositif=dispositif,
        kind=current,
        firsts=_months(published, first),
        lasts=_months(published, last),
        dispositifs=dispositif_options(who, association, dispositif),
        kinds=tuple(
            Option(value=each.word, label=each.title, chosen=each is current) for each in KINDS
        ),
        missing="" if published else "Aucun mois n’est publié.",
    )


def _months(published: tuple[str, ...], label: str) -> tuple[Option, ...]:
    known = sorted({*published, label} - {""}, reverse=True)
    return month_options(known, label)
