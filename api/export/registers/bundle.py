"""List the documents of a month that the labour code requires, as files to write."""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from api.export.file_names import slug, unique
from api.export.registers.cse import (
    OVERTIME_HEADS,
    PART_TIME_HEADS,
    PROGRAMME_HEADS,
    Consultation,
    checklist,
    consultation,
    consultation_pdf,
    overtime_row,
    part_time_row,
    programme_rows,
)
from api.export.registers.people import figures, record_sheets, standby_sheets
from api.export.registers.records import Record, Registers, pauses_of, scheme_words
from api.export.registers.walls import agencies, member, posting, rest_words, rests
from api.export.workbook import Cell, Column, Duration, Styles, Table, written
from scheduler.domain.time import SUNDAY


def obligations(registers: Registers) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each document of the month; no two paths are equal."""
    for name, write in planned(registers):
        yield name, write()


def planned(registers: Registers) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of each document of the month, and a function that writes it."""
    taken: set[str] = set()
    for name, write in _documents(registers):
        yield unique(name, taken), write


def _documents(registers: Registers) -> Iterator[tuple[str, Callable[[], bytes]]]:
    month = f"{registers.first:%Y-%m}"
    facts = consultation(registers)
    yield f"registres-{month}.xlsx", partial(registers_workbook, registers, facts)
    yield f"cse/consultation-{month}.pdf", partial(consultation_pdf, registers, facts)
    yield f"registre/repos-hebdomadaires-{month}.pdf", partial(rests, registers)
    for agency in agencies(registers):
        name = slug(registers.names.agency(agency))
        yield f"affichage/horaires-{name}.pdf", partial(posting, registers, agency)
    if registers.records:
        yield "decompte/tous.pdf", partial(record_sheets, registers, registers.records)
    for record in registers.records:
        yield f"decompte/{_file(record)}.pdf", partial(record_sheets, registers, [record])
    waiting = [record for record in registers.records if record.standby]
    if waiting:
        yield "astreintes/tous.pdf", partial(standby_sheets, registers, waiting)
    for record in waiting:
        yield f"astreintes/{_file(record)}.pdf", partial(standby_sheets, registers, [record])


def _file(record: Record) -> str:
    return f"{slug(record.mediator.name)}-{slug(record.mediator.id)}"


WHO = ("Salarié", "Identifiant")


def registers_workbook(registers: Registers, facts: Consultation) -> bytes:
    """
    Return the workbook; no cell is a formula, and the same input gives the same bytes.

    The first sheet says what the hours are: planned, or to be held against a record.
    """
    output = io.BytesIO()
    with written(output, "Registres", registers.edition.made) as (book, styles):
        _about(book.add_worksheet("À lire"), styles, registers)
        for name, (heads, rows_of) in SHEETS.items():
            _fill(book, styles, name, heads, [*rows_of(registers)])
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
    table.rows(rows)
    if rows:
        table.sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _days(registers: Registers) -> Iterator[list[Cell]]:
    for record in registers.records:
        minutes = {line.day: line.minutes.work for line in record.counters.days}
        who = (record.mediator.name, record.mediator.id)
        for day, periods in record.days:
            if minutes[day] and not periods:
                yield [*who, day, *("",) * 6, Duration(0), Duration(minutes[day])]
            for number, period in enumerate(periods, 1):
                begins = "suite" if period.carried else f"{period.span.start:%H:%M}"
                yield [
                    *(*who, day, begins, period.span.end.date(), f"{period.span.end:%H:%M}"),
                    *(period.pauses, period.label, period.site, Duration(period.minutes)),
                    Duration(minutes[day]) if number == len(periods) else "",
                ]


def _weeks(registers: Registers) -> Iterator[list[Cell]]:
    for record in registers.records:
        for week in record.counters.weeks:
            sunday = week.monday + timedelta(days=SUNDAY)
            yield [
                *(record.mediator.name, record.mediator.id, week.monday),
                "en entier" if week.described and sunday <= registers.last else "en partie",
                Duration(week.work),
                Duration(sum(tier.minutes for tier in week.due)),
            ]


