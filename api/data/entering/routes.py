"""Rows of an association for programs: one family of addresses for all kinds and all roles."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal

from fastapi import Body as Given
from fastapi import Path, Query, Response
from pydantic import BaseModel, Field, RootModel

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.request import NUMBERED, IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rows import writes
from api.access.rights.rule import agency as over
from api.access.rights.rule import role
from api.data.entering.editor import RowEditor, invalid
from api.data.entering.reader import (
    ChangedKeys,
    RowChange,
    RowReader,
    history_of,
    keys_since,
    kinds_of,
    opened,
    to_write,
)
from api.data.entering.schemas import REPLACED, TOGETHER, values_schema
from api.data.stored.entries import Add, Entry, Remove
from api.data.stored.entries import Change as Replace
from api.web.answering.answer import MOST, Body, Items
from api.web.paging import Page
from api.web.refusing.problems import Fault, refusals

Values = dict[str, Any]

BODY = ""
"""The path of a row in a request that is about it alone."""

MOST_CHANGES = 10_000
"""Of one transaction: all rows of a new association of two hundred people, twice over."""

WRITERS = (Role.RESPONSABLE, Role.RH, Role.ADMIN)
router = Router(
    prefix="/api/v1/donnees",
    tags=["données"],
    caller="le SIRH et les scripts qui tiennent les données",
    service=ServiceScope.DATA,
)
Filter = Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")]
Name = Annotated[
    str, Path(max_length=40, examples=["absences"], description="Sorte de lignes (`GET /donnees`).")
]
Key = Annotated[int, Path(ge=1, le=MOST, examples=[12], description="Clé de la ligne.")]


class KindOut(BaseModel):
    """A kind of rows: whether the caller writes some, and the JSON Schema of their values."""

    name: str = Field(examples=["absences"])
    words: str = Field(examples=["Une absence d’une personne."])
    writes: bool
    values: dict[str, Any]


class AnyRow(BaseModel):
    """A row of some kind (see `schemas`): its key, its revision (that of its ETag), its values."""

    kind: str
    key: int
    number: int
    values: dict[str, Any]
    remarks: list[str] = []


class RowValues(RootModel[dict[str, Any]]):
    """The values of a row of some kind (see `schemas`)."""


ReadRemark = Annotated[str, Field(max_length=5000)]
"""A remark that comes back with its row: longer than any that is made."""


class AnyChange(Body):
    """
    One of several changes made together (see `schemas`); a row as it was read is one, too.

    `ajouter`: `values`. `modifier`: `key`, `number` (the revision that it was read at), `values`.
    `supprimer`: `key` and `number`. `remarks`: what a read said of the row, which isn't looked at.
    """

    kind: str = Field(max_length=40)
    action: Literal["ajouter", "modifier", "supprimer"] | None = None
    key: int | None = Field(default=None, ge=1, le=MOST)
    number: int | None = Field(default=None, ge=1, le=MOST)
    values: dict[str, Any] = Field(default_factory=dict)
    remarks: list[ReadRemark] = Field(default_factory=list, max_length=100)

    @property
    def deed(self) -> str:
        """What is done: unless it is said, a row that has its key is changed."""
        return self.action or ("ajouter" if self.key is None else "modifier")


class Changes(Body):
    """Changes that are made together, or not at all: a person with a contract, for one."""

    changes: list[AnyChange] = Field(min_length=1, max_length=MOST_CHANGES, examples=[TOGETHER])


class ChangedOut(Items[AnyRow]):
    """The rows made and changed; `remarks`: what is taken as it is, and will surprise."""

    remarks: list[str]


@router.get("", may=role(*WRITERS))
def list_kinds(who: Who) -> Items[KindOut]:
    """Énumère les sortes de lignes, chacune avec sa forme."""
    kinds = (
        KindOut(
            name=kind.name,
            words=kind.words,
            writes=writes(who, kind.name),
            values=values_schema(kind, who),
        )
        for kind in kinds_of(who)
    )
    return Items(items=list(kinds))


class RowsOut(Items[AnyRow]):
    """Rows; `removed`: on the first page, keys of those that are gone since (none without it)."""

    removed: list[int] = Field(default_factory=list)


@router.get(
    "/{kind}",
    may=role(*WRITERS),
    dependencies=[NUMBERED],
    responses=refusals(410),
    sends=("Roulement-Data", "Roulement-Register"),
)
def list_rows(
    *,
    kind: Name,
    who: Who,
    session: Reading,
    page: Page,
    person: Annotated[Filter, Query(description="De cette personne.")] = "",
    agency: Annotated[Filter, Query(description="De cette agence.")] = "",
    dispositif: Annotated[Filter, Query(description="De ce dispositif.")] = "",
    since: Annotated[
        int,
        Query(
            ge=0,
            le=MOST,
            description="Ajoutées ou modifiées depuis que les données avaient ce numéro, celui "
            "qu’une lecture d’avant dit dans l’en-tête `Roulement-Data` (0 : toutes). Après un "
            "import, ou une sauvegarde remise, relisez tout : un numéro inconnu répond 410.",
        ),
    ] = 0,
) -> RowsOut:
    """Énumère les lignes d’une sorte que l’on voit, toutes ou celles qui ont changé depuis."""
    opened(who, kind)
    reader = RowReader(who, session)
    changed = keys_since(reader, kind, since) if since else ChangedKeys()
    rows = reader.page(
        kind,
        after=min(page.place, MOST),
        limit=page.limit + 1,
        person=person,
        agency=agency,
        dispositif=dispositif,
        among=changed.changed if since else None,
    )
    listed = page.of(rows, lambda entry: _out(reader, entry), lambda entry: (entry.key,))
    return RowsOut(**dict(listed), removed=[] if page.place else [*changed.removed])


@router.get("/{kind}/{key}", may=over(*WRITERS), responses=refusals(404), sends=("ETag",))
def read_row(kind: Name, key: Key, who: Who, session: Reading, response: Response) -> AnyRow:
    """Lit une ligne, et son ETag."""
    opened(who, kind)
    reader = RowReader(who, session)
    return _answer(reader, reader.entry(kind, key), response)


@router.get("/{kind}/{key}/historique", may=over(*WRITERS), responses=refusals(404))
def row_history(kind: Name, key: Key, who: Who, session: Reading) -> Items[RowChange]:
    """Dit qui a changé une ligne, quand, et quoi."""
    opened(who, kind)
    return Items(items=history_of(RowReader(who, session), kind, key))


@router.post("", may=over(*WRITERS), responses=refusals(404, 409, 410, 412))
def change_rows(
    body: Annotated[Changes, Given(openapi_examples={"exemple": {"value": {"changes": TOGETHER}}})],
    who: Who,
    once: OnceKey,
    response: Response,
) -> ChangedOut:
    """Fait plusieurs changements ensemble, ou aucun (une personne avec son contrat)."""
    return once.do(
        lambda session: _changed(RowEditor(who, session), body.changes),
        response.headers,
        status=200,
    )


def _changed(editor: RowEditor, changes: Sequence[AnyChange]) -> ChangedOut:
    """Make changes together, and return their rows."""
    rows = _rows(editor, changes)
    for change, (before, values) in zip(changes, rows, strict=True):
        if before is None:
            editor.learn(change.kind, values)
    where = [f"changes.{n}.values" for n in range(len(changes))]
    deeds = [
        _deed(editor, change, before, values, place)
        for change, (before, values), place in zip(changes, rows, where, strict=True)
    ]
    touched = [(change.kind, values) for change, (_, values) in zip(changes, rows, strict=True)]
    entries = editor.apply(deeds, where)
    items = [_out(editor, entry) for entry in entries]
    return ChangedOut(items=items, remarks=list(editor.remarks(touched)))


@router.put(
    "/{kind}/{key}", may=over(*WRITERS), responses=refusals(404, 409, 412, 428), sends=("ETag",)
)
def replace_row(
    *,
    kind: Name,
    key: Key,
    body: Annotated[RowValues, Given(openapi_examples={"exemple": {"value": REPLACED}})],
    match: IfMatch,
    who: Who,
    session: Writing,
    response: Response,
) -> AnyRow:
    """Remplace les valeurs d’une ligne, depuis la version qu’If-Match nomme."""
    to_write(who, kind)
    editor = RowEditor(who, session)
    entry, number = editor.entry(kind, key), number_in(match, _tag(kind, key))
    values, faults = editor.checked(kind, body.root, BODY, entry)
    if faults:
        raise invalid(faults)
    (changed,) = editor.apply([editor.change(entry, number, values, BODY)], [BODY])
    return _answer(editor, changed, response, editor.remarks([(kind, changed.values)]))


@router.delete(
    "/{kind}/{key}", may=over(*WRITERS), status_code=204, responses=refusals(404, 409, 412, 428)
)
def remove_row(kind: Name, key: Key, match: IfMatch, who: Who, session: Writing) -> None:
    """Supprime une ligne que rien d’autre ne nomme."""
    to_write(who, kind)
    editor = RowEditor(who, session)
    entry, number = editor.entry(kind, key), number_in(match, _tag(kind, key))
    editor.apply([editor.remove(entry, number)], [BODY])


def _rows(editor: RowEditor, changes: Sequence[AnyChange]) -> list[tuple[Entry | None, Values]]:
    """Return each change's row as it was (None: added) and its values; refuse all faults (422)."""
    faults: list[Fault] = []
    rows: list[tuple[Entry | None, Values]] = []
    for n, change in enumerate(changes):
        wrong = list(_missing(editor, change, f"changes.{n}"))
        if not wrong:
            before = editor.entry(change.kind, change.key) if change.key else None
            values = before.values if before else {}
            if change.deed != "supprimer":
                place = f"changes.{n}.values"
                values, wrong = editor.checked(change.kind, change.values, place, before)
            rows.append((before, values))
        faults += wrong
    if faults:
        raise invalid(faults)
    return rows


