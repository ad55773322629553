"""Write the lists of the workbook: hours by person, findings, holes, coverage, shifts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from api.data.folder.history import breaks_text
from api.export.groups import COLUMNS, NAME, group_rows
from api.export.month.csv import clock_of
from api.export.month.sheet import rows_by_name
from api.export.workbook import (
    AlertCell,
    Cell,
    Column,
    Duration,
    StyledCell,
    Styles,
    Table,
)
from api.french.words import DAYS, KINDS, SEVERITIES, VERDICTS, consequence, roles
from api.judging.report.report import grouped
from api.planning.grid import Grid
from api.planning.names import Names
from api.staffing.groups import Reasons
from api.staffing.wording import cause_words, lift_words, nearest_words
from calendars.appearance import whole_days
from calendars.events import Entry, of_rota
from calendars.standby import Gap
from constraints.registry import base
from constraints.teams import EMPLOYER
from scheduler.domain.people import Absence
from scheduler.domain.problem import Training
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding, Severity

HOURS = (
    "Prévu",
    "Dû",
    "Écart",
    "Terrain",
    "Formation",
    "Trajets",
    "H. de nuit",
    "H. de dimanche",
    "H. de férié",
)
COUNTS = ("Nuits", "Samedis travaillés", "Dimanches travaillés", "Fériés travaillés")
FINDINGS = (
    *(Column("Gravité", 14), Column("Effet", 18), Column("Avis", 12), Column("Règle", 24)),
    *(Column("Article", 14), Column("Personne ou créneau", 24), Column("Date", 11)),
    *(Column("Mesuré", 12), Column("Limite", 12), Column("Écart", 12), Column("Constat", 70)),
    *(Column("Preuves", 40), Column("Hérité", 8)),
)
HOLES = (
    *(Column("Date", 11), Column("Jour", 10), Column("Début", 8), Column("Fin", 8)),
    *(Column("Dispositif", 34), Column("Site", 28), Column("Nature"), Column("Qui manque", 24)),
    *(Column("Présents", 9), Column("Minimum", 9), Column("Cible", 9), Column("Manque", 9)),
    *(Column("Gravité", 18), Column("Créneau", 34), Column("Pourquoi", 60)),
    *(Column("Au plus proche", 60), Column("Ce qui le lèverait", 60)),
)


def hours_sheet(book: Any, styles: Styles, grid: Grid) -> None:
    """List the counters of each person; hours are durations that Excel can add up."""
    rows = rows_by_name(grid)
    weeks = [monday for monday, _ in rows[0].counters.weeks] if rows else []
    titles = (
        *("Contrat", *HOURS, *COUNTS),
        *(f"S{monday.isocalendar().week}\n{monday:%d/%m}" for monday in weeks),
    )
    columns = (
        *(Column("Personne", 26), *(Column(title, 9) for title in titles)),
        Column("Rythme des semaines", 60),
    )
    table = Table(book, styles, "Heures", columns)
    for row in rows:
        counts = row.counters
        table.row(
            (
                *(row.mediator.name, Duration(row.weekly)),
                *(Duration(counts.planned), Duration(counts.due)),
                StyledCell(*styles.duration(counts.balance)),
                *(Duration(n) for n in (counts.work, counts.training, counts.travel)),
                *(Duration(n) for n in (counts.night, counts.sunday, counts.holiday)),
                *(counts.nights, counts.saturdays, counts.sundays, counts.holidays),
                *(Duration(minutes) for _, minutes in counts.weeks),
                counts.rhythm,
            )
        )


def findings_sheet(book: Any, styles: Styles, rota: Rota, findings: Sequence[Finding]) -> None:
    """List findings: blocking ones first, then by severity, person and day."""
    table = Table(book, styles, "Constats", FINDINGS)
    people = rota.problem.mediator_of
    for finding in ranked(findings):
        who = people[finding.subject].name if finding.subject in people else finding.subject
        who = rota.problem.employer.called if who == EMPLOYER else who
        cells: tuple[Cell, ...] = (
            *(SEVERITIES[finding.severity], consequence(finding), VERDICTS[finding.verdict]),
            *(finding.rule, finding.article, who, finding.on),
            *(
                StyledCell(*styles.quantity(value, finding.unit))
                for value in (finding.measured, finding.limit, finding.amount)
            ),
            *(finding.message, ", ".join(finding.evidence)),
            "oui" if finding.inherited else "",
        )
        table.row(_loud(cells) if finding.blocks else cells)


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Sort findings: blocking ones by severity, then the others rule by rule."""
    order = list(Severity)
    blocking = sorted(
        (finding for finding in findings if finding.blocks),
        key=lambda f: (order.index(f.severity), f.subject, f.on, f.rule),
    )
    others = grouped((finding for finding in findings if not finding.blocks), ())
    return blocking + [
        finding
        for group in others
        for finding in sorted(group.findings, key=lambda f: (f.subject, f.on, f.code))
    ]


