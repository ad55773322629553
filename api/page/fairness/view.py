"""What the page of fairness shows: accounts of a kind, their plot, and who is asked next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.fairness.reading import behind_first
from api.fairness.words import balance_words, run_words, shown_name, stopped_words
from api.french.words import long_date
from api.page.fairness.plot import Plot, plot_of
from api.planning.fairness.words import amount, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.fairness.service import NextInLine
    from api.page.fairness.choice import Choice
    from api.planning.fairness.accounts import Account


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """A person's account, in words."""

    name: str
    opening: str
    count: str
    due: str
    difference: str
    closing: str


@dataclass(frozen=True, kw_only=True)
class NextView:
    """Who is asked next on a day, in words."""

    title: str
    holders: str
    order: tuple[tuple[str, str], ...]
    stopped: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FairnessView:
    """The accounts of a kind; `total`: what all had. `csv`: the address of the table."""

    heading: str
    rows: tuple[AccountRow, ...]
    total: int
    plot: Plot | None
    csv: str


def fairness_view(accounts: Sequence[Account], choice: Choice) -> FairnessView:
    """Show accounts of one kind, whoever is farthest behind first."""
    ordered = behind_first(accounts)
    query = {"first": choice.first, "last": choice.last, "kind": choice.kind.word}
    first, last = choice.months
    months = [movement.month for movement in ordered[0].movements] if ordered else []
    return FairnessView(
        heading=", ".join(filter(None, (choice.kind.title, choice.place, run_words(first, last)))),
        rows=tuple(
            AccountRow(
                name=shown_name(account, last),
                opening=signed(account.opening),
                count=str(account.count),
                due=amount(account.due),
                difference=signed(account.difference),
                closing=signed(account.closing),
            )
            for account in ordered
        ),
        total=sum(account.count for account in ordered),
        plot=plot_of(ordered, months) if ordered else None,
        csv="/api/v1/responsable/equite.csv?"
        + urlencode(query | ({"dispositif": choice.dispositif} if choice.dispositif else {})),
    )


def next_view(line: NextInLine) -> NextView:
    """Show the order in which people are asked, and who can't be."""
    return NextView(
        title=f"{line.kind.title} du {long_date(line.day)}",
        holders=", ".join(mediator.name for mediator in line.holders),
        order=tuple(
            (each.mediator.name, balance_words(each.balance, line.kind.noun)) for each in line.order
        ),
        stopped=tuple(map(stopped_words, line.stopped)),
    )
