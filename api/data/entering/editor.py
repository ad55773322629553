"""Check and make the changes of rows that a caller requests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api.access.journal import note
from api.access.reach import Reach
from api.access.rights.rows import RIGHTS, May, unmasked
from api.data.entering.reader import RowReader, fields, kinds_of
from api.data.rows.columns import Row
from api.data.rows.kinds import KINDS
from api.data.stored.entries import RefusedRowsError, RowFault, StaleRowError, row_of
from api.data.stored.places import EVERYWHERE, Areas
from api.data.stored.rows import Add, Entry, Remove, apply, get
from api.data.stored.rows import Change as Replace
from api.database.errors import NotThereError
from api.french.expected import SIMPLE, quoted
from api.french.plural import plural
from api.french.words import capital
from api.web.refusing.problems import Fault, Refusal, forbidden, gone_ahead, not_found
from scheduler.domain.people import AbsenceKind

Values = Mapping[str, Any]

PEOPLE, COHORTS, MEMBERS = "personnes", "cohortes", "inscriptions"
DEEDS = {Add: "ajouter", Replace: "modifier", Remove: "supprimer"}
REASONS = (
    AbsenceKind.LEAVE,
    AbsenceKind.UNAVAILABLE,
    AbsenceKind.REST,
    AbsenceKind.RECOVERY,
    AbsenceKind.UNPAID,
)
"""Reasons of absence that a responsable may give: none of them says anything of health."""

REVEALING = (
    "Vous ne lisez pas tout de cette ligne, et là où elle irait vous le liriez : seul un compte RH "
    "qui la lit toute l’y fait passer."
)


class RowEditor(RowReader):
    """
    One caller's request: checks changes, makes them, shows rows.

    A row that the caller may not see is answered as if it didn't exist (404). Changes to a row that
    they see but aren't responsible for are refused (403).
    """

    extended = False
    """Whether rows that this request adds were noted."""

    @cached_property
    def begun(self) -> set[str]:
        """The cohorts that this request adds."""
        return set()

    def learn(self, kind: str, values: Values) -> None:
        """Note a row that this request adds, so that its other rows may refer to it."""
        if not self.extended:
            self.places, self.extended = self.places.copy(), True
        if kind == COHORTS:
            self.begun.add(values["id"])
        elif kind == MEMBERS and values["cohort"] not in self.begun:
            return  # whose an older cohort is, no request decides
        self.places.learn(kind, values)

    def checked(
        self, kind: str, values: Values, where: str, before: Entry | None = None
    ) -> tuple[dict[str, Any], list[Fault]]:
        """
        Return all values of a row to add, or to change from what it was; or all that is wrong.

        `values`: as JSON, by field. What the caller doesn't see of a row keeps its value, and is
        refused if it is given. `where`: the path of the row in the request (empty: the body).
        """
        hidden = self.hidden(kind, fields(before)) if before else ()
        kept = {name: before.values[name] for name in hidden} if before else {}
        faults = [
            Fault(
                field=within(where, name),
                received=quoted({"type": "", "input": values[name]}),
                expected=SIMPLE["extra_forbidden"],
            )
            for name in values
            if name in kept
        ]
        try:
            row = row_of(KINDS[kind], {**values, **kept}).model_dump(mode="json")
        except RefusedRowsError as error:
            faults += (
                Fault(
                    field=within(where, fault.field),
                    received="" if fault.field in kept else fault.received,
                    expected=fault.expected,
                )
                for fault in error.faults
            )
            return {}, faults
        if before is None:
            faults += self._reasons(kind, row, where)
        return row, faults

    def add(self, kind: str, values: Values, where: str) -> Add:
        """Return an addition if the caller may make it; `where`: its path in the request."""
        self.learn(kind, values)
        self._check(kind, values, None, where)
        if kind == PEOPLE and self.in_reach(kind, before := self.places.person(values["id"])):
            # Taken away and added again elsewhere, a person keeps the rows that name them.
            self._keep_hidden(kind, before, values)
        return Add(KINDS[kind], values)

    def change(self, entry: Entry, number: int, values: Values, where: str) -> Replace:
        """Return a replacement, by values that were `checked`, if the caller may make it."""
        kind = entry.kind.name
        whose = self._whose(entry)
        if whose and values[whose] != entry.values[whose]:
            expected = f"{entry.values[whose]} : ce qui ne se lit pas ici ne change pas de personne"
            raise invalid(
                [Fault(field=within(where, whose), received=values[whose], expected=expected)]
            )
        self._check(kind, values, fields(entry), where)
        self._keep_hidden(kind, self.places.of(kind, fields(entry)), values)
        return Replace(KINDS[kind], entry.key, number, values)

    def remove(self, entry: Entry, number: int) -> Remove:
        """Return a removal if the caller may make it."""
        kind = entry.kind.name
        self._hold(kind, self.places.of(kind, fields(entry)))
        return Remove(KINDS[kind], entry.key, number)

    def apply(self, changes: Sequence[Add | Replace | Remove], where: Sequence[str]) -> list[Entry]:
        """
        Make changes together; `where`: the place of each in the request.

        Refusal: a row was changed meanwhile (412), doesn't exist (404), or the data would be bad
        (422).
        """
        try:
            entries = apply(self.session, changes, by=self.who.user)
        except NotThereError:
            raise not_found() from None
        except StaleRowError as error:
            raise self._late(error) from None
        except RefusedRowsError as error:
            raise self._refused(error, changes, where) from None
        written = iter(entries)
        for change in changes:
            entry = None if isinstance(change, Remove) else next(written)
            if entry and isinstance(change, Replace) and entry.number == change.number:
                continue  # sent back as it was
            key = entry.key if entry else getattr(change, "key", 0)
            note(self.session, self.who, DEEDS[type(change)], change.kind.name, str(key))
        return entries

    def _check(self, kind: str, values: Values, before: Values | None, where: str) -> None:
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

    def _hold(self, kind: str, areas: Areas) -> None:
        if not self.in_reach(kind, areas):
            raise forbidden(_of_all(kind)) if areas == EVERYWHERE else forbidden()

    def _keep_hidden(self, kind: str, before: Areas, values: Values) -> None:
        """
        Refuse that a row comes where the caller reads all of it from where they don't.

        Each of two roles decides in its own agency: together they must not open what is hidden.
        """
        hides = KINDS[kind].private and self.masks(kind, before)
        if hides and not self.masks(kind, self.places.of(kind, values)):
            raise forbidden(REVEALING)

    def _strange(
        self, kind: str, values: Values, before: Values | None, where: str
    ) -> Iterator[Fault]:
        """Yield the ids that a change adds to a row and that the caller may not see."""
        reach = self.reach(kind, May.WRITE)
        for column in KINDS[kind].columns.values():
            old = column.ids(before[column.field]) if before else ()
            for name in column.ids(values[column.field]):
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

    def _refused(
        self,
        error: RefusedRowsError,
        changes: Sequence[Add | Replace | Remove],
        where: Sequence[str],
    ) -> Refusal:
        faults = [
            self._elsewhere(fault)
            if fault.index is None
            else self._in_change(fault, changes[fault.index], where[fault.index])
            for fault in error.faults
        ]
        head = error.head_for(self._named)
        return Refusal(422, "donnees_refusees", f"{capital(head)}.", errors=faults)

    @cached_property
    def _named(self) -> frozenset[str]:
        """The kinds that the caller reads: that a row of another is there may say too much."""
        return frozenset(kind.name for kind in kinds_of(self.who))

    def _in_change(self, fault: RowFault, change: Add | Replace | Remove, where: str) -> Fault:
        """Return a fault of a change for HTTP, without a value that the caller doesn't see."""
        values = {} if isinstance(change, Remove) else dict(change.values)
        hidden = self.hidden(fault.kind, values) if values else KINDS[fault.kind].private
        received = "" if fault.field in hidden else fault.received
        return Fault(field=within(where, fault.field), received=received, expected=fault.expected)

    def _elsewhere(self, fault: RowFault) -> Fault:
        """Return a fault that a change causes in another row, as far as they see that row."""
        if fault.kind not in self._named:
            return Fault(field="rh", expected="des données qui s’accordent avec celles des RH")
        if self._sees_fault(fault):
            place = fault.kind if fault.key is None else f"{fault.kind}/{fault.key}"
            field = f"{place}.{fault.field}" if fault.field else place
            return Fault(field=field, received=fault.received, expected=fault.expected)
        return Fault(field=fault.kind, expected="des données qui s’accordent avec celles d’autrui")

    def _sees_fault(self, fault: RowFault) -> bool:
        if Reach(self.who, RIGHTS[fault.kind].unmasked).everything:
            return True
        if fault.key is None:
            return fault.field not in KINDS[fault.kind].private
        try:
            row = fields(get(self.session, KINDS[fault.kind], fault.key))
        except NotThereError:
            return False
        return self.sees(fault.kind, row) and fault.field not in self.hidden(fault.kind, row)

    def _reasons(self, kind: str, values: Values, where: str) -> Iterator[Fault]:
        """Yield the fault of an absence whose reason is RH's to give."""
        if kind != "absences" or values["kind"] in REASONS or not self.hidden(kind, values):
            return
        if self.sees(kind, values) or not unmasked(self.who, kind):
            expected = f"l’un de : {', '.join(REASONS)}"
            yield Fault(field=within(where, "kind"), received=values["kind"], expected=expected)

    def _whose(self, entry: Entry) -> str:
        """
        Return the field that names the person whom hidden fields are about (empty: none are).

        It must not change: another person could then read the hidden fields in their own account.
        """
        if not self.hidden(entry.kind.name, fields(entry)):
            return ""
        columns = entry.kind.columns.values()
        return next((c.field for c in columns if c.names == "personnes"), "id")


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


