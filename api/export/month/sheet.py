"""Write each person's month on an A4 page to print and put up at home."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from api.export import palette
from api.export.file_names import slug
from api.export.month.bundle import Month
from api.export.pdf import pdf
from api.french.plural import NO_BREAK
from api.french.words import (
    KINDS,
    alphabetical,
    brief,
    clock,
    day_in_margin,
    hours,
    month_name,
    of_month,
    shortened,
    signed_hours,
)
from api.planning.chips import ChipKind, kind_of
from api.planning.counters import Counters, moved_words, usual_minutes
from api.planning.grid import Grid, Row
from api.planning.names import Names
from scheduler.domain.duty import MANDATE, Duty, DutyKind
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot

NAME_LENGTH = 40
SITE_LENGTH = 28
PLACE_LENGTH = 48
TEAM_LENGTH = 38
LEAD_LENGTH = 48
WHERE_LENGTH = 90
ADDRESS_LENGTH = 66


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of one file with all pages, then of one file for each person."""
    rows = rows_by_name(month.grid)
    people = people_of(month, rows)
    yield "fiches/toutes.pdf", person_sheets(month, people)
    for row, person in zip(rows, people, strict=True):
        name = f"{slug(row.mediator.name)}-{slug(row.mediator.id)}"
        yield f"fiches/{name}.pdf", person_sheets(month, [person])


def person_sheets(month: Month, people: list[dict[str, Any]]) -> bytes:
    """Return a PDF with one page per person (see `people_of`), in the given order."""
    first, edition = month.grid.first, month.edition
    data = {
        "title": f"Planning {of_month(first)}",
        "month": month_name(first).capitalize(),
        "edition": edition.title,
        "seal": edition.seal,
        "colours": palette.COLOURS,
        "people": people,
    }
    return pdf("month/sheet.typ", data, edition.made)


