"""Make the routes of one kind of rows, with the kind's own bodies in the OpenAPI document."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body, Path, Query, Response
from pydantic import BaseModel

from api.access.request import IfMatch, Reading, TheEngine, Who, Writing, number_in, tag_of
from api.access.rights.rows import May
from api.data.entering.editor import RowEditor
from api.data.entering.history import history_of
from api.data.entering.shapes import RowChangeOut, RowOut, SheetOut
from api.data.entering.sheet import SheetFile, import_sheet
from api.data.rows.kinds import KINDS
from api.web.answer import Items
from api.web.paging import Page
from api.web.problems import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.access.door import Router
    from api.data.entering.doors import Door
    from api.data.stored.entries import Entry

BODY = ""
"""Where a row stands in a request of its own."""

CSV = "text/csv"
SHEET = "Un CSV, ou un classeur (.xlsx, .ods, .xls) d’une feuille, ou qui en a une de ce nom."
MOST = 2**31 - 1
Key = Annotated[int, Path(ge=1, le=MOST, examples=[12], description="Clé de la ligne.")]
Filter = Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")]


def add_routes(router: Router, door: Door, kind: str) -> None:
    """Add to a router the routes of a kind that an address offers."""
    path = f"/{kind}"
    tags: list[str | Enum] = [door.tag]
    shown: Any = RowOut[door.shapes(kind).shown]  # type: ignore[misc]  # models made as it runs
    name, words = _name(door, kind), KINDS[kind].words
    router.add(
        "GET",
        path,
        _lister(door, kind),
        door.opened(kind, May.READ),
        name=f"lister_{name}",
        summary=f"Énumère : {words}",
        tags=tags,
        response_model=Items[shown],
    )
    router.add(
        "GET",
        f"{path}/{{key}}",
        _reader(door, kind),
        door.opened(kind, May.READ),
        name=f"lire_{name}",
        summary=f"Lit une ligne, et son ETag : {words}",
        tags=tags,
        response_model=shown,
        responses=refusals(404),
    )
    router.add(
        "GET",
        f"{path}/{{key}}/historique",
        _historian(door, kind),
        door.opened(kind, May.READ),
        name=f"lire_historique_{name}",
        summary=f"Dit qui a changé une ligne, quand, et quoi : {words}",
        tags=tags,
        response_model=Items[RowChangeOut],
        responses=refusals(404),
    )
    if not door.roles(kind, May.WRITE):
        return
    router.add(
        "POST",
        path,
        _adder(door, kind),
        door.opened(kind, May.WRITE),
        status_code=201,
        name=f"ajouter_{name}",
        summary=f"Ajoute : {words}",
        tags=tags,
        response_model=shown,
        responses=refusals(409),
    )
    router.add(
        "POST",
        f"{path}/imports",
        _importer(door, kind),
        door.opened(kind, May.WRITE),
        name=f"importer_{name}",
        summary=f"Ajoute et change d’après un fichier, sans rien retirer : {words}",
        tags=tags,
        response_model=SheetOut,
        responses=refusals(409, 413),
    )
    router.add(
        "PUT",
        f"{path}/{{key}}",
        _changer(door, kind),
        door.opened(kind, May.WRITE),
        name=f"modifier_{name}",
        summary=f"Remplace une ligne, depuis la version qu’If-Match nomme : {words}",
        tags=tags,
        response_model=shown,
        responses=refusals(404, 409, 412, 428),
    )
    router.add(
        "DELETE",
        f"{path}/{{key}}",
        _remover(door, kind),
        door.opened(kind, May.WRITE),
        status_code=204,
        name=f"supprimer_{name}",
        summary=f"Supprime une ligne que rien d’autre ne nomme : {words}",
        tags=tags,
        responses=refusals(404, 409, 412, 428),
    )


def _lister(door: Door, kind: str) -> Callable[..., Any]:
    def listed(
        *,
        who: Who,
        session: Reading,
        page: Page,
        person: Annotated[Filter, Query(description="De cette personne.")] = "",
        agency: Annotated[Filter, Query(description="De cette agence.")] = "",
        dispositif: Annotated[Filter, Query(description="De ce dispositif.")] = "",
    ) -> Any:
        editor = RowEditor(door, who, session)
        rows = editor.page(
            kind,
            after=min(page.place, MOST),
            limit=page.limit + 1,
            person=person,
            agency=agency,
            dispositif=dispositif,
        )
        return page.of(rows, lambda entry: _out(editor, entry), lambda entry: (entry.key,))

    return listed


def _reader(door: Door, kind: str) -> Callable[..., Any]:
    def read(key: Key, who: Who, session: Reading, response: Response) -> Any:
        editor = RowEditor(door, who, session)
        return _answer(editor, editor.entry(kind, key), response)

    return read


def _historian(door: Door, kind: str) -> Callable[..., Any]:
    def history(key: Key, who: Who, session: Reading) -> Any:
        changes = history_of(RowEditor(door, who, session), kind, key)
        return Items(items=[RowChangeOut.model_validate(change) for change in changes])

    return history


def _adder(door: Door, kind: str) -> Callable[..., Any]:
    def add(body: BaseModel, who: Who, session: Writing, response: Response) -> Any:
        editor = RowEditor(door, who, session)
        values = body.model_dump(mode="json")
        (made,) = editor.apply([editor.add(kind, values, BODY)], [BODY])
        response.headers["Location"] = f"{door.prefix}/{kind}/{made.key}"
        return _answer(editor, made, response, editor.remarks([(kind, made.values)]))

    add.__annotations__["body"] = _body(door.shapes(kind).made, KINDS[kind].examples)
    return add


def _importer(door: Door, kind: str) -> Callable[..., Any]:
    def bring(
        content: Annotated[bytes, Body(media_type=CSV, description=SHEET)],
        who: Who,
        engine: TheEngine,
        *,
        dry_run: Annotated[bool, Query(description="Contrôler sans rien écrire.")] = False,
    ) -> Any:
        file = SheetFile(name=KINDS[kind].file, content=content)
        done = import_sheet(engine, door, who, kind, file, dry_run=dry_run)
        return SheetOut(
            written=not dry_run,
            added=len(done.difference.added),
            changed=len(done.difference.changed),
            kept=done.difference.kept,
            remarks=list(done.remarks),
        )

    return bring


def _changer(door: Door, kind: str) -> Callable[..., Any]:
    shapes = door.shapes(kind)

    def change(
        *,
        key: Key,
        body: BaseModel,
        match: IfMatch,
        who: Who,
        session: Writing,
        response: Response,
    ) -> Any:
        editor = RowEditor(door, who, session)
        entry = editor.entry(kind, key)
        number = number_in(match, _tag(kind, key))
        changed = body.model_dump(mode="json")
        (made,) = editor.apply([editor.change(kind, entry, number, changed, BODY)], [BODY])
        return _answer(editor, made, response, editor.remarks([(kind, made.values)]))

    examples = KINDS[kind].examples.items()
    example = {name: value for name, value in examples if name not in shapes.hidden}
    change.__annotations__["body"] = _body(shapes.changed, example)
    return change


def _remover(door: Door, kind: str) -> Callable[..., Any]:
    def remove(key: Key, match: IfMatch, who: Who, session: Writing) -> None:
        editor = RowEditor(door, who, session)
        entry = editor.entry(kind, key)
        number = number_in(match, _tag(kind, key))
        editor.apply([editor.remove(kind, entry, number)], [BODY])

    return remove


def _body(model: type[BaseModel], example: Any) -> Any:
    # Rows are built when first used, but a body that isn't built yet makes pydantic warn.
    model.model_config["defer_build"] = False
    model.model_rebuild()
    shown: Any = {"exemple": {"value": dict(example)}}
    return Annotated[model, Body(openapi_examples=shown)]


def _answer(
    editor: RowEditor, entry: Entry, response: Response, remarks: Sequence[str] = ()
) -> Any:
    kind = entry.kind.name
    response.headers["ETag"] = tag_of(_tag(kind, entry.key), entry.number)
    return _out(editor, entry) | {"remarks": list(remarks)}


def _out(editor: RowEditor, entry: Entry) -> dict[str, Any]:
    return {"key": entry.key, "number": entry.number, "values": editor.view(entry)}


def _tag(kind: str, key: int) -> str:
    return f"{kind}-{key}"


def _name(door: Door, kind: str) -> str:
    return f"{door.tag.lower()}_{kind}"
