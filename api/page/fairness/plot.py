"""Draw balances over months: a line a person, the farthest from zero named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from api.french.words import brief
from api.planning.fairness.accounts import Account
from api.shell.scale import Tick, round_step
from scheduler.balances import signed

LEFT, RIGHT, TOP, BOTTOM = 40, 540, 10, 250
"""Edges of the plot, in the units of the drawing, which is 720 by 280."""

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

    lines: tuple[Line, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    zero: float


def plot_of(accounts: Sequence[Account]) -> Plot:
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

    width = (RIGHT - LEFT) / len(months)
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
        lines=tuple(sorted(lines, key=lambda line: bool(line.end))),
        rows=tuple(
            Tick(at=y(n * step), label=f"{n * step:+d}".replace("-", "−") if n else "0")
            for n in range(-below, above + 1)
        ),
        columns=tuple(
            Tick(at=round(LEFT + n * width, 1), label=f"{month:%m/%y}")
            for n, month in enumerate(months)
            if (month.month - 1) % (3 if len(months) > FINEST * 3 else 1) == 0
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
