"""List the documents of a month that the labour code requires, as files to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from api.export.file_names import slug, unique
from api.export.registers.cse import consultation, consultation_pdf
from api.export.registers.people import record_sheets, standby_sheets
from api.export.registers.records import Record, Registers
from api.export.registers.walls import agencies, posting, rests
from api.export.registers.workbook import registers_workbook


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
