"""Show a caller the rows that they may see, and what was changed of these."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.journal import author_words
from api.access.reach import Reach
from api.access.request import bad_state
from api.access.rights.rows import RIGHTS, May, reads, unmasked, writes
from api.data.rows.columns import Column, Kind, Row
from api.data.rows.kinds import KINDS
from api.data.stored.association import read, state
from api.data.stored.history import changed_since, changes_of, removals_of
from api.data.stored.places import EVERYWHERE, Areas, Places, lies_in
from api.data.stored.rows import Entry, get
from api.data.stored.rows import page as rows_after
from api.data.tables.rows import RowChangeRow
from api.data.warnings import unlawful_remarks
from api.database.counters import DATA, number
from api.database.errors import NotThereError
from api.database.tables.access import UserRow
from api.french.words import instant_words
from api.web.refusing.problems import Refusal, forbidden, not_found
from scheduler.domain.people import ADULT_AGE
from scheduler.domain.time import years_after

KeyedRow = tuple[int, Row]
Values = Mapping[str, Any]


SHARED = "saisons"
TEMPLATE = {"gabarits": "id", "temps_equipe": "id", "pauses": "template", "exceptions": "template"}
"""Kinds of rows that describe a template's hours, and their field that names it."""


class RowReader:
    """
    The rows that one caller sees, in a transaction.

    Who has several roles sees a row by the one that sees most of it.
    """

    def __init__(self, who: Caller, session: Session) -> None:
        """Open a request; refuse it if the rows contradict each other (409)."""
        self.who, self.session = who, session
        places = state(session).places
        if places is None:
            raise bad_state(
                "donnees_incoherentes",
                "Les données ne s’accordent plus entre elles : importez-les à nouveau.",
            )
        self.places: Places = places

    def sees(self, kind: str, row: Values) -> bool:
        """Whether the caller may see a row; everybody may see seasons."""
        return self.sees_in(kind, self.places.of(kind, row))

    def sees_in(self, kind: str, areas: Areas) -> bool:
        """Whether the caller may see rows of a kind in these areas."""
        reach = self.reach(kind, May.READ)
        return bool(reach.areas) and (kind == SHARED or reach.sees(areas))

    def hidden(self, kind: str, row: Values) -> tuple[str, ...]:
        """Return the fields of a row that the caller doesn't see: responsables see none private."""
        private = KINDS[kind].private
        return private if private and self.masks(kind, self.places.of(kind, row)) else ()

    def seen(self, kind: str, row: Values) -> list[Column]:
        """Return the columns of a row that the caller sees, in their order."""
        hidden = self.hidden(kind, row)
        return [column for column in KINDS[kind].columns.values() if column.field not in hidden]

    def masks(self, kind: str, areas: Areas) -> bool:
        """Whether private fields of rows in these areas are hidden from the caller."""
        reach = Reach(self.who, RIGHTS[kind].unmasked)
        return not reach.everything and not (bool(reach.areas) and reach.sees(areas))

    def columns(self, kind: str) -> list[Column]:
        """Return the columns of a kind that the caller sees of some row, in their order."""
        every = unmasked(self.who, kind)
        columns = KINDS[kind].columns.values()
        return [column for column in columns if every or not column.private]

    def within(self, kind: str, agency: str, dispositif: str) -> Callable[[Areas], bool]:
        """Return a test of areas: whether the caller sees their rows there; empty: anywhere."""
        return lambda areas: lies_in(areas, agency, dispositif) and self.sees_in(kind, areas)

    def page(
        self,
        kind: str,
        *,
        after: int,
        limit: int,
        person: str = "",
        agency: str = "",
        dispositif: str = "",
        among: Container[int] | None = None,
    ) -> list[Entry]:
        """Return at most `limit` rows of those that the caller may see, from a key on."""
        where = self.within(kind, agency, dispositif)
        return rows_after(
            self.session,
            KINDS[kind],
            after=after,
            limit=limit,
            where=where,
            person=person,
            among=among,
        )

    def rows(self, kind: str, *, agency: str = "", dispositif: str = "") -> Iterator[KeyedRow]:
        """Yield every row of a kind that the caller may see, with hidden fields too."""
        index = state(self.session).indexes[kind]
        for key in index.keys(0, self.within(kind, agency, dispositif)):
            yield key, index.row(key)

    def reach(self, kind: str, may: May) -> Reach:
        """Return where the caller may read, or write, rows of a kind."""
        return Reach(self.who, RIGHTS[kind].roles(may))

    def entry(self, kind: str, key: int) -> Entry:
        """Return a row; refuse one that isn't there, or that the caller may not see (404)."""
        try:
            entry = get(self.session, KINDS[kind], key)
        except NotThereError:
            raise not_found() from None
        if not self.sees(kind, fields(entry)):
            raise not_found()
        return entry

    def decides(self, kind: str, values: Values) -> bool:
        """Whether the caller may change a row that they see."""
        return self.in_reach(kind, self.places.of(kind, values))

    def view(self, entry: Entry) -> dict[str, Any]:
        """Return those values of a row that the caller may see; of a minor, the last day as one."""
        values, hidden = entry.values, self.hidden(entry.kind.name, fields(entry))
        seen = {name: value for name, value in values.items() if name not in hidden}
        if entry.kind.name == "personnes" and hidden:
            seen["minor_until"] = minor_until(values["birth"], date.today())  # noqa: DTZ011 - civil
        return seen

    def remarks(self, rows: Iterable[tuple[str, Values]]) -> tuple[str, ...]:
        """Say which of the templates that these rows (kind, values) concern nobody may hold."""
        touched = {values[TEMPLATE[kind]] for kind, values in rows if kind in TEMPLATE}
        return unlawful_remarks(read(self.session), touched) if touched else ()

    def in_reach(self, kind: str, areas: Areas) -> bool:
        """Whether the caller may write rows of a kind that lie in these areas."""
        reach = self.reach(kind, May.WRITE)
        free = kind == SHARED and areas == EVERYWHERE
        return bool(reach.areas) and (free or reach.decides(areas))


