"""Équité: everybody's accounts with their plot, and who is asked next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.data.association import Association
from api.fairness.reading import accounts_within, behind_first, kind_named, rhythms_of
from api.fairness.service import NextInLine, next_in_line
from api.fairness.words import (
    EXPLAINED,
    accounts_csv,
    balance_words,
    run_words,
    shown_name,
    stopped_words,
)
from api.french.words import brief
from api.ledger.history import whole
from api.month.errors import BadRequestError
from api.month.frames import framed
from api.planning.fairness.accounts import Account
from api.planning.fairness.kinds import KINDS, FairnessKind
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import PREPARED
from api.shell.scale import Sheet, Tick, round_step
from api.shell.screens import Screens
from api.web.answering.download import download
from api.web.clock import Now
from api.web.months import Day, MonthQuery, OneMonth, first_of
from scheduler.balances import amount, signed
from scheduler.errors import InvalidProblemError

LEFT, TOP, BOTTOM = 40, 10, 250
"""Edges of the plot, in the units of the drawing, which is 280 high."""

DESK = Sheet(width=720, right=540, labels=12)
PHONE = Sheet(width=360, right=238, labels=5)
"""Right of both, there is room for names."""

NAMED = 3
"""How many people are named at each side of zero."""

APART = 13
"""Units between two names, at least."""

FINEST = 4
"""Steps that the taller side is cut into, at most."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A person's balances; `end`: name and last balance (empty: the line is one of many)."""

    points: str
    side: str
    end: str
    y: float


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The drawing; `zero`: where the fair part is."""

    sheet: Sheet
    lines: tuple[Line, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    zero: float


def plot_of(accounts: Sequence[Account], sheet: Sheet) -> Plot:
    """Draw the balances at the beginning and at each month's end; accounts in order of closing."""
    months = [movement.month for movement in accounts[0].movements]
    highest = max((max(_course(account)) for account in accounts), default=0)
    lowest = min((min(_course(account)) for account in accounts), default=0)
    step = round_step(float(max(highest, -lowest, 1)), FINEST)
    above, below = max(1, ceil(highest / step)), max(0, ceil(-lowest / step))
    unit = (BOTTOM - TOP) / ((above + below) * step)
    zero = TOP + above * step * unit

    def y(value: Fraction | int) -> float:
        return round(zero - float(value) * unit, 1)

    width = (sheet.right - LEFT) / len(months)
    behind = [a for a in accounts[:NAMED] if a.closing < 0]
    ahead = [a for a in accounts[-NAMED:] if a.closing > 0]
    names = _apart({a.mediator.id: y(a.closing) for a in (*ahead[::-1], *behind[::-1])})
    lines = []
    for account in accounts:
        who = account.mediator
        points = (
            f"{round(LEFT + n * width, 1)},{y(value)}" for n, value in enumerate(_course(account))
        )
        lines.append(
            Line(
                points=" ".join(points),
                side="" if who.id not in names else "ahead" if account.closing > 0 else "behind",
                end=f"{brief(who.name)} {signed(account.closing)}" if who.id in names else "",
                y=names.get(who.id, 0),
            )
        )
    return Plot(
        sheet=sheet,
        lines=tuple(sorted(lines, key=lambda line: bool(line.end))),
        rows=tuple(
            Tick(at=y(n * step), label=f"{n * step:+d}".replace("-", "−") if n else "0")
            for n in range(-below, above + 1)
        ),
        columns=tuple(
            Tick(at=round(LEFT + n * width, 1), label=f"{month:%m/%y}")
            for n, month in enumerate(months)
            if (month.month - 1) % (3 if len(months) > sheet.labels else 1) == 0
        ),
        zero=round(zero, 1),
    )


def _course(account: Account) -> tuple[Fraction, ...]:
    return account.opening, *account.balances