def _missing(editor: RowEditor, change: AnyChange, place: str) -> Iterator[Fault]:
    """Yield what is wrong with how a change names its row."""
    if not writes(editor.who, change.kind):
        kinds = sorted(kind.name for kind in kinds_of(editor.who) if writes(editor.who, kind.name))
        expected = f"l’une de : {', '.join(kinds)}"
        yield Fault(field=f"{place}.kind", received=change.kind, expected=expected)
    for name, value in (("key", change.key), ("number", change.number)):
        if change.deed != "ajouter" and value is None:
            expected = "une valeur : la clé de la ligne et la révision modifiée"
            yield Fault(field=f"{place}.{name}", expected=expected)
        if change.deed == "ajouter" and value is not None:
            yield Fault(
                field=f"{place}.{name}",
                received=str(value),
                expected="rien : une ligne ajoutée reçoit sa clé et sa révision",
            )


def _deed(
    editor: RowEditor, change: AnyChange, before: Entry | None, values: Values, where: str
) -> Add | Replace | Remove:
    if before is None:
        return editor.add(change.kind, values, where)
    number = change.number or 0
    if change.deed == "supprimer":
        return editor.remove(before, number)
    return editor.change(before, number, values, where)


def _answer(
    reader: RowReader, entry: Entry, response: Response, remarks: Iterable[str] = ()
) -> AnyRow:
    response.headers["ETag"] = tag_of(_tag(entry.kind.name, entry.key), entry.number)
    return _out(reader, entry).model_copy(update={"remarks": list(remarks)})


def _out(reader: RowReader, entry: Entry) -> AnyRow:
    return AnyRow(
        kind=entry.kind.name, key=entry.key, number=entry.number, values=reader.view(entry)
    )


def _tag(kind: str, key: int) -> str:
    return f"{kind}-{key}"
