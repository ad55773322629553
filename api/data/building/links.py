"""Check references between rows: unknown ids, duplicates, slots that nobody could hold."""

from __future__ import annotations

from collections.abc import Sequence

from api.data.rows import demand as d
from api.data.rows import people as p
from api.data.rows import places as l
from api.data.rows.columns import Column, Kind
from api.data.rows.kinds import KINDS
from api.data.rows.lines import Line, Tables, already
from api.data.rows.readers import NOBODY
from api.data.rows.readers import day as day_of_cell
from api.french.nearest import suggestion


def check(tables: Tables) -> None:
    """Note as a fault every reference to a missing row, and every duplicate."""
    for kind in KINDS.values():
        for column in kind.columns.values():
            if column.names:
                _references(tables, kind, column)
        if kind.once:
            _unique(tables, kind)
    _trips(tables)
    _templates(tables)
    _locks(tables)
    _contracts(tables)


def _references(tables: Tables, kind: Kind, column: Column) -> None:
    """Note the ids in a column that no row of the named kind has."""
    named = KINDS[column.names]
    for line in tables.lines[kind.model]:
        for name in ids(line.value(column.field)):
            erased = column.declared.outlives and name == NOBODY
            if not erased and not tables.knows(named.name, name):
                hint = suggestion(name, tables.ids[named.name], 0.75)
                tables.refuse(
                    line,
                    column.header,
                    f"un identifiant de {named.word} qui figure dans {named.file}{hint}",
                    name,
                )


def ids(value: str | tuple[str, ...] | None) -> Sequence[str]:
    """Return the ids in a column's value, whether it was read or is still text."""
    if isinstance(value, tuple):
        return value
    return [part.strip() for part in (value or "").split(",") if part.strip()]


def _unique(tables: Tables, kind: Kind) -> None:
    seen: dict[tuple[object, ...], Line] = {}
    headers = [kind.columns[field].header for field in kind.once]
    for line in tables.lines[kind.model]:
        first = seen.setdefault(tuple(line.value(field) for field in kind.once), line)
        if first is not line:
            tables.refuse(
                line,
                headers[-1],
                f"{kind.word} une seule fois ({already(first)})",
                " / ".join(line.text(header) for header in headers),
            )


def _trips(tables: Tables) -> None:
    seen: dict[frozenset[str], Line] = {}
    for placed in tables.of(l.TripRow):
        ends = frozenset((placed.row.origin, placed.row.goal))
        if len(ends) == 1:
            tables.refuse(placed, "vers", "un autre site que celui de départ")
            continue
        first = seen.setdefault(ends, placed)
        if first is not placed:
            text = f"un trajet une seule fois, il vaut dans les deux sens ({already(first)})"
            tables.refuse(placed, "vers", text, f"{placed.row.origin} / {placed.row.goal}")


def _templates(tables: Tables) -> None:
    """Note templates without need, and needs of a role that nobody has in the dispositif."""
    needed = {line.value("template") for line in tables.lines[d.NeedRow]}
    roles: dict[str, set[str]] = {}
    for person in tables.lines[p.PersonRow]:
        for dispositif in ids(person.value("dispositifs")):
            roles.setdefault(dispositif, set()).add(person.value("role"))
    # Where someone's dispositif is mistyped, who has which role isn't known: that comes first.
    placed_all = roles.keys() <= tables.ids["dispositifs"]
    wanted: dict[str, set[str]] = {}
    for need in tables.of(d.NeedRow):
        if need.row.minimum:
            wanted.setdefault(need.row.template, set()).update(need.row.roles)
    for placed in tables.lines[d.TemplateRow]:
        id_, dispositif = placed.value("id"), placed.value("dispositif")
        if id_ not in needed and tables.complete(d.NeedRow):
            tables.refuse(placed, "id", "au moins une ligne de ce gabarit dans besoins.csv")
        roles_needed = wanted.get(id_, set())
        checkable = dispositif in tables.ids["dispositifs"] and tables.complete(p.PersonRow)
        checkable = checkable and placed_all
        if roles_needed and checkable and not roles_needed & roles.get(dispositif, set()):
            tables.refuse(
                placed,
                "dispositif",
                "un dispositif où quelqu’un a l’un des rôles demandés dans besoins.csv",
            )


def _locks(tables: Tables) -> None:
    """Note locks that name no slot by its template and day, as in `19-B1-2026-10-02`."""
    for placed in tables.of(d.LockRow):
        template, day = placed.row.slot[:-11], placed.row.slot[-10:]
        checkable = template in tables.ids["rendez_vous"] or any(
            tables.knows(kind, template) for kind in ("gabarits", "temps_equipe")
        )
        if placed.row.slot[-11:-10] == "-" and checkable:
            try:
                day_of_cell(day)
            except ValueError:
                pass
            else:
                continue
        tables.refuse(
            placed, "creneau", "un créneau : identifiant de gabarit, tiret, jour (19-B1-2026-10-02)"
        )


def _contracts(tables: Tables) -> None:
    """Note people without a contract: nobody would notice that they are never planned."""
    with_contract = {line.value("mediator") for line in tables.lines[p.ContractRow]}
    for placed in tables.lines[p.PersonRow]:
        id_ = placed.value("id")
        if id_ not in with_contract and tables.complete(p.ContractRow):
            tables.refuse(placed, "id", "au moins un contrat de cette personne dans contrats.csv")
