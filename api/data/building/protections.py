"""Build the personal constraints of people from rows, by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from api.data.building.periods import overlap
from api.data.building.values import from_row
from api.data.rows.lines import Placed, Tables, already
from api.data.rows.people import ProtectionRow
from api.french.words import period_words
from scheduler.domain.protections import Protection, ProtectionReason, Word

LONGEST = timedelta(days=300)
"""From the first day of a pregnancy to the birth at most (Code civil, art. 311)."""

WORD = {ProtectionReason.HEALTH: Word.DOCTOR, ProtectionReason.FAMILY: Word.REQUEST}
"""On whose word the night ends, where the law knows only one (L3122-14, L3122-12)."""


def protections(tables: Tables) -> Mapping[str, tuple[Protection, ...]]:
    """Build personal constraints; note what contradicts itself, or another of the person's."""
    built: dict[str, tuple[Protection, ...]] = {}
    pregnancies: dict[str, list[Placed[ProtectionRow]]] = {}
    for placed in tables.of(ProtectionRow):
        row = placed.row
        faults = {**_of_reason(row), **dict(_of_days(row)), **_of_night(row)}
        pregnant = row.reason is ProtectionReason.PREGNANCY
        others = pregnancies.setdefault(row.mediator, []) if pregnant else []
        days = row.since, row.until
        clash = next((o for o in others if overlap((o.row.since, o.row.until), days)), None)
        if clash is not None and not faults:
            faults["depuis"] = (
                f"une période qui n’en chevauche pas une autre de grossesse ({already(clash)})"
            )
        for header, expected in faults.items():
            tables.refuse(placed, header, expected)
        if not faults:
            others.append(placed)
            built[row.mediator] = (*built.get(row.mediator, ()), from_row(Protection, row))
    return built


def _of_reason(row: ProtectionRow) -> dict[str, str]:
    """Return, by header, what a reason wants in cells that it fills alone."""
    because = f"car le motif est « {row.reason.value} »"
    if row.reason is ProtectionReason.PREGNANCY:
        needed = {
            "grossesse_debut": row.pregnant_since,
            "naissance": row.birth,
            "jusqu_au": row.until,
        }
        return {h: f"une date, {because}" for h, day in needed.items() if day is None}
    cells = {
        "grossesse_debut": row.pregnant_since,
        "naissance": row.birth,
        "amenagement_le": row.arranged,
    }
    faults = {h: f"une case vide, {because}" for h, day in cells.items() if day is not None}
    bounds = (row.no_night_since, row.day_minutes, row.week_minutes)
    if not any(bounds) and not row.no_overtime:
        faults["sans_nuit_depuis"] = (
            f"une contrainte au moins, {because} : sans_nuit_depuis, heures_jour, heures_semaine "
            "ou sans_heures_sup"
        )
    return faults


def _of_days(row: ProtectionRow) -> Iterator[tuple[str, str]]:
    """Yield the header of each day that comes in the wrong order, and what it wants."""
    first, birth = row.pregnant_since, row.birth
    if first is not None and row.since < first:
        yield "depuis", f"le {first:%d/%m/%Y} ou après : la grossesse commence ce jour-là"
    if first is not None and birth is not None and not first < birth <= first + LONGEST:
        after, last = first + timedelta(days=1), first + LONGEST
        yield "naissance", f"une date {period_words(after, last)}"
    least = max(row.since, birth or row.since)
    if row.until is not None and row.until < least:
        yield "jusqu_au", f"le {least:%d/%m/%Y} ou après"


def _of_night(row: ProtectionRow) -> dict[str, str]:
    """Return, by header, what the end of night work wants: a day within, and somebody's word."""
    since, word = row.no_night_since, row.no_night_by
    if since is None:
        return {} if word is None else {"sans_nuit_depuis": "une date, car sans_nuit_par est dit"}
    usual = WORD.get(row.reason)
    faults = {}
    if word is None or (usual is not None and word is not usual):
        faults["sans_nuit_par"] = usual.value if usual is not None else "demande ou medecin"
    if not row.since <= since <= (row.until or date.max):
        until = f" au {row.until:%d/%m/%Y}" if row.until else " ou après"
        faults["sans_nuit_depuis"] = f"une date du {row.since:%d/%m/%Y}{until}"
    return faults
