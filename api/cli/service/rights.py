"""`rota rights`: the table of rights as the service applies it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from api.cli import options as o
from api.cli.command import SERVE, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.access.rights.rows import words
    from api.access.rights.rule import Access, rights_of
    from api.app import declared
    from api.cli.screen import OK, out, say_json, show

commands = CommandSet()


WIDTH = 8
KIND_WIDTH = 22
HIDDEN = (
    "Un responsable ne lit ni motif d’absence (ou ce que vaut son jour), ni naissance, ni "
    "domicile, ni visite médicale : il peut les donner avec une nouvelle ligne (jamais un motif de "
    "santé), et les garde en changeant le reste. Une ligne de plusieurs agences se "
    "change avec le rôle dans toutes."
)
READING = (
    "Sans compte : 401. Sans l’un des rôles : 403, quoi que nomme l’adresse. Ce qui est ailleurs "
    "répond comme ce qui n’existe pas (404), à l’octet près. Un compte de service n’appelle que ce "
    "qui nomme une de ses portées (403, « scope ») ; ce qui n’en nomme pas est pour des personnes."
)


@dataclass(frozen=True)
class Row:
    """A line of the table: a route and who may call it."""

    method: str
    path: str
    access: Access


@commands.declare(
    "Écrit la table des droits telle que le service l’applique : chaque route, qui peut "
    "l’appeler, et sur quoi.",
    panel=SERVE,
)
def rights(*, json: o.AsJson = False) -> int:
    table = rights_of(declared())
    order = sorted(table, key=lambda route: route[::-1])
    rows = [Row(method, path, table[method, path]) for method, path in order]
    if json:
        say_json([_json(row) for row in rows])
    else:
        _text(rows)
    return OK


def area(row: Row) -> str:
    """Return the audience of a route, from the first part of its address that names one."""
    parts = row.path.strip("/").split("/")
    return parts[2] if parts[:2] == ["api", "v1"] else parts[0]


def _text(rows: Sequence[Row]) -> None:
    show(READING)
    for name, some in groupby(sorted(rows, key=area), key=area):
        out().rule(Text(name))
        for row in some:
            line = Text(f"{row.method:<{WIDTH}}{row.path}  ")
            who = f"{row.access.who} : {row.access.over}"
            service = f" · {row.access.service_words}" if row.access.service else ""
            out().print(line + Text(who + service, "dim"), soft_wrap=True)
    out().rule(Text("saisie, par genre de ligne"))
    show(HIDDEN)
    for kind, responsable, rh, admin in words():
        line = Text(f"{kind:<{KIND_WIDTH}}")
        roles = f"responsable : {responsable} · rh : {rh} · admin : {admin}"
        out().print(line + Text(roles, "dim"), soft_wrap=True)


def _json(row: Row) -> dict[str, object]:
    return {
        "method": row.method,
        "path": row.path,
        "roles": sorted(row.access.roles),
        "scope": row.access.scope.value,
        "service": row.access.service,
    }
