"""`rota modele`: the workbook of an association to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.screen import OK, out, say_json
from api.data.template.book import write_template

if TYPE_CHECKING:
    from pathlib import Path


def modele(*, file: Path, json: bool) -> int:
    """Write the workbook of an association to fill in."""
    write_template(file)
    if json:
        say_json({"state": "ecrit", "files": [str(file)]})
    else:
        out().print(
            f"Modèle écrit : {file}. Remplissez-le, puis « rota import {file} ».", soft_wrap=True
        )
    return OK
