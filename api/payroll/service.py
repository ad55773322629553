"""
Pay a period: from what is published or confirmed, closed once it was paid, corrected afterwards.

What a closed payroll said is kept and never changes. What differs of it later is a correction in
the next one, by person and quantity.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import import_module

from dateutil.relativedelta import relativedelta
from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import HR, Reach
from api.asking.errors import ConflictError, WrongValuesError
from api.data.association import Association
from api.database.memory import Memory, Same
from api.database.tables.asking import WorkedRow
from api.database.tables.payroll import PaidRow, PayrollRow
from api.export.formats import PayFormat
from api.export.payroll.pay import Pay, PersonPay, Stretch, difference
from api.french.words import alphabetical, period_words
from api.hours.service import current_entries
from api.ledger.history import whole
from api.month.errors import Wrong
from api.payroll.counting import count_pay
from scheduler.domain.time import civil_day, next_month

DAY = timedelta(days=1)
LONGEST = 62
"""Days that a period has at most: two months."""

LOOKED_AT = 12
"""How many periods of closed payrolls, the last ones, are compared with what is known now."""


class Source(StrEnum):
    """What hours are counted from: the published months, or confirmed hours where there are any."""

    PUBLISHED = "publie"
    CONFIRMED = "confirme"

    @property
    def words(self) -> str:
        """Name it in French."""
        return {"publie": "planning publié", "confirme": "heures confirmées"}[self]


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days to pay, both included, of an agency (empty: of all), and from what."""

    since: date
    until: date
    source: Source = Source.PUBLISHED
    agency: str = ""

    def check(self) -> None:
        """Refuse days in disorder, or more than two months (WrongValuesError)."""
        if not 0 <= (self.until - self.since).days < LONGEST:
            text = f"le {self.since:%d/%m/%Y} ou après, et deux mois au plus"
            raise WrongValuesError([Wrong(field="last", received=f"{self.until}", expected=text)])


_counted = Memory[tuple[PersonPay, ...]](2 * LOOKED_AT)


def pay_of(session: Session, reach: Reach, period: Period) -> Pay:
    """
    Return the payroll of a period, of the people for whom the caller answers.

    Closed, it is what was paid; open, it corrects those closed before it. It raises
    `WrongValuesError` (see `Period.check`, or there is no such agency), `ConflictError` (a month
    isn't published, or a closed payroll shares some of the days only) and `UnknownError` (the
    caller isn't RH of the agency, or of all where none is named).
    """
    period.check()
    if not reach.area(period.agency):
        raise UnknownError
    association = whole(session)
    closed = _same(session, period)
    if closed is not None:
        people = tuple(_kept(session, [closed])[closed.id])
        day = civil_day(closed.closed)
        source = Source(closed.source)
    elif period.agency and period.agency not in {each.id for each in association.agencies}:
        expected = "une agence de la liste"
        raise WrongValuesError([Wrong(field="agency", received=period.agency, expected=expected)])
    else:
        day, source = None, period.source
        now = _count(session, association, period.since, period.until, source)
        people = _corrected(session, association, period, now)
    return Pay(
        first=period.since,
        last=period.until,
        source=source.words,
        people=tuple(who for who in people if _theirs(reach, association, who, period.agency)),
        rubrics=association.rubrics,
        closed=day,
    )


def planned_pay(association: Association, first: date, last: date) -> Pay:
    """Return the payroll of a folder, which keeps no hours worked and closes nothing."""
    Period(since=first, until=last).check()
    return Pay(
        first=first,
        last=last,
        source=Source.PUBLISHED.words,
        people=count_pay(association, first, last),
        rubrics=association.rubrics,
    )


