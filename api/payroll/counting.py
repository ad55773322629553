"""Count a payroll from published months, as they were published or as confirmed hours say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_day, civil_months, days_span, midnight, week_of
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
) -> dict[str, list[str]]:
    """Return what is missing of confirmed hours, by person (None: they aren't what is paid)."""
    said = {row.uid: row for row in rows or () if row.uid}
    missing: dict[str, list[str]] = defaultdict(list)
    for who, published in association.published_of.items() if rows is not None else ():
        inside = [row for row in published if first <= row.worked.duty.span.day <= last]
        silent = [row for row in inside if row.uid not in said or not said[row.uid].confirmed_by]
        away = [absence.span for absence in association.absences_of.get(who, ())]
        absent = [
            row.worked.duty.span
            for row in inside
            if row not in silent and said[row.uid].kind == Kind.ABSENT
        ]
        if silent:
            services = plural(len(silent), "service", "services")
            earliest = short_date(min(row.worked.duty.span.day for row in silent))
            text = f"{services} sans heures confirmées, au plus tôt le {earliest}"
            missing[who].append(f"{text} : comptés comme publiés.")
        missing[who] += [
            f"Pas venu le {short_date(span.day)}, sans absence saisie : à qualifier."
            for span in absent
            if not any(other.touches(span) for other in away)
        ]
    for row in rows or ():
        day = civil_day(row.start)
        unplanned = not row.uid and row.kind != Kind.CANCELLED
        if unplanned and not row.confirmed_by and first <= day <= last:
            text = f"Travail non prévu dit le {short_date(day)}, pas confirmé : pas compté."
            missing[row.mediator].append(text)
    return missing
