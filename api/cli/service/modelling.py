"""`rota modele`: the workbook of an association to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli import options as o
from api.cli.screen import OK, out, say_json
from api.data.template.book import write_template

File = Annotated[
    Path,
    typer.Argument(metavar="FICHIER.xlsx", show_default=False, help="Classeur à écrire."),
]


def modele(file: File, *, json: o.AsJson = False) -> int:
    """Write the workbook of an association to fill in."""
    write_template(file)
    if json:
        say_json({"etat": "ecrit", "fichiers": [str(file)]})
    else:
        out().print(
            f"Modèle écrit : {file}. Remplissez-le, puis « rota import {file} ».", soft_wrap=True
        )
    return OK
