"""`rota modele`: the workbook of an association to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import SERVE, CommandSet, when_it_runs

with when_it_runs():
    from api.cli.screen import OK, out, say_json
    from api.data.template import write_template

commands = CommandSet()


@commands.declare(
    "Écrit le classeur d’une association à remplir : une feuille par sorte de chose, des listes où "
    "choisir, des exemples. « rota import » et les autres commandes le prennent tel quel.",
    panel=SERVE,
)
def modele(
    file: Annotated[Path, o.argument("FICHIER.xlsx", "Classeur à écrire.")],
    *,
    json: o.AsJson = False,
) -> int:
    write_template(file)
    if json:
        say_json({"state": "ecrit", "files": [str(file)]})
    else:
        out().print(
            f"Modèle écrit : {file}. Remplissez-le, puis « rota import {file} ».", soft_wrap=True
        )
    return OK
