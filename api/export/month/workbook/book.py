"""Le classeur: a coloured sheet per dispositif, hours, findings, holes, coverage, services."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.export import palette
from api.export.groups import NAME as OTHERS
from api.export.month.workbook.duties import duties_sheet
from api.export.month.workbook.lists import (
    coverage_sheet,
    findings_sheet,
    holes_sheet,
    hours_sheet,
    others_sheet,
)
from api.export.month.workbook.month import month_sheet
from api.export.styles import Styles
from api.planning.chips import ChipKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.export.month.bundle import Month
    from api.export.month.edition import Edition
    from api.planning.grid import Grid, Section
    from api.planning.names import Names
    from api.staffing.groups import Reasons
    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding

LONGEST = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
DUTIES = "Services"
RESERVED = ("Heures", "Constats", OTHERS, "Trous", "Couverture", DUTIES)


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the workbook."""
    content = workbook(
        month.rota, month.grid, month.findings, month.names, month.edition, reasons=month.reasons
    )
    yield f"planning-{month.label}.xlsx", content


def workbook(
    rota: Rota,
    grid: Grid,
    findings: Sequence[Finding],
    names: Names,
    edition: Edition,
    *,
    reasons: Reasons,
) -> bytes:
    """
    Return the workbook. No cell is ever a formula: text that looks like one stays text.

    The same rota and edition give the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415 - help and audits write no workbook

    output = io.BytesIO()
    book = xlsxwriter.Workbook(
        output,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    made = edition.made
    book.set_properties(
        {
            "title": "Planning",
            "author": "Roulement",
            "created": datetime(made.year, made.month, made.day, tzinfo=UTC).replace(tzinfo=None),
        }
    )
    styles = Styles(book)
    taken = {name.casefold() for name in RESERVED}
    for section in grid.sections:
        sheet = book.add_worksheet(sheet_name(section.title, taken))
        sheet.set_tab_color(palette.KINDS[_main_kind(section)][1])
        month_sheet(sheet, styles, grid, section, edition)
    hours_sheet(book.add_worksheet("Heures"), styles, grid)
    findings_sheet(book.add_worksheet("Constats"), styles, rota, findings)
    others_sheet(book.add_worksheet(OTHERS), styles, rota, findings)
    holes_sheet(book.add_worksheet("Trous"), styles, reasons, names)
    coverage_sheet(book.add_worksheet("Couverture"), styles, grid)
    duties_sheet(book.add_worksheet(DUTIES), styles, rota, names)
    book.close()
    return output.getvalue()


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that Excel accepts, 31 characters at most, unlike those taken."""
    plain = " ".join(title.translate(FORBIDDEN).split()) or "Dispositif"
    name, number = plain[:LONGEST].strip(), 2
    while name.casefold() in taken:
        tail = f" {number}"
        name = plain[: LONGEST - len(tail)].strip() + tail
        number += 1
    taken.add(name.casefold())
    return name


def _main_kind(section: Section) -> ChipKind:
    return ChipKind(section.coverage[0].kind) if section.coverage else ChipKind.DAY
