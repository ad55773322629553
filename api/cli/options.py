"""Options that several commands share, read and refused in French."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.export.month.formats import Format
from scheduler.domain.time import PARIS

FIRST_YEAR, LAST_YEAR = 2000, 2100


def month(text: str) -> date:
    """Read `2026-12` as the month's first day."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if found:
        year, number = int(found[1]), int(found[2])
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12:  # noqa: PLR2004 - months
            return date(year, number, 1)
    raise typer.BadParameter(f"« {text} » n’est pas un mois (attendu : AAAA-MM, comme 2026-12)")


def day(text: str) -> date:
    """Read `31/12/2026`."""
    try:
        # A civil day, hence no zone.
        return datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        raise typer.BadParameter(
            f"« {text} » n’est pas une date (attendu : JJ/MM/AAAA, comme 01/12/2026)"
        ) from None


def today() -> date:
    """Return the civil day in Paris."""
    return datetime.now(UTC).astimezone(PARIS).date()


def convention(text: str) -> str:
    """Read the id of a branch agreement."""
    from constraints.registry import agreements  # noqa: PLC0415 - help waits for no rule

    name = text.strip().lower()
    if name not in agreements():
        known = ", ".join(sorted(agreements()))
        raise typer.BadParameter(f"« {text} » n’est pas une convention connue (attendu : {known})")
    return name


Folder = Annotated[
    Path,
    typer.Argument(
        metavar="DOSSIER",
        show_default=False,
        help="Dossier des fichiers de l’association, ou classeur de l’association.",
    ),
]
Month = Annotated[
    date,
    typer.Option(
        "--mois", metavar="AAAA-MM", parser=month, show_default=False, help="Mois concerné."
    ),
]
Day = Annotated[
    date | None,
    typer.Option(
        "--date",
        metavar="JJ/MM/AAAA",
        parser=day,
        show_default=False,
        help="Jour dont on veut les valeurs ; sans cela, aujourd’hui.",
    ),
]
Convention = Annotated[
    str | None,
    typer.Option(
        "--convention",
        metavar="eclat|alisfa|…",
        parser=convention,
        show_default=False,
        help="Convention collective appliquée, à la place de celle du dossier.",
    ),
]
Dispositifs = Annotated[
    list[str] | None,
    typer.Option(
        "--dispositif",
        metavar="ID",
        show_default=False,
        help="Ne traiter que ce dispositif ; à répéter pour plusieurs.",
    ),
]
Seconds = Annotated[
    float,
    typer.Option(
        "--secondes", metavar="N", min=1, max=86_400, help="Durée de calcul, en secondes."
    ),
]
Output = Annotated[
    Path,
    typer.Option("--sortie", metavar="DOSSIER", help="Dossier où écrire les documents."),
]
Seed = Annotated[
    int,
    typer.Option("--graine", metavar="N", min=0, help="Graine du calcul, pour le refaire."),
]
Plan = Annotated[
    Path | None,
    typer.Option(
        "--planning",
        metavar="FICHIER.csv",
        show_default=False,
        help="Planning à lire à la place de celui publié : colonnes « creneau » et « personne ».",
    ),
]
Formats = Annotated[
    list[Format],
    typer.Option(
        "--format",
        metavar="xlsx|pdf|fiches|ical|csv|graphiques|tout",
        help="Documents à écrire ; à répéter pour plusieurs.",
    ),
]
Detail = Annotated[
    bool,
    typer.Option(
        "--detail",
        metavar=" ",
        help="Montrer aussi toutes les causes des trous et les chiffres du calcul : coûts, bornes, "
        "écarts.",
    ),
]
AsJson = Annotated[
    bool,
    typer.Option(
        "--json", metavar=" ", help="Résultat en JSON sur la sortie standard, messages à part."
    ),
]
