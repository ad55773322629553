"""Write the registers' workbook: records, teams, rests and CSE figures, a sheet each."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from api.export.registers.cse import NO_GROUP, NO_QUOTA, OVERTIME_HEADS, PART_TIME_HEADS, checklist
from api.export.registers.people import figures
from api.export.registers.schemes import scheme_words
from api.export.registers.walls import agencies, member, rest_words
from api.export.registers.words import pauses_of
from api.export.workbook import Cell, Column, Duration, Table, written
from api.french.words import ROLES
from scheduler.domain.time import SUNDAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from api.export.registers.cse import Consultation, Overtime
    from api.export.registers.records import Registers
    from api.export.styles import Styles

Rows = tuple[tuple[str, ...], "list[list[Cell]]"]


def registers_workbook(registers: Registers, facts: Consultation) -> bytes:
    """
    Return the workbook; no cell is a formula, and the same input gives the same bytes.

    The first sheet says what the hours are: planned, or to be held against a record.
    """
    output = io.BytesIO()
    with written(output, "Registres", registers.edition.made) as (book, styles):
        _about(book.add_worksheet("À lire"), styles, registers)
        for name, make in SHEETS.items():
            _fill(book, styles, name, *make(registers))
        for name, heads, rows in _cse(facts):
            _fill(book, styles, name, heads, rows)
    return output.getvalue()


def _about(sheet: Any, styles: Styles, registers: Registers) -> None:
    lines = (
        *(f"Registres de {registers.first:%m/%Y}", registers.edition.title, registers.statement),
        "Relevé quotidien et semaines : D3171-8. Mois : D3171-11 à D3171-13. Astreintes : R3121-2.",
        "Équipes : D3171-7. Repos hebdomadaires : R3172-1 à R3172-5. CSE : L3121-33, L3123-15.",
    )
    sheet.set_column(0, 0, 110)
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, text, styles.title if line == 0 else styles.text)


def _fill(
    book: Any, styles: Styles, name: str, heads: Sequence[str], rows: list[list[Cell]]
) -> None:
    columns = []
    for n, head in enumerate(heads):
        widths = [len(cell) for row in rows[:200] if isinstance(cell := row[n], str)]
        columns.append(Column(head, min(60, max(14, *widths, len(head) // 2))))
    table = Table(book, styles, name, columns)
    for row in rows:
        table.row(row)
    if rows:
        table.sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _days(registers: Registers) -> Rows:
    heads = (
        *("Salarié", "Identifiant", "Jour", "Début", "Fin le", "Fin", "Pauses", "Nature", "Lieu"),
        *("Travail", "Total du jour civil"),
    )
    rows: list[list[Cell]] = []
    for record in registers.records:
        minutes = {line.day: line.minutes.work for line in record.counters.days}
        who = record.mediator
        for day, periods in record.days:
            if minutes[day] and not periods:
                rows.append(
                    [
                        who.name,
                        who.id,
                        day,
                        *("",) * 6,
                        Duration(0),
                        Duration(minutes[day]),
                    ],
                )
            for number, period in enumerate(periods):
                last = number == len(periods) - 1
                total: Cell = Duration(minutes[day]) if last else ""
                begins = "suite" if period.carried else f"{period.span.start:%H:%M}"
                times: list[Cell] = [
                    day,
                    begins,
                    period.span.end.date(),
                    f"{period.span.end:%H:%M}",
                ]
                rest: list[Cell] = [
                    period.pauses,
                    period.label,
                    period.site,
                    Duration(period.minutes),
                    total,
                ]
                rows.append([who.name, who.id, *times, *rest])
    return heads, rows


def _weeks(registers: Registers) -> Rows:
    heads = ("Salarié", "Identifiant", "Semaine du", "Connue", "Travail", "Heures supplémentaires")
    rows: list[list[Cell]] = []
    for record in registers.records:
        for week in record.counters.weeks:
            whole = (
                week.described and week.monday.toordinal() + SUNDAY <= registers.last.toordinal()
            )
            rows.append(
                [
                    *(record.mediator.name, record.mediator.id, week.monday),
                    "en entier" if whole else "en partie",
                    Duration(week.work),
                    Duration(sum(tier.minutes for tier in week.due)),
                ]
            )
    return heads, rows


def _months(registers: Registers) -> Rows:
    rows: list[list[Cell]] = []
    for record in registers.records:
        who = record.mediator
        rows += [[who.name, who.id, label, value] for label, value in figures(registers, record)]
    return ("Salarié", "Identifiant", "Mention", "Valeur"), rows


def _standby(registers: Registers) -> Rows:
    heads = (
        "Salarié",
        "Identifiant",
        "Début le",
        "Début",
        "Fin le",
        "Fin",
        "Durée",
        "Intervention",
    )
    rows: list[list[Cell]] = [
        [
            *(record.mediator.name, record.mediator.id),
            *(standby.span.start.date(), f"{standby.span.start:%H:%M}"),
            *(standby.span.end.date(), f"{standby.span.end:%H:%M}"),
            *(Duration(standby.span.minutes), Duration(standby.called)),
        ]
        for record in registers.records
        for standby in record.standby
    ]
    return heads, rows


def _teams(registers: Registers) -> Rows:
    heads = ("Agence", "Dispositif", "Jour", "Début", "Fin", "Pauses", "Lieu", "Salarié")
    names, rota = registers.names, registers.rota
    rows: list[list[Cell]] = []
    for agency in agencies(registers):
        slots = [s for s in rota.problem.slots if s.agency == agency]
        order = sorted(slots, key=lambda s: (names.rank(s.dispositif), s.span.first, s.id))
        for slot in order:
            day = slot.span.day
            where: list[Cell] = [
                *(names.agency(agency), names.dispositif(slot.dispositif), day),
                *(f"{slot.span.start:%H:%M}", f"{slot.span.end:%H:%M}"),
                *(pauses_of(slot.breaks), names.site(slot.site)),
            ]
            rows += [[*where, member(who, day)] for who in rota.team_of[slot.id]]
    return heads, rows


def _rests(registers: Registers) -> Rows:
    heads = ("Salarié", "Identifiant", "Semaine du", "Repos", "Dimanche")
    rows: list[list[Cell]] = [
        [
            *(record.mediator.name, record.mediator.id, rest.monday, rest_words(rest)),
            "repos" if rest.sunday else "travaillé",
        ]
        for record in registers.records
        if record.sundays
        for rest in record.rests
    ]
    return heads, rows


def _reserves(registers: Registers) -> Rows:
    rows: list[list[Cell]] = [
        [record.mediator.name, record.mediator.id, reserve]
        for record in registers.records
        for reserve in record.reserves
    ]
    return ("Salarié", "Identifiant", "À confirmer"), rows


SHEETS: dict[str, Callable[[Registers], Rows]] = {
    "Relevé quotidien": _days,
    "Semaines": _weeks,
    "Mois": _months,
    "Astreintes": _standby,
    "Équipes": _teams,
    "Repos hebdomadaires": _rests,
    "À confirmer": _reserves,
}


def _cse(facts: Consultation) -> Iterator[tuple[str, tuple[str, ...], list[list[Cell]]]]:
    yield "CSE", POINT_HEADS, [[*row] for _, row in checklist(facts)]
    yield "CSE heures sup", OVERTIME_HEADS, [_overtime(person) for person in facts.overtime]
    part_time: list[list[Cell]] = [
        [
            *(ROLES[group.role], group.group or NO_GROUP, Duration(group.weekly)),
            *(group.people, Duration(group.complementary)),
        ]
        for group in facts.part_time
    ]
    yield "CSE temps partiel", PART_TIME_HEADS, part_time
    weeks: list[list[Cell]] = [
        [
            scheme_words(programme.scheme),
            programme.people,
            monday,
            Duration(least),
            Duration(mean),
            Duration(most),
        ]
        for programme in facts.programmes
        for monday, least, mean, most in programme.weeks
    ]
    heads = ("Aménagement", "Salariés", "Semaine du", "Au moins", "En moyenne", "Au plus")
    yield "CSE programme", heads, weeks


def _overtime(person: Overtime) -> list[Cell]:
    row: list[Cell] = [
        person.name,
        person.since,
        Duration(person.worked),
        Duration(person.charged),
    ]
    if person.quota is None:
        return [*row, NO_QUOTA, "", Duration(person.beyond)]
    return [
        *row,
        Duration(person.quota),
        Duration(max(0, person.quota - person.charged)),
        Duration(person.beyond),
    ]


POINT_HEADS = ("Sujet", "Faits", "Salariés", "Avis enregistré", "Ce que le texte demande")