def _months(registers: Registers) -> Iterator[list[Cell]]:
    for record in registers.records:
        for label, value in figures(registers, record):
            yield [record.mediator.name, record.mediator.id, label, value]


def _standby(registers: Registers) -> Iterator[list[Cell]]:
    for record in registers.records:
        for standby in record.standby:
            start, end = standby.span.start, standby.span.end
            yield [
                *(record.mediator.name, record.mediator.id),
                *(start.date(), f"{start:%H:%M}", end.date(), f"{end:%H:%M}"),
                *(Duration(standby.span.minutes), Duration(standby.called)),
            ]


def _teams(registers: Registers) -> Iterator[list[Cell]]:
    names, rota = registers.names, registers.rota
    for agency in agencies(registers):
        slots = [s for s in rota.problem.slots if s.agency == agency]
        for slot in sorted(slots, key=lambda s: (names.rank(s.dispositif), s.span.first, s.id)):
            day = slot.span.day
            for who in rota.team_of[slot.id]:
                yield [
                    *(names.agency(agency), names.dispositif(slot.dispositif), day),
                    *(f"{slot.span.start:%H:%M}", f"{slot.span.end:%H:%M}"),
                    *(pauses_of(slot.breaks), names.site(slot.site), member(who, day)),
                ]


def _rests(registers: Registers) -> Iterator[list[Cell]]:
    for record in registers.records:
        for rest in record.rests if record.sundays else ():
            yield [
                *(record.mediator.name, record.mediator.id, rest.monday, rest_words(rest)),
                "repos" if rest.sunday else "travaillé",
            ]


def _reserves(registers: Registers) -> Iterator[list[Cell]]:
    for record in registers.records:
        for reserve in record.reserves:
            yield [record.mediator.name, record.mediator.id, reserve]


SHEETS: dict[str, tuple[tuple[str, ...], Callable[[Registers], Iterator[list[Cell]]]]] = {
    "Relevé quotidien": (
        (
            *(*WHO, "Jour", "Début", "Fin le", "Fin", "Pauses", "Nature", "Lieu", "Travail"),
            "Total du jour civil",
        ),
        _days,
    ),
    "Semaines": ((*WHO, "Semaine du", "Connue", "Travail", "Heures supplémentaires"), _weeks),
    "Mois": ((*WHO, "Mention", "Valeur"), _months),
    "Astreintes": (
        (*WHO, "Début le", "Début", "Fin le", "Fin", "Durée", "Intervention"),
        _standby,
    ),
    "Équipes": (
        ("Agence", "Dispositif", "Jour", "Début", "Fin", "Pauses", "Lieu", "Salarié"),
        _teams,
    ),
    "Repos hebdomadaires": ((*WHO, "Semaine du", "Repos", "Dimanche"), _rests),
    "À confirmer": ((*WHO, "À confirmer"), _reserves),
}


def _cse(facts: Consultation) -> Iterator[tuple[str, tuple[str, ...], list[list[Cell]]]]:
    yield "CSE", POINT_HEADS, [[*row] for _, row in checklist(facts)]
    yield "CSE heures sup", OVERTIME_HEADS, [overtime_row(record) for record in facts.overtime]
    yield "CSE temps partiel", PART_TIME_HEADS, [part_time_row(group) for group in facts.part_time]
    weeks: list[list[Cell]] = [
        [scheme_words(programme.scheme), programme.people, *row]
        for programme in facts.programmes
        for row in programme_rows(programme)
    ]
    yield "CSE programme", ("Aménagement", "Salariés", *PROGRAMME_HEADS), weeks


POINT_HEADS = ("Sujet", "Faits", "Salariés", "Avis enregistré", "Ce que le texte demande")
