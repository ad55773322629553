"""Write the notice of teams with their hours, and the register of rests not on Sunday."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from api.export.pdf import pdf
from api.export.registers.people import moment, times
from api.export.registers.records import (
    LEGAL_TIME,
    Record,
    Registers,
    WeekRest,
    bound_by,
    notice_words,
    pauses_of,
    scheme_words,
    sundays,
    worked,
)
from api.french.plural import plural
from api.french.words import ROLES, day_in_margin, hours, month_name, of_month, shortened
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import instant_of, week_span

SITE_LENGTH = 30
NEAR = 2 * 1440
"""An end of a rest is written if it is at most these minutes before or after its week."""
POSTING = [
    (
        "Horaire établi selon l’heure légale, daté et signé par l’employeur ou son délégué, "
        "affiché de façon lisible dans l’établissement auquel les équipes sont attachées (D3171-1, "
        "D3171-2)."
    ),
    (
        "Toute modification est affichée avant son application (D3171-3). Un double de l’horaire "
        "et des rectifications est adressé avant à l’inspection du travail (D3171-4)."
    ),
]
RESTS = [
    (
        "Salariés qui travaillent un dimanche du mois, avec leur régime et leur repos de chaque "
        "semaine civile (R3172-2). Un salarié embauché y est inscrit dans les six jours (R3172-3)."
    ),
    (
        "Registre tenu à jour : un repos déplacé y est porté avant exécution (R3172-4). Il est à "
        "la disposition de l’inspection du travail et des salariés (R3172-5). Les jours et heures "
        "de repos collectif autre que le dimanche sont communiqués aux salariés et, avant, à "
        "l’inspection (R3172-1)."
    ),
]


def agencies(registers: Registers) -> tuple[str, ...]:
    """Return the agencies that hold slots of the month, by name."""
    open_agencies = {
        slot.agency for slot in registers.rota.problem.slots if registers.rota.team_of[slot.id]
    }
    return tuple(sorted(open_agencies, key=registers.names.agency))


def posting(registers: Registers, agency: str) -> bytes:
    """Return the PDF of an agency's hours and teams, to date, sign and post."""
    data = {
        "title": f"Horaires et équipes {of_month(registers.first)}",
        "agency": registers.names.agency(agency) or "Association",
        "month": month_name(registers.first),
        "edition": registers.edition.title,
        "legal": LEGAL_TIME,
        "rules": [*POSTING, _temps(registers, agency)],
        "teams": [
            {"name": registers.names.dispositif(dispositif), "rows": [{"cells": c} for c in rows]}
            for dispositif, rows in teams(registers, agency)
        ],
        "schemes": list(_schemes(registers, agency)),
    }
    return pdf("registers/posting.typ", data, registers.edition.made)


def teams(registers: Registers, agency: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each dispositif of an agency with its held slots: day, hours, rests, place, names."""
    slots_of: dict[str, list[Slot]] = defaultdict(list)
    for slot in registers.rota.problem.slots:
        if slot.agency == agency and registers.rota.team_of[slot.id]:
            slots_of[slot.dispositif].append(slot)
    for dispositif in sorted(slots_of, key=registers.names.rank):
        slots = sorted(slots_of[dispositif], key=lambda s: (s.span.first, s.span.last, s.id))
        yield dispositif, [_line(registers, slot) for slot in slots]


def member(who: Mediator, day: date) -> str:
    """Write a member of a team: name, whether référent or responsable, whether a temp."""
    role = "" if who.role is StaffRole.MEDIATEUR else f", {ROLES[who.role]}"
    return f"{who.name}{role}{' (intérim)' if _temp(who, day) else ''}"


def rests(registers: Registers) -> bytes:
    """Return the PDF of the register of weekly rests (R3172-2)."""
    weeks = sundays(registers)
    data = {
        "title": f"Registre des repos hebdomadaires {of_month(registers.first)}",
        "month": month_name(registers.first),
        "edition": registers.edition.title,
        "rules": RESTS,
        "heads": [
            *("Salarié", "Régime", "Dimanches où il travaille, de 0 h à 24 h"),
            *(f"Semaine du {monday:%d/%m}" for monday in weeks),
        ],
        "rows": [
            {
                "cells": [
                    record.mediator.name + (" (intérim)" if record.temp else ""),
                    "repos hebdomadaire par roulement",
                    ", ".join(f"{day:%d/%m}" for day in record.sundays),
                    *(_rest_on(record, monday) for monday in weeks),
                ]
            }
            for record in registers.records
            if record.sundays
        ],
    }
    return pdf("registers/rests.typ", data, registers.edition.made)


def rest_words(rest: WeekRest) -> str:
    """Write a rest: `sam. 03/10 14h → lun. 05/10 9h (43 h 00)`; an end far away isn't written."""
    if rest.whole:
        return "toute la semaine"
    week = week_span(rest.monday)
    first = rest.first if rest.first is not None and week.first - NEAR <= rest.first else None
    last = rest.last if rest.last is not None and rest.last <= week.last + NEAR else None
    begins = "" if first is None else moment(instant_of(first))
    ends = "" if last is None else moment(instant_of(last))
    if first is None or last is None:
        later = ", suite non planifiée" if rest.last is None else ""
        return f"dès le {begins}{later}" if begins else f"jusqu’au {ends}"
    return f"{begins} → {ends} ({hours(last - first)})"


def _rest_on(record: Record, monday: date) -> str:
    if not any(record.mediator.employed_on(day) for day in week_span(monday).days):
        return "hors contrat"
    return next((rest_words(rest) for rest in record.rests if rest.monday == monday), "")


def _line(registers: Registers, slot: Slot) -> list[str]:
    day = slot.span.day
    standby = " (astreinte)" if slot.kind is SlotKind.STANDBY else ""
    people = sorted(
        registers.rota.team_of[slot.id], key=lambda m: (m.role is StaffRole.MEDIATEUR, m.name)
    )
    return [
        day_in_margin(day),
        times(slot.span.start, slot.span.end) + standby,
        pauses_of(slot.breaks),
        shortened(registers.names.site(slot.site), SITE_LENGTH),
        " ; ".join(member(who, day) for who in people),
    ]


def _temps(registers: Registers, agency: str) -> str:
    there = {
        who.id
        for slot in registers.rota.problem.slots
        if slot.agency == agency
        for who in registers.rota.team_of[slot.id]
        if _temp(who, slot.span.day)
    }
    count = plural(len(there), "intérimaire") if there else "aucun intérimaire"
    return f"Composition nominative de chaque équipe, intérimaires compris (D3171-7) : {count}."


def _temp(who: Mediator, day: date) -> bool:
    contract = who.contract_on(day)
    return contract is not None and contract.kind is ContractKind.TEMP


def _schemes(registers: Registers, agency: str) -> Iterator[dict[str, Any]]:
    """Yield the arrangements of hours that bind people of the agency, with their weeks."""
    weeks = sundays(registers)
    for scheme in registers.rota.problem.employer.schemes:
        bound = list(bound_by(registers, scheme, agency))
        if not bound:
            continue
        yield {
            "title": f"Répartition de la durée du travail : {scheme_words(scheme)}",
            "lines": [f"Changements affichés {notice_words(scheme)} avant (D3171-5)."],
            "heads": ["Salarié", *(f"S. du {monday:%d/%m}" for monday in weeks)],
            "rows": [
                {"cells": [record.mediator.name, *(hours(m) for m in worked(record, weeks))]}
                for record in bound
            ],
        }