def people_of(month: Month, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Write everybody's page: who supervises what is sought once for all of them."""
    supervising = defaultdict(list)
    for slot in month.rota.problem.slots:
        for dispositif in slot.supervises:
            supervising[dispositif].append(slot)
    return [_person(month, row, supervising) for row in rows]


def rows_by_name(grid: Grid) -> tuple[Row, ...]:
    """Return each person of the grid once, by name."""
    rows = {row.mediator.id: row for section in grid.sections for row in section.rows}
    return tuple(
        sorted(rows.values(), key=lambda r: (alphabetical(r.mediator.name), r.mediator.id))
    )


def _person(month: Month, row: Row, supervising: Mapping[str, Sequence[Slot]]) -> dict[str, Any]:
    rota, names = month.rota, month.names
    mediator, counts = row.mediator, row.counters
    horizon = rota.problem.horizon
    duties = [
        duty
        for duty in rota.timeline(mediator).duties
        if horizon.first <= duty.span.first < horizon.last and duty.kind is not DutyKind.TRAVEL
    ]
    leads = {duty: _leads(rota, mediator, duty, supervising) for duty in duties}
    lines: list[dict[str, Any]] = []
    rows = 0
    for column, cell in zip(month.grid.columns, row.cells, strict=True):
        today = [d for d in duties if d.span.day == column.day]
        kinds = {chip.kind for chip in cell}
        entries = [
            _plain(chip.kind.value, "nuit", times=f"… – {chip.end}")
            for chip in cell
            if chip.carried
        ]
        entries += [_entry(rota, mediator, duty, names, leads[duty]) for duty in today]
        if ChipKind.ABSENCE in kinds:
            entries.append(_plain("absence", "absence"))
        if ChipKind.OUTSIDE in kinds:
            entries.append(_plain("", "–", site="hors contrat"))
        if column.holiday and not entries:
            entries.append(_plain("", "férié", site=shortened(column.holiday, SITE_LENGTH)))
        rows += max(1, len(entries))
        lines.append(
            {
                "day": day_in_margin(column.day),
                "monday": column.day.weekday() == 0,
                "weekend": column.weekend,
                "holiday": bool(column.holiday),
                "entries": entries,
            }
        )
    sites = sorted({d.site for d in duties if d.site}, key=names.site)
    return {
        "name": shortened(mediator.name, NAME_LENGTH),
        "where": shortened(
            " · ".join(
                names.dispositif(d)
                for d in sorted({d.dispositif for d in duties if d.dispositif}, key=names.rank)
            ),
            WHERE_LENGTH,
        ),
        "figures": [
            *_account(counts, usual_minutes(rota.problem, mediator)),
            ["dont formation", hours(counts.training)],
            ["Heures de nuit", hours(counts.night)],
            ["Heures de dimanche", hours(counts.sunday)],
            ["Nuits", str(counts.nights)],
            ["Samedis travaillés", str(counts.saturdays)],
            ["Dimanches travaillés", str(counts.sundays)],
            ["Jours fériés travaillés", str(counts.holidays)],
        ],
        "lines": lines,
        "rows": rows,
        "sites": [
            [
                shortened(names.site(site), PLACE_LENGTH),
                shortened(names.address(site) or "adresse non renseignée", ADDRESS_LENGTH),
            ]
            for site in sites
        ],
        "leads": ", ".join(sorted(set(chain.from_iterable(leads.values())), key=_place)),
    }


def _account(counts: Counters, usual: Fraction) -> list[list[str]]:
    """
    Write hours planned and due; of a forfait, the days done and left.

    Where the year so far moves what is due, what is `usual` stands beside it: « 0 h 00 » alone
    looks like an error.
    """
    if (line := counts.forfait) is not None:
        return [
            ["Jours travaillés du mois", str(line.month)],
            [f"Jours depuis le {line.first:%d/%m/%Y}", str(line.done)],
            [f"Jours qui restent, de {line.number}", str(line.left)],
        ]
    moved = moved_words(counts, usual)
    return [
        ["Heures prévues", hours(counts.planned)],
        [f"Dues ({moved})" if moved else "Heures dues", hours(counts.due)],
        ["Écart", signed_hours(counts.balance)],
    ]


def _entry(
    rota: Rota, mediator: Mediator, duty: Duty, names: Names, leads: Sequence[str]
) -> dict[str, str]:
    over = len(duty.span.days) > 1
    until = clock(duty.span.end) + (" (+1)" if over else "")
    slot = rota.problem.slot_of.get(duty.id)
    kind = kind_of(duty) if slot is None else slot.kind
    training = duty.kind is DutyKind.TRAINING
    team = () if slot is None else rota.team_of[slot.id]
    mandate = duty.kind in MANDATE
    label = "formation" if training else "mandat" if mandate else KINDS[kind]
    return {
        "kind": "cfa" if training else kind.value,
        "label": label,
        "times": f"{clock(duty.span.start)} – {until}",
        "pause": _pauses(duty),
        "work": hours(duty.work) if duty.counts else "",
        "site": shortened(names.site(duty.site), SITE_LENGTH),
        "team": _fitting([m.name for m in team if m.id != mediator.id], TEAM_LENGTH),
        "lead": _fitting(leads, LEAD_LENGTH),
    }


def _fitting(names: Sequence[str], room: int) -> str:
    """Write the names that a place holds, none of them cut, and how many more there are."""
    words = [brief(name) for name in names]
    for count in range(len(words), 0, -1):
        text = ", ".join(words[:count])
        if count < len(words):
            text += f" +{NO_BREAK}{len(words) - count}"
        if len(text) <= room:
            return text
    return shortened(words[0], room) if words else ""


def _plain(kind: str, label: str, *, times: str = "", site: str = "") -> dict[str, str]:
    blank = dict.fromkeys(("pause", "work", "team", "lead"), "")
    return {"kind": kind, "label": label, "times": times, "site": site, **blank}


def _pauses(duty: Duty) -> str:
    return " + ".join(
        f"{pause.minutes} min" + (f" à {clock(pause.start)}" if pause.start else "")
        for pause in duty.breaks
    )


def _leads(
    rota: Rota, mediator: Mediator, duty: Duty, supervising: Mapping[str, Sequence[Slot]]
) -> list[str]:
    """Name those who supervise the dispositif while the duty lasts, référents first."""
    roles: dict[str, StaffRole] = {}
    for slot in supervising.get(duty.dispositif, ()):
        if slot.span.touches(duty.span):
            roles |= {m.name: m.role for m in rota.team_of[slot.id] if m.id != mediator.id}
    if duty.id in rota.problem.slot_of:
        roles |= {
            m.name: m.role
            for m in rota.team_of[duty.id]
            if m.role is StaffRole.REFERENT and m.id != mediator.id
        }
    return sorted(roles, key=lambda name: (roles[name] is not StaffRole.REFERENT, *_place(name)))


def _place(name: str) -> tuple[str, str]:
    """Return where a name stands in a list; two that differ by accents alone have their order."""
    return alphabetical(name), name
