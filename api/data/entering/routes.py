"""Routes of an association's rows: each kind has its own, and one makes several changes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body as Given

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Who, Writing
from api.access.rights.rows import May
from api.access.rights.rule import agency
from api.data.entering.doors import DOORS
from api.data.entering.editor import RowEditor, invalid
from api.data.entering.row_routes import add_routes
from api.data.entering.shapes import AnyRowOut, ChangedOut, Changes, RowChange
from api.data.rows.kinds import KINDS
from api.web.problems import Fault, refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.data.entering.doors import Door
    from api.data.stored.rows import Add, Remove
    from api.data.stored.rows import Change as Replace

router = Router()
TOGETHER = {
    "changes": [
        {"action": "ajouter", "kind": kind, "values": KINDS[kind].examples}
        for kind in ("personnes", "contrats")
    ]
}
"""A person comes with a contract: neither stands alone."""

EXAMPLE = {"exemple": {"value": TOGETHER}}
Several = Annotated[Changes, Given(openapi_examples=EXAMPLE)]


def _together(door: Door) -> Callable[..., Any]:
    def together(body: Several, who: Who, session: Writing) -> ChangedOut:
        editor, changes = RowEditor(door, who, session), body.changes
        shaped = _shaped(door, changes)
        for change, values in zip(changes, shaped, strict=True):
            if change.action == "ajouter":
                editor.learn(change.kind, values)
        where = [f"changes.{n}.values" for n in range(len(changes))]
        deeds = [
            _deed(editor, change, values, place)
            for change, values, place in zip(changes, shaped, where, strict=True)
        ]
        touched = [
            (change.kind, values or editor.entry(change.kind, change.key or 0).values)
            for change, values in zip(changes, shaped, strict=True)
        ]
        made = editor.apply(deeds, where)
        rows = [
            AnyRowOut(
                kind=entry.kind.name, key=entry.key, number=entry.number, values=editor.view(entry)
            )
            for entry in made
        ]
        return ChangedOut(items=rows, remarks=list(editor.remarks(touched)))

    return together


def _shaped(door: Door, changes: list[RowChange]) -> list[dict[str, Any]]:
    """
    Return the values of each change in its kind's shape.

    Raises
    ------
    Refusal
        Some values don't fit the shape: all faults at once (422).
    """
    faults: list[Fault] = []
    made: list[dict[str, Any]] = []
    known = frozenset(door.kinds(May.WRITE))
    for n, change in enumerate(changes):
        place = f"changes.{n}"
        made.append({})
        if change.kind not in known:
            listed = f"l’un de : {', '.join(sorted(known))}"
            faults.append(Fault(field=f"{place}.kind", received=change.kind, expected=listed))
            continue
        if change.action != "ajouter":
            faults += _missing(change, place)
        if change.action != "supprimer":
            shapes = door.shapes(change.kind)
            adding = change.action == "ajouter"
            made[-1], wrong = shapes.checked(change.values, f"{place}.values", adding=adding)
            faults += wrong
    if faults:
        raise invalid(faults)
    return made


def _missing(change: RowChange, place: str) -> Iterator[Fault]:
    """Yield what is missing of a change: the row's key or its revision."""
    for name, value in (("key", change.key), ("number", change.number)):
        if value is None:
            text = "une valeur : la clé de la ligne et la révision modifiée"
            yield Fault(field=f"{place}.{name}", expected=text)


def _deed(
    editor: RowEditor, change: RowChange, values: dict[str, Any], where: str
) -> Add | Replace | Remove:
    if change.action == "ajouter":
        return editor.add(change.kind, values, where)
    entry, number = editor.entry(change.kind, change.key or 0), change.number or 0
    if change.action == "supprimer":
        return editor.remove(change.kind, entry, number)
    return editor.change(change.kind, entry, number, values, where)


for _door in DOORS:
    _mine = Router(prefix=_door.prefix)
    for _kind in _door.kinds(May.READ):
        add_routes(_mine, _door, _kind)
    _mine.add(
        "POST",
        "",
        _together(_door),
        agency(*((Role.RESPONSABLE,) if _door.partial else (Role.RH, Role.ADMIN))),
        name=f"modifier_ensemble_{_door.tag.lower()}",
        summary="Fait plusieurs changements ensemble, ou aucun (une personne avec son contrat)",
        tags=[_door.tag],
        responses=refusals(404, 409, 412),
    )
    # Taken as they are: including a router in a router builds each route once more.
    router.routes.extend(_mine.routes)