def _apart(wanted: dict[str, float]) -> dict[str, float]:
    """Push names apart, from the top down, and back up where they would leave the plot."""
    places: dict[str, float] = {}
    last = TOP - APART / 2
    for who, y in sorted(wanted.items(), key=lambda item: item[1]):
        last = places[who] = max(y, last + APART)
    limit = BOTTOM + APART / 2
    for who in reversed(places):
        limit = places[who] = min(places[who], limit)
        limit -= APART
    return {who: round(y, 1) for who, y in places.items()}


ENTRY = Entry(rank=18, address="/equite", title="Équité", roles=OVERSEERS, icon="scale")

GUIDES = (
    Guide(
        address="/aide/equite",
        title="Équité",
        file="planning/fairness",
        screens=("/equite",),
    ),
)

router = Screens(prefix="/equite")
Text = Annotated[str, Query(max_length=120)]
RUN = 24
"""Months that are shown unless others are asked for."""


@router.get("", may=role(Role.RH, Role.RESPONSABLE), dependencies=[PREPARED])
def fairness_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    first: OneMonth = "",
    last: OneMonth = "",
    dispositif: Text = "",
    kind: Text = "",
    jour: Annotated[Day | None, Query()] = None,
) -> Response:
    """
    Show the accounts of a kind over some months, and who is asked next on a day.

    Unless named, they are the two years to the last published month, of all dispositifs.
    """
    association, reach = whole(session), Reach(who, OVERSEERS)
    chosen, published = kind_named(kind) or KINDS[0], association.published_months
    last = last or (published[-1] if published else "")
    before = [label for label in published if label <= last][-RUN:]
    first = first or (before[0] if before else last)
    own = sorted(reach.dispositifs(association.dispositifs), key=lambda each: each.name)
    shown: dict[str, Any] = {}
    if published:
        months = first_of(first), first_of(last)
        accounts = behind_first(
            accounts_within(reach, association, *months, dispositif=dispositif, kind=chosen.word)
        )
        place = next((each.name for each in own if each.id == dispositif), "")
        line, refusal = None, ""
        if jour is not None:
            among = reach.chosen(association.dispositifs, dispositif)
            line, refusal = _next(association, chosen, jour, among, now)
        shown = {
            "accounts": accounts,
            "heading": ", ".join(filter(None, (chosen.title, place, run_words(*months)))),
            "month": months[-1],
            "plots": [plot_of(accounts, sheet) for sheet in (DESK, PHONE)] if accounts else (),
            "rhythms": rhythms_of(association, months[-1], accounts),
            "line": line,
            "refusal": refusal,
        }
    return render(
        request,
        "fairness/accounts.html",
        published=published,
        first=first,
        last=last,
        dispositif=dispositif,
        dispositifs=own,
        kind=chosen,
        kinds=KINDS,
        day=jour,
        explained=EXPLAINED,
        amount=amount,
        signed=signed,
        shown_name=shown_name,
        balance_words=balance_words,
        stopped_words=stopped_words,
        **shown,
    )


@router.get("/comptes.csv", may=role(Role.RH, Role.RESPONSABLE))
def fairness_table(
    who: Who,
    session: Reading,
    first: MonthQuery,
    last: MonthQuery,
    *,
    dispositif: Text = "",
    kind: Text = "",
) -> Response:
    """Give the same accounts as CSV: a line per kind, person and month."""
    months = first_of(first), first_of(last)
    accounts = accounts_within(
        Reach(who, OVERSEERS), whole(session), *months, dispositif=dispositif, kind=kind
    )
    return download(accounts_csv(accounts), f"equite-{first}-{last}.csv")


def _next(
    association: Association,
    kind: FairnessKind,
    day: date,
    dispositifs: frozenset[str] | None,
    now: datetime,
) -> tuple[NextInLine | None, str]:
    """Return who is asked next on a day by what is published, or why nobody is."""
    try:
        frame = framed(association, day.replace(day=1), dispositifs, now)
        return next_in_line(frame, frame.published, kind, day), ""
    except BadRequestError as error:
        return None, " ; ".join(f"attendu : {wrong.expected}" for wrong in error.wrong)
    except InvalidProblemError as error:
        return None, str(error)