Rows = Sequence[tuple[str, Mapping[str, Any]]]
"""Rows that a change concerns, as they were and as they will be: kind, values."""

Wanted = tuple[Sequence[Add | Replace | Remove], Sequence[str], Rows]
"""Changes to make together, the place of each in the form, and the rows that they concern."""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """
    A change of one row: of a kind, of a key (None: it is new), to a row (None: it goes).

    The row may be given by its values, as JSON has them. `where`: its place in the form.
    """

    kind: str
    key: int | None = None
    row: Row | Mapping[str, Any] | None = None
    where: str = ""


def wanted_of(editor: RowEditor, deeds: Iterable[Deed]) -> Wanted:
    """Return changes as they are saved, checked for the caller; the first bad row is refused."""
    changes: list[Add | Replace | Remove] = []
    where, touched = list[str](), list[tuple[str, Mapping[str, Any]]]()
    for deed in deeds:
        entry = None if deed.key is None else editor.entry(deed.kind, deed.key)
        if deed.row is None:
            if entry is not None:
                changes.append(editor.remove(entry, entry.number))
                touched += _concerned(deed.kind, fields(entry))
        else:
            row, hidden = deed.row, editor.hidden(deed.kind, fields(entry)) if entry else ()
            seen = row.model_dump(mode="json", exclude=set(hidden)) if isinstance(row, Row) else row
            values, wrong = editor.checked(deed.kind, seen, deed.where, entry)
            if wrong:
                raise invalid(wrong)
            changes.append(
                editor.add(deed.kind, values, deed.where)
                if entry is None
                else editor.change(entry, entry.number, values, deed.where)
            )
            touched += _concerned(deed.kind, values)
        where.append(deed.where)
    return changes, where, touched


def _concerned(kind: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """
    Yield the row by which what a change upsets is looked for: of a template, its need.

    By the template itself it would be judged once more, in words of tables: rows are judged here.
    """
    template = values.get("id") if kind == "gabarits" else values.get("template")
    yield ("besoins", {"template": template}) if template else (kind, values)
