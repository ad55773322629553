"""Build limits and forbidden successions from rows; a genre means its templates."""

from collections.abc import Iterable, Iterator

from api.data.building.values import from_row
from api.data.rows.limits import LimitRow, StreakRow, SuccessionRow
from api.data.rows.lines import Placed, Tables
from api.data.rows.people import PersonRow
from calendars.templates.template import Template
from scheduler.domain.limits import RUNS, Limit, LimitKind, Streak, Succession, only_wished
from scheduler.domain.slots import SlotKind

OF_TEMPLATES = frozenset({LimitKind.SLOTS, LimitKind.RUN})
"""Kinds that may count the slots of some templates."""


def limits(tables: Tables, templates: tuple[Template, ...]) -> Iterator[Limit]:
    """
    Build limits, one a person where none is named.

    Note one that bounds nothing, contradicts itself, or fills a wrong column.
    """
    everybody = tuple(placed.row.id for placed in tables.of(PersonRow))
    for placed in tables.of(LimitRow):
        row = placed.row
        of_hours = row.kind is LimitKind.MINUTES
        counted = _named(tables, placed, ("genre", row.slot_kind), row.templates, templates)
        if counted is None or not _columns_fit(tables, placed):
            continue
        if row.price is None and only_wished(row.kind, counted, row.most):
            tables.refuse(placed, "prix", "un prix, car cette limite ne peut être qu’un souhait")
            continue
        with tables.noting(placed, _column_of(row)):
            for who in (row.mediator,) if row.mediator else everybody:
                yield from_row(
                    Limit,
                    row,
                    mediator=who,
                    templates=counted,
                    least=(row.least_minutes or 0) if of_hours else row.least,
                    most=row.most_minutes if of_hours else row.most,
                )


def successions(tables: Tables, templates: tuple[Template, ...]) -> Iterator[Succession]:
    """Build forbidden successions; note one that names no slots on a side."""
    for placed in tables.of(SuccessionRow):
        row = placed.row
        before, after = ("genre_avant", row.first_kind), ("genre_apres", row.following_kind)
        first = _named(tables, placed, before, row.first, templates)
        following = _named(tables, placed, after, row.following, templates)
        if first is None or following is None:
            continue
        if not first or not following:
            column = "apres" if first else "avant"
            tables.refuse(placed, column, "un gabarit au moins, ou un genre à côté")
            continue
        with tables.noting(placed, "jusqu_au"):
            yield from_row(Succession, row, first=first, following=following)


def streaks(tables: Tables) -> Iterator[Streak]:
    """Build where people stood before; note one that contradicts itself."""
    for placed in tables.of(StreakRow):
        column = "repos_affilee" if placed.row.worked and placed.row.off else "dont_gabarit"
        with tables.noting(placed, column):
            yield from_row(Streak, placed.row)


def _named(
    tables: Tables,
    placed: Placed[LimitRow] | Placed[SuccessionRow],
    kind: tuple[str, SlotKind | None],
    names: Iterable[str],
    templates: tuple[Template, ...],
) -> frozenset[str] | None:
    """Return the templates named by id or by kind (None: no template has the kind; it is noted)."""
    header, slot_kind = kind
    of_kind = {template.id for template in templates if template.kind is slot_kind}
    if slot_kind is not None and not of_kind:
        tables.refuse(placed, header, "un genre qu’au moins un gabarit a")
        return None
    return frozenset(names) | of_kind


def _columns_fit(tables: Tables, placed: Placed[LimitRow]) -> bool:
    """Whether only the columns that the sort of the limit reads are filled; note others."""
    row = placed.row
    of_hours, of_slots = row.kind is LimitKind.MINUTES, row.kind in OF_TEMPLATES
    faults = {
        "minimum": row.kind in {LimitKind.MINUTES, LimitKind.SPLIT} and row.least,
        "maximum": of_hours and row.most is not None,
        "heures_minimum": not of_hours and row.least_minutes is not None,
        "heures_maximum": not of_hours and row.most_minutes is not None,
        "gabarits": not of_slots and row.templates,
        "genre": not of_slots and row.slot_kind is not None,
        "periode": row.kind in RUNS and placed.text("periode") not in {"", "mois"},
    }
    expected = f"une case vide, car la sorte est « {row.kind.value} »"
    return tables.accepts(placed, ((header, expected) for header, bad in faults.items() if bad))


def _column_of(row: LimitRow) -> str:
    if row.since is not None and row.until is not None and row.until < row.since:
        return "jusqu_au"
    return "heures_maximum" if row.kind is LimitKind.MINUTES else "maximum"
