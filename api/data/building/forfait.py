"""Build forfaits in days from contracts; refuse those that contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from api.data.rows import people as p
from api.data.rows.forms import refusal
from api.data.rows.lines import Placed, Tables
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Applied, Term
from constraints.registry import profile_of
from scheduler.domain.contracts import ContractKind, HoursBasis
from scheduler.domain.forfait import MOST_DAYS, WITH_WAIVER, Forfait
from scheduler.domain.people import Mediator

HOURS = ("weekly_minutes", "annual_minutes", "short_hours")
"""Fields of a contract that a forfait in days leaves empty."""
DAYS = ("annual_days", "year_begins", "signed", "waived", "waived_on")
"""Fields that only such a contract has."""


def fits(tables: Tables, placed: Placed[p.ContractRow], person: p.PersonRow | None) -> bool:
    """Whether a contract counts either hours or days, for whom it may; note what doesn't fit."""
    faults = dict(_faults(placed, person))
    for field, expected in faults.items():
        tables.refuse(placed, placed.kind.columns[field].header, expected)
    return not faults


def _faults(placed: Placed[p.ContractRow], person: p.PersonRow | None) -> Iterator[tuple[str, str]]:
    row = placed.row
    days = row.basis is HoursBasis.DAYS
    if not days and row.weekly_minutes is None:
        yield "weekly_minutes", refusal(placed.kind.columns["weekly_minutes"].form.read, "")
    why = "rien : un forfait en jours ne compte pas d’heures (L3121-62)"
    for field in HOURS if days else DAYS:
        if getattr(row, field) is not None:
            yield field, why if days else "rien, sauf si la base est « jours »"
    if days:
        yield from _of_days(row, person)


def _of_days(row: p.ContractRow, person: p.PersonRow | None) -> Iterator[tuple[str, str]]:
    if row.annual_days is None:
        yield "annual_days", f"le nombre de jours du forfait, de 1 à {MOST_DAYS} (L3121-64)"
    if row.kind is ContractKind.APPRENTICESHIP:
        yield "kind", "un autre contrat : les heures d’un apprenti se comptent (L6222-24)"
    if person and Mediator(id=person.id, name="", birth=person.birth).minor_on(row.start):
        yield "basis", "des heures : avant 18 ans, elles sont bornées chaque jour (L3162-1)"
    if (row.waived is None) is not (row.waived_on is None):
        missing = "waived" if row.waived is None else "waived_on"
        yield missing, "les jours renoncés et la date de l’avenant, ou ni l’un ni l’autre"
    elif row.waived_on and not row.start <= row.waived_on <= (row.end or row.waived_on):
        yield "waived_on", "un jour du contrat"


def forfait_of(row: p.ContractRow) -> Forfait | None:
    """Build the forfait of a contract that fits (None: it counts hours)."""
    if row.annual_days is None:
        return None
    return Forfait(
        days=row.annual_days,
        begins=row.year_begins,
        signed=row.signed,
        waived=row.waived or 0,
        waived_on=row.waived_on,
    )


def within_agreements(
    tables: Tables,
    people: Mapping[str, Mediator],
    applied: Sequence[Applied],
    terms: Sequence[Term],
) -> None:
    """Note rest days given up beyond 235 days in all, or those of the agreement (L3121-66)."""
    waivers = list(_waivers(tables))
    if not waivers:
        return
    try:
        profile = profile_of(applied, terms)
    except UnlawfulTermsError:
        return  # noted where the terms are
    of_agency = dict(profile.agencies)
    for placed, days, waived, waived_on in waivers:
        who = people.get(placed.row.mediator)
        rules = of_agency.get(who.agency if who else "", profile.person_rules)
        values = (value for rule in rules for value in rule.parameters().values())
        entry = next(v for v in values if v.quantity == WITH_WAIVER).entry(waived_on)
        if days + waived > entry.value:
            room = max(0, entry.value - days)
            expected = f"{room} au plus : {entry.value} jours dans l’année ({entry.source})"
            tables.refuse(placed, "jours_renonces", expected)


def _waivers(tables: Tables) -> Iterator[tuple[Placed[p.ContractRow], int, int, date]]:
    """Yield the contracts with rest days given up: the days of the forfait, those, and when."""
    for placed in tables.of(p.ContractRow):
        row = placed.row
        if row.annual_days is not None and row.waived is not None and row.waived_on is not None:
            yield placed, row.annual_days, row.waived, row.waived_on