def document_of(pay: Pay, kind: PayFormat, *, tried: bool = False) -> tuple[str, bytes]:
    """
    Return the name and the bytes of a document; every door gives these.

    ConflictError: it is for a payroll program, and rubrics or numbers are missing.
    """
    if kind.program and pay.unready:
        raise ConflictError("paie_incomplete", " ".join(pay.unready))
    module = import_module(f"api.export.payroll.{kind.module}")
    content = (
        module.document(pay, kind, tried=tried) if kind.program else module.document(pay, kind)
    )
    name = f"paie-{pay.label}{f'-{kind}' if kind.program else ''}.{kind.ending}"
    return name, content


def close(session: Session, caller: Caller, period: Period, now: datetime) -> PayrollRow:
    """
    Keep a payroll as it was paid, in a `writing` session: it changes no more.

    ConflictError: it is closed already, a later one is, or a refusal of `pay_of`.
    """
    pay = pay_of(session, Reach(caller, HR), period)
    if pay.closed is not None:
        raise ConflictError("paie_close", "Cette paie est close.")
    later = [row for row in closings(session, period.agency) if row.first > period.until]
    if later:
        words = period_words(later[0].first, later[0].last)
        raise ConflictError("paie_suivante_close", f"Une paie d’après est close : {words}.")
    row = PayrollRow(
        agency=period.agency,
        first=period.since,
        last=period.until,
        source=period.source.value,
        closed=now,
    )
    session.add(row)
    session.flush()
    for who in pay.people:
        line = _lines().dump_python(who, mode="json")
        session.add(PaidRow(payroll=row.id, mediator=who.person, agency=who.agency, line=line))
    detail = {"du": f"{row.first}", "au": f"{row.last}", "source": row.source}
    note(session, caller, "cloturer", "paie", row.id, agency=row.agency, detail=detail)
    session.flush()
    return row


def closings(session: Session, agency: str = "") -> list[PayrollRow]:
    """Return the closed payrolls that an agency (empty: any) is part of, the last one first."""
    query = select(PayrollRow).order_by(PayrollRow.last.desc(), PayrollRow.agency)
    if agency:
        query = query.where(PayrollRow.agency.in_(["", agency]))
    return list(session.scalars(query))


def usual_period(association: Association, today: date, closed: Sequence[PayrollRow]) -> Period:
    """
    Return the period to propose: after the last closed one, if it is published, else that one.

    Without a closed one, it is the last published month that has begun.
    """
    if closed:
        first = closed[0].last + DAY
        # As long as the one before: a civil month, or from the same day to the same day.
        last = first + relativedelta(months=1) - DAY
        source = Source(closed[0].source)
        if all(f"{day:%Y-%m}" in association.history for day in (first, last)):
            return Period(since=first, until=last, source=source)
        return Period(since=closed[0].first, until=closed[0].last, source=source)
    published = association.published_months or (f"{today:%Y-%m}",)
    begun = [label for label in published if label <= f"{today:%Y-%m}"]
    first = date.fromisoformat(f"{begun[-1] if begun else published[0]}-01")
    return Period(since=first, until=next_month(first) - DAY)


def _same(session: Session, period: Period) -> PayrollRow | None:
    """Return the closed payroll of these days (None: they are open)."""
    days = period.since, period.until
    for row in closings(session, period.agency):
        if (row.first, row.last) == days and row.agency in ("", period.agency):
            return row
        if row.first <= period.until and period.since <= row.last:
            words = period_words(row.first, row.last)
            of = f" de l’agence {row.agency}" if row.agency else ""
            raise ConflictError("paie_chevauche", f"La paie{of} est close {words} : ces jours-là.")
    return None


def _count(
    session: Session, association: Association, first: date, last: date, source: Source
) -> tuple[PersonPay, ...]:
    """Return what everybody is paid for, counted once for the same data."""
    lines = session.execute(select(func.count(), func.max(WorkedRow.entered))).one()

    def count() -> tuple[PersonPay, ...]:
        rows = current_entries(session) if source is Source.CONFIRMED else None
        return count_pay(association, first, last, rows)

    key = (Same(association), first, last, source, *(lines if source is Source.CONFIRMED else ()))
    return _counted.get(key, count)


