"""Check and make the changes that a caller requests, and show the rows that they may see."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from api.access.journal import note
from api.access.reach import Reach
from api.access.request import bad_state
from api.access.rights.rows import RIGHTS, May
from api.data.rows.kinds import KINDS
from api.data.stored.association import read, state
from api.data.stored.places import EVERYWHERE, lies_in
from api.data.stored.refusals import RefusedRowsError, RowFault, StaleRowError
from api.data.stored.rows import Add, Entry, Remove, apply, get
from api.data.stored.rows import Change as Replace
from api.data.stored.rows import page as rows_after
from api.data.warnings.slots import unlawful_remarks
from api.database.errors import NotThereError
from api.french.plural import plural
from api.french.words import capital
from api.web.problems import Fault, Refusal, forbidden, gone_ahead, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.entering.doors import Door
    from api.data.rows.columns import Row
    from api.data.stored.places import Areas, Places

    KeyedRow = tuple[int, Row]

SHARED = "saisons"
TEMPLATE = {"gabarits": "id", "temps_equipe": "id", "pauses": "template", "exceptions": "template"}
"""Kinds of rows that describe a template's hours, and their field that names it."""

DEEDS = {Add: "ajouter", Replace: "modifier", Remove: "supprimer"}


class RowEditor:
    """
    One caller's request at one address: checks changes, makes them, shows rows.

    A row that the caller may not see is answered as if it didn't exist (404). Changes to a row that
    they see but aren't responsible for are refused (403).
    """

    def __init__(self, door: Door, who: Caller, session: Session) -> None:
        """
        Open a request.

        Raises
        ------
        Refusal
            The rows contradict each other (409).
        """
        self.door, self.who, self.session = door, who, session
        places = state(session).places
        if places is None:
            raise bad_state(
                "donnees_incoherentes",
                "Les données ne s’accordent plus entre elles : importez-les à nouveau.",
            )
        self.places: Places = places
        self.extended = False

    def sees(self, kind: str, row: Mapping[str, Any]) -> bool:
        """Whether the caller may see a row; everybody may see seasons."""
        return self.sees_in(kind, self.places.of(kind, row))

    def sees_in(self, kind: str, areas: Areas) -> bool:
        """Whether the caller may see rows of a kind in these areas."""
        return kind == SHARED or self.reach(kind, May.READ).sees(areas)

    def within(self, kind: str, agency: str, dispositif: str) -> Callable[[Areas], bool]:
        """Return what tells areas whose rows the caller sees there; empty: anywhere."""
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
    ) -> list[Entry]:
        """Return at most `limit` rows of those that the caller may see, from a key on."""
        where = self.within(kind, agency, dispositif)
        return rows_after(
            self.session, KINDS[kind], after=after, limit=limit, where=where, person=person
        )

    def rows(self, kind: str, *, agency: str = "", dispositif: str = "") -> Iterator[KeyedRow]:
        """Yield every row of a kind that the caller may see, with hidden fields too."""
        index = state(self.session).indexes[kind]
        for key in index.keys(0, self.within(kind, agency, dispositif)):
            yield key, index.row(key)

    def reach(self, kind: str, may: May) -> Reach:
        """Return where the caller may read, or write, rows of a kind at this address."""
        return Reach(self.who, self.door.roles(kind, may))

    def entry(self, kind: str, key: int) -> Entry:
        """
        Return a row that the caller may see.

        Raises
        ------
        Refusal
            The row doesn't exist, or the caller may not see it (404).
        """
        try:
            entry = get(self.session, KINDS[kind], key)
        except NotThereError:
            raise not_found() from None
        if not self.sees(kind, fields(entry)):
            raise not_found()
        return entry

    def learn(self, kind: str, values: Mapping[str, Any]) -> None:
        """Note a row that this request adds, so that its other rows may refer to it."""
        if not self.extended:
            self.places, self.extended = self.places.copy(), True
        self.places.learn(kind, values)

    def areas(self, kind: str, row: Row) -> Areas:
        """Return where a row lies."""
        return self.places.of(kind, row.__dict__)

    def decides(self, kind: str, values: Mapping[str, Any]) -> bool:
        """Whether the caller may change a row that they see."""
        return self._decides(kind, self.places.of(kind, values))

    def add(self, kind: str, values: Mapping[str, Any], where: str) -> Add:
        """Return an addition if the caller may make it; `where`: its path in the request."""
        self.learn(kind, values)
        self._check(kind, values, None, where)
        return Add(KINDS[kind], values)

    def change(
        self, kind: str, entry: Entry, number: int, changed: Mapping[str, Any], where: str
    ) -> Replace:
        """Return a replacement if the caller may make it; fields not given keep their value."""
        values = {**entry.values, **changed}
        whose = self.door.shapes(kind).whose
        if whose and values[whose] != entry.values[whose]:
            expected = f"{entry.values[whose]} : ce qui ne se lit pas ici ne change pas de personne"
            raise invalid(
                [Fault(field=within(where, whose), received=values[whose], expected=expected)]
            )
        self._check(kind, values, fields(entry), where)
        return Replace(KINDS[kind], entry.key, number, values)

    def remove(self, kind: str, entry: Entry, number: int) -> Remove:
        """Return a removal if the caller may make it."""
        self._hold(kind, self.places.of(kind, fields(entry)))
        return Remove(KINDS[kind], entry.key, number)

    def apply(self, changes: Sequence[Add | Replace | Remove], where: Sequence[str]) -> list[Entry]:
        """
        Make changes together; `where`: the place of each in the request.

        Raises
        ------
        Refusal
            A row was changed meanwhile (412), doesn't exist (404), or the data would be bad (422).
        """
        try:
            made = apply(self.session, changes, by=self.who.user)
        except NotThereError:
            raise not_found() from None
        except StaleRowError as error:
            raise self._late(error) from None
        except RefusedRowsError as error:
            raise self._refused(error, where) from None
        left = iter(made)
        for change in changes:
            entry = None if isinstance(change, Remove) else next(left)
            key = entry.key if entry else getattr(change, "key", 0)
            note(self.session, self.who, DEEDS[type(change)], change.kind.name, str(key))
        return made

    def view(self, entry: Entry) -> dict[str, Any]:
        """Return those values of a row that the caller may see."""
        shapes = self.door.shapes(entry.kind.name)
        return shapes.view(entry.values, date.today())  # noqa: DTZ011 - a civil day

    def remarks(self, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[str, ...]:
        """Say which of the templates that these rows (kind, values) concern nobody may hold."""
        touched = {values[TEMPLATE[kind]] for kind, values in rows if kind in TEMPLATE}
        return unlawful_remarks(read(self.session), touched) if touched else ()

    def _check(
        self, kind: str, values: Mapping[str, Any], before: Mapping[str, Any] | None, where: str
    ) -> None:
        """Refuse rows outside the caller's reach, before or after, and ids that they don't see."""
        reach = self.reach(kind, May.WRITE)
        if not reach.areas:
            raise forbidden()
        if before is not None:
            self._hold(kind, self.places.of(kind, before))
        faults = [] if reach.everything else list(self._strange(kind, values, before, where))
        if faults:
            raise invalid(faults)
        self._hold(kind, self.places.of(kind, values))

    def _decides(self, kind: str, areas: Areas) -> bool:
        reach = self.reach(kind, May.WRITE)
        free = kind == SHARED and areas == EVERYWHERE
        return bool(reach.areas) and (free or reach.decides(areas))

    def _hold(self, kind: str, areas: Areas) -> None:
        if not self._decides(kind, areas):
            raise forbidden(_of_all(kind)) if areas == EVERYWHERE else forbidden()

    def _strange(
        self, kind: str, values: Mapping[str, Any], before: Mapping[str, Any] | None, where: str
    ) -> Iterator[Fault]:
        """Yield the ids that a change adds to a row and that the caller may not see."""
        reach = self.reach(kind, May.WRITE)
        for column in KINDS[kind].columns.values():
            old = _listed(before[column.field]) if before and column.names else ()
            for name in _listed(values[column.field]) if column.names else ():
                if name not in old and not reach.sees(self.places.named(column.names, name)):
                    word = KINDS[column.names].word
                    yield Fault(
                        field=within(where, column.field),
                        received=name,
                        expected=f"un identifiant de {word} parmi ceux que vous voyez",
                    )

    def _late(self, error: StaleRowError) -> Refusal:
        current: Entry = error.current
        now = {"key": current.key, "number": current.number, "values": self.view(current)}
        return gone_ahead(now, error.expected)

    def _refused(self, error: RefusedRowsError, where: Sequence[str]) -> Refusal:
        faults = [self._fault(fault, where) for fault in error.faults]
        head = error.head_for(self._named)
        return Refusal(422, "donnees_refusees", f"{capital(head)}.", errors=faults)

    @cached_property
    def _named(self) -> frozenset[str]:
        """The kinds that may be read here: that a row of another is there may say too much."""
        return frozenset(self.door.kinds(May.READ))

    def _fault(self, fault: RowFault, where: Sequence[str]) -> Fault:
        """Return a fault for HTTP; hide values that the caller doesn't see."""
        hidden = fault.field in self.door.shapes(fault.kind).hidden
        if fault.index is not None:
            field = within(where[fault.index], fault.field)
            value = "" if hidden else fault.received
            return Fault(field=field, received=value, expected=fault.expected)
        if fault.kind not in self._named:
            return Fault(field="rh", expected="des données qui s’accordent avec celles des RH")
        if not self.door.partial or (not hidden and self._sees_key(fault)):
            place = fault.kind if fault.key is None else f"{fault.kind}/{fault.key}"
            field = f"{place}.{fault.field}" if fault.field else place
            return Fault(field=field, received=fault.received, expected=fault.expected)
        return Fault(field=fault.kind, expected="des données qui s’accordent avec celles d’autrui")

    def _sees_key(self, fault: RowFault) -> bool:
        if fault.key is None:
            return True
        try:
            entry = get(self.session, KINDS[fault.kind], fault.key)
        except NotThereError:
            return False
        return self.sees(fault.kind, fields(entry))


def fields(entry: Entry) -> Mapping[str, Any]:
    """Return a row's values by field, as Python values."""
    return entry.row.__dict__


def _listed(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value or ())


def _of_all(kind: str) -> str:
    """Say in French who may change a row that belongs to no single agency."""
    too = " ou responsable" if RIGHTS[kind].responsable is May.WRITE else ""
    return (
        f"« {kind} » : cette ligne vaut pour toute l’association ; seul un compte RH{too} dont les "
        "droits couvrent toute l’association la change."
    )


def invalid(faults: Sequence[Fault]) -> Refusal:
    """Return the refusal (422) of wrong values, all at once."""
    many = f"{plural(len(faults), 'valeur refusée', 'valeurs refusées')}."
    return Refusal(422, "requete_invalide", many, errors=faults)


def within(where: str, field: str) -> str:
    """Return a field's path in a request; `where`: the path of its row (empty: the body)."""
    return ".".join(part for part in (where, field) if part) or "body"
