"""Count a payroll from published months, as they were published or as confirmed hours say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from api.asking.errors import ConflictError
from api.data.association import Association
from api.data.building.agreements import profile_for
from api.database.tables.asking import WorkedRow
from api.export.payroll.pay import PersonPay, person_pay
from api.french.plural import plural
from api.french.words import alphabetical, month_name, short_date
from api.hours.months.service import as_done
from api.hours.worked import Kind, apply, done_of
from api.judging.published import only_published
from api.planning.problem import assemble
from constraints.counters.count import counters
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_months, days_span, midnight, week_of
from scheduler.errors import InvalidProblemError

DAY = timedelta(days=1)
NOT_PLANNED = "Aucun poste à planifier : ses heures ne sont pas connues ici."


def as_confirmed(association: Association, rows: Iterable[WorkedRow]) -> Association:
    """Return the association with its months as confirmed hours say; the others stay published."""
    confirmed = (done_of(row) for row in rows if row.confirmed_by)
    return replace(association, history=apply(association.history, confirmed))


def count_pay(
    association: Association, first: date, last: date, rows: Sequence[WorkedRow] | None = None
) -> tuple[PersonPay, ...]:
    """
    Return what everybody is paid for from one day to another, by name.

    `rows`: the last line on each duty (None: the months count as they were published). The civil
    week of the first day is counted whole, whatever month it begins in: its overtime is paid with
    its Sunday.

    Raises ConflictError: a month of the period isn't published, or nobody is under contract.
    """
    check_published(association, first, last)
    done = association if rows is None else as_confirmed(association, rows)
    try:
        rota = Rota(problem=_problem(done, first, last), assignments=frozenset())
    except InvalidProblemError as error:
        raise ConflictError("paie_impossible", f"Pas de paie : {error}.") from None
    profile = profile_for(association)
    reserves = _reserves(association, first, last, rows)
    posted = association.published_of
    people = []
    for person in rota.problem.mediators:
        if person.id not in association.mediator_of:
            continue
        timeline = rota.timeline(person)
        sheet = counters(timeline, profile.rules_of(person))
        unplanned = () if person.dispositifs or posted.get(person.id) else (NOT_PLANNED,)
        said = (*unplanned, *reserves.get(person.id, ()))
        pay = person_pay(sheet, timeline, first, last, said)
        if _employed(person, first, last) or pay.amounts:
            people.append(pay)
    return tuple(sorted(people, key=lambda pay: (alphabetical(pay.name), pay.person)))


def check_published(association: Association, first: date, last: date) -> None:
    """Refuse a period of which a civil month isn't published (ConflictError)."""
    for month, _ in civil_months(days_span(first, last)):
        if f"{month:%Y-%m}" not in association.history:
            text = f"Rien n’est publié en {month_name(month)} : la paie attend sa publication."
            raise ConflictError("mois_non_publie", text)


def _problem(association: Association, first: date, last: date) -> Problem:
    """Return the period with everybody under contract or at work, and what the history holds."""
    # The instant is the period's end: what is published of it counts, whenever it is asked for.
    problem = assemble(association, week_of(first), last, now=midnight(last + DAY))
    horizon, posted = problem.horizon, association.published_of
    others = tuple(
        person
        for person in association.mediators
        if person.id not in problem.mediator_of
        and (
            _employed(person, first, last)
            or any(row.worked.duty.span.touches(horizon) for row in posted.get(person.id, ()))
        )
    )
    ids = {person.id for person in others}
    everybody = replace(
        problem,
        mediators=(*problem.mediators, *others),
        absences=(*problem.absences, *(a for a in association.absences if a.mediator in ids)),
        history=(
            *problem.history,
            *(row.worked for person in others for row in posted.get(person.id, ())),
        ),
    )
    return as_done(only_published(association, everybody), association)


def _employed(person: Mediator, first: date, last: date) -> bool:
    return any(contract.touches(first, last) for contract in person.contracts)


def _reserves(
    association: Association, first: date, last: date, rows: Sequence[WorkedRow] | None
) -> dict[str, tuple[str, ...]]:
    """Return what is missing of confirmed hours, by person (without them: nothing is)."""
    if rows is None:
        return {}
    said = {row.uid: row for row in rows if row.uid}
    silent, absent = defaultdict[str, list[date]](list), defaultdict[str, list[date]](list)
    for person, published in association.published_of.items():
        for row in published:
            day, line = row.worked.duty.span.day, said.get(row.uid)
            if not first <= day <= last:
                continue
            if line is None or not line.confirmed_by:
                silent[person].append(day)
            elif line.kind == Kind.ABSENT and not _away(association, person, row.worked.duty):
                absent[person].append(day)
    extra = defaultdict[str, list[date]](list)
    for line in rows:
        day = done_of(line).duty.span.day
        unplanned = not line.uid and line.kind != Kind.CANCELLED
        if unplanned and not line.confirmed_by and first <= day <= last:
            extra[line.mediator].append(day)
    people = {*silent, *absent, *extra}
    return {
        person: tuple(_said(silent[person], absent[person], extra[person])) for person in people
    }


def _away(association: Association, person: str, duty: Duty) -> bool:
    return any(a.mediator == person and a.span.touches(duty.span) for a in association.absences)


def _said(silent: list[date], absent: list[date], extra: list[date]) -> Iterator[str]:
    if silent:
        noun = plural(
            len(silent), "service sans heures confirmées", "services sans heures confirmées"
        )
        yield f"{noun}, au plus tôt le {short_date(min(silent))} : comptés comme publiés."
    if absent:
        days = ", ".join(short_date(day) for day in sorted(absent))
        yield f"Pas venu le {days}, et aucune absence n’est saisie : à qualifier."
    if extra:
        days = ", ".join(short_date(day) for day in sorted(extra))
        yield f"Travail non prévu dit le {days}, que personne n’a confirmé : pas compté."
