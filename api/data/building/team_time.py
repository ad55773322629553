"""Build templates of a team's own time (meetings, analysis of practice…) from rows."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from pydantic_core import PydanticCustomError

from api.data.building.values import COHERENT, ends_in_order, from_row
from api.data.rows import demand as d
from api.data.rows import places as l
from api.data.rows.lines import Placed, Tables
from api.data.rows.people import PersonRow
from api.data.rows.readers import day as day_of_cell
from calendars.holidays import holidays_of, name_of
from calendars.templates.clock import TemplateBreak
from calendars.templates.team_time import Attendance, need_of
from calendars.templates.template import ExceptionAction, Template, TemplateException
from scheduler.domain.slots import SlotKind

LONGEST = 10 * 60
"""Minutes of a day's work at most (L3121-18): nobody could attend anything longer."""

FARTHEST = 2
"""Years after its first day in which what comes back must end: nobody plans farther."""

SILENT = {"jours": None, "toutes_les": 1, "rang_du_mois": None, "sauf": ""}
"""The columns that say how something comes back, and their values where nothing does."""


def team_times(tables: Tables) -> tuple[tuple[Template, ...], tuple[TemplateException, ...]]:
    """Build what comes back or is held once, and the days left out; note contradictions."""
    templates, left_out = list[Template](), list[TemplateException]()
    for placed in tables.of(d.TeamTimeRow):
        row = placed.row
        if not all([_ends(tables, placed), _counts_agree(tables, placed), _alone(tables, placed)]):
            continue
        off = _excepted(tables, placed)
        if off is None:
            continue
        with tables.noting(placed, "", COHERENT, row.id):
            template = _template(tables, row)
            if days := _days(tables, placed, template):
                templates.append(template)
                left_out += _left_out(tables, placed, off, days)
    return tuple(templates), tuple(left_out)


def _left_out(
    tables: Tables, placed: Placed[d.TeamTimeRow], off: Iterable[date], days: Collection[date]
) -> Iterator[TemplateException]:
    for day in off:
        if day in days:
            yield TemplateException(
                template=placed.row.id, day=day, action=ExceptionAction.REMOVE, why="n’a pas lieu"
            )
        else:
            tables.refuse(placed, "sauf", "des jours où il aurait lieu", f"{day:%d/%m/%Y}")


def _template(tables: Tables, row: d.TeamTimeRow) -> Template:
    """Return the template of a row (InvalidProblemError: its pause is as long as itself)."""
    agencies = {placed.row.id: placed.row.agency for placed in tables.of(l.DispositifRow)}
    return from_row(
        Template,
        row,
        agency=agencies.get(row.dispositif, ""),
        kind=SlotKind.TEAM,
        weekdays=row.weekdays or frozenset({row.since.weekday()}),
        until=row.until or row.since,
        needs=(need_of(_group(tables, row), row.attendance, row.at_least or 0, row.at_most),),
        breaks=(TemplateBreak(minutes=row.pause),) if row.pause else (),
        mandatory=row.attendance is Attendance.COMPULSORY,
        invited=frozenset(row.people),
    )


def _group(tables: Tables, row: d.TeamTimeRow) -> int:
    everybody = (placed.row for placed in tables.of(PersonRow))
    return len(row.people) or sum(row.dispositif in person.dispositifs for person in everybody)


