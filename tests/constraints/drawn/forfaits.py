"""Scenes of a year of reference of a forfait in days: its days, near their number."""

from datetime import date, time, timedelta
from fractions import Fraction
from math import ceil

from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract
from scheduler.domain.time import Span, at, midnight_minute
from tests.constraints.drawn.busy import busy
from tests.constraints.drawn.pieces import HOUR, Canvas, Scene

DAY = timedelta(days=1)


def near_the_number(canvas: Canvas) -> Scene:
    """Leave of the number of the year about as many days as the horizon works."""
    rng = canvas.rng
    contract = canvas.who.contract_on(canvas.horizon.days[-1])
    if contract is None or contract.forfait is None:
        return busy(canvas)
    pieces = []
    for day in canvas.horizon.days:
        clock = midnight_minute(day) + canvas.pick((0, 480, 600, 1320))
        for _ in range(canvas.pick((0, 1, 1, 2))):
            pieces.append(canvas.piece(clock, canvas.pick((60, 180))))
            clock = pieces[-1].last + HOUR
    first, last = contract.forfait.year_of(canvas.monday)
    filled = len({p.span.day for p in pieces if max(first, contract.start) <= p.span.day <= last})
    before = _number(contract, first, last) - filled + canvas.pick((-1, 0, 0, 1, 1, 2))
    end = max(canvas.horizon.day, contract.start)
    days = [end - (n + 1) * DAY for n in range(max(0, before))]
    inside = [day for day in days if max(first, contract.start) <= day]
    rng.shuffle(inside)
    return Scene(pieces=pieces, past=tuple(map(_worked, inside)))


def _number(contract: Contract, first: date, last: date) -> int:
    """Return the days of the year that the forfait lets a person work."""
    forfait = contract.forfait
    assert forfait is not None
    there = (last - max(first, contract.start)).days + 1
    number = ceil(Fraction(min(forfait.days, 218) * there, (last - first).days + 1))
    waived = forfait.waived_in(first, last)
    return min(235, number + waived) if waived else number


def _worked(day: date) -> Duty:
    span = Span(at(day, time(9)), at(day, time(13)))
    return Duty(id=f"avant-{day}", span=span, dispositif="d", agency="ag", decided=False)