def _corrected(
    session: Session, association: Association, period: Period, people: tuple[PersonPay, ...]
) -> tuple[PersonPay, ...]:
    """
    Add to each person what the payrolls closed before should have said, and didn't.

    Hours that were confirmed once count as such ever after. Who moved to another agency is
    corrected there of what the former one paid. Who was erased is corrected no more;
    who has left since has a line of corrections alone.
    """
    closed = closings(session)  # of any agency: who moved was paid by another
    before = [row for row in closed if row.last < period.since]
    stretches = sorted({(row.last, row.first) for row in before})[-LOOKED_AT:]
    kept = _kept(session, closed)
    lines = {who.person: who for who in people}
    for row in reversed(before):
        if (row.last, row.first) not in stretches:
            continue
        confirmed = Source.CONFIRMED in (row.source, period.source)
        source = Source.CONFIRMED if confirmed else Source.PUBLISHED
        paid = {who.person: who for who in kept[row.id]}
        elsewhere = {
            who.person
            for other in closed
            if other is not row and other.first <= row.last and row.first <= other.last
            for who in kept[other.id]
        }
        now = {
            who.person: who
            for who in _count(session, association, row.first, row.last, source)
            if who.person in paid
            or (row.agency in ("", who.agency) and who.person not in elsewhere)
        }
        for person in sorted(({*now} | {*paid}) & association.mediator_of.keys()):
            known = now.get(person) or paid[person]
            said = _paid(kept, row, person)
            amounts = difference(now[person].amounts if person in now else {}, said)
            if amounts:
                line = lines.get(person) or _corrected_alone(known, period)
                each = Stretch(
                    first=row.first,
                    last=row.last,
                    amounts=amounts,
                    contract=known.contract,
                    contract_minutes=known.contract_minutes,
                )
                lines[person] = replace(line, corrections=(*line.corrections, each))
    return tuple(sorted(lines.values(), key=lambda who: (alphabetical(who.name), who.person)))


def _paid(kept: Mapping[str, list[PersonPay]], row: PayrollRow, person: str) -> dict[str, int]:
    """Return what was paid to a person for a closed payroll: by it, and by later corrections."""
    total: dict[str, int] = {}
    for id_, lines in kept.items():
        for who in lines:
            if who.person != person:
                continue
            own = [who.amounts] if id_ == row.id else []
            later = [
                c.amounts for c in who.corrections if (c.first, c.last) == (row.first, row.last)
            ]
            for amounts in (*own, *later):
                for name, amount in amounts.items():
                    total[name] = total.get(name, 0) + amount
    return total


def _corrected_alone(known: PersonPay, period: Period) -> PersonPay:
    bare = replace(known, begins=period.since, ends=period.until, weeks=(), incomplete=())
    text = "Pas de paie sur cette période : correction seulement."
    return replace(bare, amounts={}, corrections=(), reserves=(text,))


def _kept(session: Session, rows: Iterable[PayrollRow]) -> dict[str, list[PersonPay]]:
    """Return what closed payrolls said of their people, by the payroll's id, by name."""
    kept: dict[str, list[PersonPay]] = {row.id: [] for row in rows}
    query = select(PaidRow.payroll, PaidRow.line).where(PaidRow.payroll.in_(kept))
    for payroll, line in session.execute(query):
        kept[payroll].append(_lines().validate_python(line))
    for lines in kept.values():
        lines.sort(key=lambda who: (alphabetical(who.name), who.person))
    return kept


def _theirs(reach: Reach, association: Association, who: PersonPay, agency: str) -> bool:
    person = association.mediator_of.get(who.person)
    mine = reach.area(who.agency) if person is None else reach.person(person)
    return mine and agency in ("", who.agency)


@cache
def _lines() -> TypeAdapter[PersonPay]:
    return TypeAdapter(PersonPay)
