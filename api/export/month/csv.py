"""Write the rota as CSV that Excel opens: a line for each person on a slot and for each hole."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from api.data.folder.history import breaks_text, write_month
from api.export.csv_table import csv_table
from api.export.month.bundle import Month
from api.french.words import DAYS, KINDS, ROLES, roles, short_date
from api.planning.holes import holes
from api.planning.names import Names
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot

HEADER = (
    *("date", "jour", "debut", "date_fin", "fin", "agence", "dispositif", "site", "nature"),
    *("personne", "nom", "role", "travail_minutes", "creneau", "etat"),
    *("pauses", "agence_id", "dispositif_id", "site_id"),
)
HOURS = ("date", "debut", "date_fin", "fin")
HELD, OPEN, VITAL = "pourvu", "à pourvoir (cible)", "à pourvoir (minimum)"


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the rota, then of the published month as the history keeps it."""
    yield f"planning-{month.label}.csv", rota_csv(month.rota, month.names)
    with TemporaryDirectory() as folder:
        publication = write_month(Path(folder), month.label, month.rows).read_bytes()
    yield f"publication/{month.label}.csv", publication


def rota_csv(rota: Rota, names: Names) -> bytes:
    """
    Return the rota as `;`-separated UTF-8 with a byte order mark, by start, slot and person.

    A hole has no person; `role` says who is wanted, once per person missing to the target.
    """
    rows = []
    for slot in rota.problem.slots:
        head = _head(slot, names)
        rows += [
            (slot.span.first, slot.id, 0, m.id, (*head, m.id, m.name, ROLES[m.role], HELD))
            for m in rota.team_of[slot.id]
        ]
    for hole in holes(rota):
        head, wanted = _head(hole.slot, names), roles(hole.need.roles)
        for place in range(hole.missing):
            state = VITAL if hole.have + place < hole.need.minimum else OPEN
            rows.append(
                (hole.slot.span.first, hole.slot.id, 1, str(place), (*head, "", "", wanted, state))
            )
    lines = []
    for _, slot_id, _, _, cells in sorted(rows):
        slot = rota.problem.slot_of[slot_id]
        *start, state = cells
        ids = [slot.id, state, breaks_text(slot.breaks), slot.agency, slot.dispositif, slot.site]
        lines.append([*start, slot.duty.work, *ids])
    return csv_table(HEADER, lines)


def hours_of(slot: Slot) -> tuple[str, ...]:
    """Return a slot's cells for the columns `HOURS`."""
    start, end = slot.span.start, slot.span.end
    return short_date(start.date()), clock_of(start), short_date(end.date()), clock_of(end)


def clock_of(instant: datetime) -> str:
    """Write a time; if clocks show it twice (October), the second one has its offset from UTC."""
    again = instant.utcoffset() != instant.replace(fold=0).utcoffset()
    return instant.isoformat(timespec="minutes")[11:] if again else f"{instant:%H:%M}"


def _head(slot: Slot, names: Names) -> tuple[str, ...]:
    day, start, last, end = hours_of(slot)
    return (
        day,
        DAYS[slot.span.day.weekday()],
        start,
        last,
        end,
        names.agency(slot.agency),
        names.dispositif(slot.dispositif),
        names.site(slot.site),
        KINDS[slot.kind],
    )