def others_sheet(book: Any, styles: Styles, rota: Rota, findings: Sequence[Finding]) -> None:
    """List findings that don't block, a row per rule, the most frequent first."""
    table = Table(book, styles, NAME, COLUMNS)
    titles = {rule.id: rule.title for rule in base().rules}
    table.rows(group_rows(findings, rota.problem.mediator_of, titles))


def holes_sheet(book: Any, styles: Styles, reasons: Reasons, names: Names) -> None:
    """List every hole, and why it is open."""
    table = Table(book, styles, "Trous", HOLES)
    for post in reasons.posts:
        hole = post.hole
        slot, need = hole.slot, hole.need
        cells: tuple[Cell, ...] = (
            *(slot.span.day, DAYS[slot.span.day.weekday()]),
            *(slot.span.start.time(), slot.span.end.time()),
            *(names.dispositif(slot.dispositif), names.site(slot.site), KINDS[slot.kind]),
            *(roles(need.roles), hole.have, need.minimum, need.posts, hole.missing),
            "sous le minimum" if hole.vital else "sous la cible",
            *(slot.id, cause_words(post, reasons), nearest_words(post, names)),
            lift_words(post, reasons, names),
        )
        table.row(_loud(cells) if hole.vital else cells)


def coverage_sheet(book: Any, styles: Styles, grid: Grid) -> None:
    """List posts held and target by dispositif, kind and day, then the month's totals."""
    columns = (
        *(Column("Dispositif", 34), Column("Nature")),
        *(Column(f"{DAYS[c.day.weekday()][:2]}\n{c.day.day}", 6) for c in grid.columns),
        *(Column("Pourvus", 9), Column("Cible", 9), Column("Taux", 9)),
    )
    table = Table(book, styles, "Couverture", columns)
    for section in grid.sections:
        for row in section.coverage:
            have = sum(cell.have for cell in row.cells if cell is not None)
            target = sum(cell.target for cell in row.cells if cell is not None)
            table.row(
                (
                    *(section.title, KINDS[row.kind]),
                    *(
                        None if cell is None else StyledCell(cell.words, styles.coverage(cell))
                        for cell in row.cells
                    ),
                    *(have, target),
                    StyledCell(have / target, styles.percent) if target else None,
                )
            )


def _loud(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return cells with their texts marked as alerts."""
    return tuple(AlertCell(cell) if isinstance(cell, str) else cell for cell in cells)


SERVICES = (
    *(Column("personne", 22), Column("nom", 24), Column("date", 11), Column("début", 8)),
    *(Column("date fin", 11), Column("fin", 8), Column("nature", 11), Column("dispositif", 30)),
    *(Column("site", 28), Column("pauses", 34), Column("créneau", 28), Column("agence_id", 12)),
    *(Column("dispositif_id", 12), Column("site_id", 16)),
)


def duties_sheet(book: Any, styles: Styles, rota: Rota, names: Names) -> None:
    """
    List shifts, training and absences by start and person; times are as clocks show them.

    Of an absence, that it is one: no reason.
    """
    table = Table(book, styles, "Services", SERVICES, frozen=2)
    people = rota.problem.mediator_of
    for mediator, entry in sorted(
        of_rota(rota), key=lambda e: (e[1].span.first, people[e[0]].name, e[0])
    ):
        table.row((mediator, people[mediator].name, *_hours(entry), *_places(entry, names)))


def _hours(entry: Entry) -> tuple[date | str, ...]:
    """Return day and time of start and end; whole days have no times, the last being included."""
    start, end = entry.span.start, entry.span.end
    if isinstance(entry, Absence) and whole_days(entry.span):
        return entry.span.day, "", entry.span.last_day, ""
    return start.date(), clock_of(start), end.date(), clock_of(end)


def _places(entry: Entry, names: Names) -> tuple[str, ...]:
    """Return the kind of an entry, its places by name, its breaks, and ids."""
    match entry:
        case Slot():
            return (
                *(KINDS[entry.kind], names.dispositif(entry.dispositif), names.site(entry.site)),
                *(breaks_text(entry.breaks), entry.id),
                *(entry.agency, entry.dispositif, entry.site),
            )
        case Training():
            site = names.site(entry.site)
            return ("formation", "", site, breaks_text(entry.breaks), entry.id, "", "", entry.site)
        case Absence():
            return ("absence", *("",) * 7)
        case Gap():
            return ("sans astreinte", names.dispositif(entry.dispositif), *("",) * 6)