def kinds_of(who: Caller) -> Iterator[Kind]:
    """Yield the kinds that an account reads, in their order."""
    return (kind for kind in KINDS.values() if reads(who, kind.name))


def opened(who: Caller, name: str) -> Kind:
    """Return a kind that an account reads; refuse one that isn't there, or not for them (404)."""
    if not reads(who, name):
        raise not_found()
    return KINDS[name]


def to_write(who: Caller, name: str) -> Kind:
    """Return a kind that an account writes; refuse one that it only reads (403), or not (404)."""
    kind = opened(who, name)
    if not writes(who, name):
        raise forbidden()
    return kind


def minor_until(birth: str | None, today: date) -> str | None:
    """Return the last day on which a person is a minor, if it isn't past (None: it is)."""
    if birth is None:
        return None
    last = years_after(date.fromisoformat(birth), ADULT_AGE) - timedelta(days=1)
    return last.isoformat() if last >= today else None


def fields(entry: Entry) -> Values:
    """Return a row's values by field, as Python values."""
    return entry.row.__dict__


ADDED, CHANGED, REMOVED = "ajouter", "modifier", "supprimer"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field's value before and after (None: it had none, or has none any more)."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """
    A change of a row: `action` is `ajouter`, `modifier` or `supprimer`.

    `by`: the name of the account that made it, or what is written in its place.
    """

    at: datetime
    by: str
    action: str
    fields: tuple[FieldChange, ...]

    @property
    def when(self) -> str:
        """Return when it was made, in French."""
        return instant_words(self.at)


@dataclass(frozen=True, kw_only=True)
class RemovedRow:
    """
    A row that is gone: those of its last values that the caller may see, and what became of it.

    `place`: its place among those that are gone (see `removed_rows`).
    """

    key: int
    place: int
    values: Mapping[str, Any]
    changes: list[RowChange]


def removed_rows(
    reader: RowReader, kind: str, *, before: int = 0, most: int
) -> tuple[list[RemovedRow], bool]:
    """
    Return rows that are gone and that the caller would see, the last removed first.

    The flag says whether there are more. `before`: the place of the last one that they have seen
    (0: none). `most`: how many to return.
    """
    with closing(removals_of(reader.session, kind, before=before)) as removals:
        seen = (row for row in removals if _seen(reader, kind, row))
        rows = list(islice(seen, most + 1))
    return [
        RemovedRow(
            key=row.key,
            place=row.id,
            values={c.field: row.before.get(c.field) for c in reader.seen(kind, row.before)},
            changes=_visible(reader, kind, changes_of(reader.session, kind, row.key)),
        )
        for row in rows[:most]
    ], len(rows) > most


@dataclass(frozen=True, kw_only=True)
class ChangedKeys:
    """The keys of rows that were added or changed, and of those that are gone."""

    changed: frozenset[int] = frozenset()
    removed: tuple[int, ...] = ()


def keys_since(reader: RowReader, kind: str, since: int) -> ChangedKeys:
    """
    Return what became of rows of a kind after the data had a number.

    What the caller didn't see isn't told to be gone; a row that came and went is told to be.
    Refusal: 410, they never had that number, or not again since a backup was restored.
    """
    if since > number(reader.session, DATA):
        raise Refusal(
            410,
            "numero_oublie",
            "Les données n’ont pas eu ce numéro, ou ont été remises d’une sauvegarde depuis : "
            "relisez tout, sans « since ».",
        )
    last = {change.key: change for change in changed_since(reader.session, kind, since)}
    gone = (key for key, change in last.items() if change.after is None)
    return ChangedKeys(
        changed=frozenset(key for key, change in last.items() if change.after is not None),
        removed=tuple(sorted(key for key in gone if _seen(reader, kind, last[key]))),
    )


def history_of(reader: RowReader, kind: str, key: int) -> list[RowChange]:
    """
    Return what was changed of a row, there or removed, the last change first.

    A change is left out if the caller doesn't see the row as it was then, or the fields that it is
    about. It is refused if there is no such row for the caller, nor was one that they see (404).
    """
    kept = changes_of(reader.session, kind, key)
    try:
        reader.entry(kind, key)
    except Refusal:
        last = kept[0] if kept else None
        if last is None or last.after is not None or not _seen(reader, kind, last):
            raise not_found() from None
    return _visible(reader, kind, kept)


def _visible(reader: RowReader, kind: str, kept: Sequence[RowChangeRow]) -> list[RowChange]:
    """Return the changes of a row that the caller sees, with the fields that they see."""
    query = select(UserRow.id, UserRow.name, UserRow.email)
    accounts = reader.session.execute(query.where(UserRow.id.in_({row.by for row in kept} - {""})))
    names = {row.id: row.name or row.email for row in accounts}
    changes = (
        RowChange(
            at=row.at,
            by=author_words(row.by, names.get(row.by, "")),
            action=ADDED if row.before is None else REMOVED if row.after is None else CHANGED,
            fields=tuple(_fields(reader, kind, row.before or {}, row.after or {})),
        )
        for row in kept
        if _seen(reader, kind, row)
    )
    return [change for change in changes if change.fields]


def _seen(reader: RowReader, kind: str, row: RowChangeRow) -> bool:
    return all(
        reader.sees(kind, values) for values in (row.before, row.after) if values is not None
    )


def _fields(
    reader: RowReader, kind: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[FieldChange]:
    """Yield the fields that the caller sees and that a change changed, in the kind's order."""
    hidden = {name for row in (before, after) if row for name in reader.hidden(kind, row)}
    for field in KINDS[kind].columns:
        old, new = before.get(field), after.get(field)
        if old != new and field not in hidden:
            yield FieldChange(field=field, before=old, after=new)