def _ends(tables: Tables, placed: Placed[d.TeamTimeRow]) -> bool:
    """Whether it ends after it begins, the same day, and comes back until a day not too far."""
    row = placed.row
    minutes = (row.end.hour - row.start.hour) * 60 + row.end.minute - row.start.minute
    if not 0 < minutes - row.pause <= LONGEST:
        expected = f"une fin le même jour, après le début ({row.start:%H:%M})"
        column = "fin"
        if minutes > LONGEST:
            expected += f" et {LONGEST // 60} h de travail au plus (L3121-18)"
        elif minutes > 0:
            column, expected = "pause", f"moins que les {minutes} minutes de la ligne"
        tables.refuse(placed, column, expected)
        return False
    if row.until is None:
        for header, value in SILENT.items():
            if placed.value(placed.kind.field_of(header)) != value:
                expected = (
                    f"un dernier jour, car « {header} » dit qu’il revient "
                    "(ou cette case vide, s’il n’a lieu qu’une fois)"
                )
                tables.refuse(placed, "jusqu_au", expected)
                return False
        return True
    last = row.since.replace(year=row.since.year + FARTHEST, day=min(row.since.day, 28))
    if row.until > last:
        tables.refuse(placed, "jusqu_au", f"une fin le {last:%d/%m/%Y} ou avant")
        return False
    if row.weekdays is None:
        tables.refuse(placed, "jours", "le jour de la semaine où il revient (mar)")
    if row.rank is not None and row.every != 1:
        tables.refuse(placed, "rang_du_mois", "une case vide, ou « toutes_les » vide")
        return False
    return ends_in_order(tables, placed, row.since, row.until) and row.weekdays is not None


def _counts_agree(tables: Tables, placed: Placed[d.TeamTimeRow]) -> bool:
    """Whether the numbers of people agree with each other and with who is expected."""
    row, group = placed.row, _group(tables, placed.row)
    compulsory = row.attendance is Attendance.COMPULSORY
    whose = "personnes nommées" if row.people else f"personnes du dispositif {row.dispositif}"
    faults = {
        "au_moins": "une case vide, car la présence est obligatoire"
        if compulsory and row.at_least is not None
        else f"{group} au plus, le nombre de {whose}"
        if (row.at_least or 0) > group
        else "",
        "au_plus": "une case vide, car la présence est obligatoire"
        if compulsory and row.at_most is not None
        else f"{row.at_least} au moins, comme « au_moins »"
        if row.at_most is not None and row.at_most < (row.at_least or 0)
        else "",
        "dispositif": "" if group else "un dispositif où quelqu’un peut travailler",
    }
    # Where someone's line can't be read, who is in the dispositif isn't known.
    faults = faults if tables.complete(PersonRow) else {}
    return tables.accepts(placed, ((header, said) for header, said in faults.items() if said))


def _alone(tables: Tables, placed: Placed[d.TeamTimeRow]) -> bool:
    """Whether no template has the same id: slots are named by it."""
    taken = tables.knows("gabarits", placed.row.id)
    if taken:
        tables.refuse(placed, "id", "un identifiant qui n’est pas celui d’un gabarit")
    return not taken


def _excepted(tables: Tables, placed: Placed[d.TeamTimeRow]) -> list[date] | None:
    """Return the days on which it isn't held (None: one can't be read; it is noted)."""
    days = []
    for text in filter(None, map(str.strip, placed.row.except_on.split(","))):
        try:
            days.append(day_of_cell(text))
        except PydanticCustomError as error:
            tables.refuse(placed, "sauf", error.message(), text)
            return None
    if len(days) != len(set(days)):
        tables.refuse(placed, "sauf", "chaque jour une seule fois")
        return None
    return days


def _days(tables: Tables, placed: Placed[d.TeamTimeRow], template: Template) -> frozenset[date]:
    """
    Return the days on which it is held (empty: there are none; it is noted).

    What comes back skips public holidays, as templates do; what is held once can't be on one.
    """
    until = template.until or template.since
    days = (template.since + timedelta(days=n) for n in range((until - template.since).days + 1))
    departements = {a.row.id: a.row.departement for a in tables.of(l.AgencyRow)}
    years = range(template.since.year, until.year + 1)
    off = holidays_of(years, departement=departements.get(template.agency, ""))
    open_days = frozenset(filter(template.due, days)) - off
    if not open_days and placed.row.until is None:
        name = name_of(template.since) or "férié ici"
        tables.refuse(placed, "depuis", f"un jour qui n’est pas férié ({name})")
    elif not open_days:
        expected = "un jour au moins, non férié, du premier au dernier"
        tables.refuse(placed, "jusqu_au", expected)
    return open_days
