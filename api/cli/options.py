"""
Options that several commands share, read and refused in French.

Of the product it imports only modules that import nothing else, because help waits for this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.export.formats import Format

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_MONTHS = 12


def month(text: str) -> date:
    """Read `2026-12` as the month's first day."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if match:
        year, number = int(match[1]), int(match[2])
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12:  # noqa: PLR2004 - months
            return date(year, number, 1)
    raise typer.BadParameter(f"« {text} » n’est pas un mois (attendu : AAAA-MM, comme 2026-12)")


@dataclass(frozen=True)
class Months:
    """Months that follow each other, by their first days; `last` is included."""

    first: date
    last: date


def months(text: str) -> Months:
    """Read `2026-12` as one month, `2027-01..2027-03` as three."""
    begins, _, ends = text.partition("..")
    first = month(begins)
    last = month(ends) if ".." in text else first
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    if not 1 <= count <= MOST_MONTHS:
        raise typer.BadParameter(
            f"« {text} » (attendu : AAAA-MM, ou AAAA-MM..AAAA-MM, du premier mois au dernier, "
            f"{MOST_MONTHS} au plus)"
        )
    return Months(first, last)


def day(text: str) -> date:
    """Read `31/12/2026`."""
    try:
        # A civil day, hence no zone.
        read = datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        raise typer.BadParameter(
            f"« {text} » n’est pas une date (attendu : JJ/MM/AAAA, comme 01/12/2026)"
        ) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise typer.BadParameter(
            f"« {text} » (attendu : une date de {FIRST_YEAR} à {LAST_YEAR}, comme 01/12/2026)"
        )
    return read


def convention(text: str) -> str:
    """Read the id of a branch agreement."""
    from constraints.registry import agreements  # noqa: PLC0415 - help waits for no rule

    name = text.strip().lower()
    if name not in agreements():
        expected = ", ".join(sorted(agreements()))
        raise typer.BadParameter(
            f"« {text} » n’est pas une convention connue (attendu : {expected})"
        )
    return name


def argument(metavar: str, text: str) -> Any:
    """Declare a positional argument, such as `DOSSIER`."""
    return typer.Argument(metavar=metavar, show_default=False, help=text)


def option(names: str, metavar: str, text: str, **more: Any) -> Any:
    """Declare an option that takes a value, and whose default help doesn't show."""
    settings = {"show_default": False, **more}
    return typer.Option(*names.split(), metavar=metavar, help=text, **settings)


def month_option(text: str) -> Any:
    """Declare a `--mois`."""
    return option("--mois", "AAAA-MM", text, parser=month)


def day_option(name: str, text: str) -> Any:
    """Declare an option whose value is a day."""
    return option(name, "JJ/MM/AAAA", text, parser=day)


def flag(name: str, text: str) -> Any:
    """Declare an option that takes no value."""
    return typer.Option(name, help=text)


Folder = Annotated[
    Path,
    argument("DOSSIER", "Dossier des fichiers de l’association, ou classeur de l’association."),
]
Month = Annotated[date, month_option("Mois concerné.")]
SeveralMonths = Annotated[
    Months,
    option(
        "--mois",
        "AAAA-MM[..AAAA-MM]",
        "Mois concerné, ou plusieurs d’un seul tenant : 2027-01..2027-03.",
        parser=months,
    ),
]
Day = Annotated[
    date | None,
    day_option("--date", "Jour dont on veut les valeurs ; sans cela, aujourd’hui."),
]
Convention = Annotated[
    str | None,
    option(
        "--convention",
        "eclat|alisfa|…",
        "Convention collective appliquée, à la place de celle du dossier.",
        parser=convention,
    ),
]
Dispositifs = Annotated[
    list[str] | None,
    option("--dispositif", "ID", "Ne traiter que ce dispositif ; à répéter pour plusieurs."),
]
Seconds = Annotated[
    float,
    option(
        "--secondes", "N", "Durée de calcul, en secondes.", min=1, max=86_400, show_default=True
    ),
]
Output = Annotated[
    Path, option("--sortie", "DOSSIER", "Dossier où écrire les documents.", show_default=True)
]
Seed = Annotated[
    int, option("--graine", "N", "Graine du calcul, pour le refaire.", min=0, show_default=True)
]
Plan = Annotated[
    Path | None,
    option(
        "--planning",
        "FICHIER.csv",
        "Planning à lire à la place de celui publié : colonnes « creneau » et « personne ».",
    ),
]
Formats = Annotated[
    list[Format],
    option(
        "--format",
        "|".join(Format),
        "Documents à écrire ; à répéter pour plusieurs.",
        show_default=True,
    ),
]
Mapping = Annotated[
    Path | None,
    option(
        "--correspondance",
        "FICHIER.csv",
        "Quelle colonne est laquelle : deux colonnes, « champ;colonne ».",
    ),
]
Legend = Annotated[
    Path | None,
    option(
        "--legende",
        "FICHIER",
        "Ce que veulent dire les codes d’une grille : « code;debut;fin;pause;type ».",
    ),
]
Names = Annotated[
    Path | None,
    option(
        "--noms",
        "FICHIER",
        "Qui est qui : « nom;personne », un nom des fichiers puis l’identifiant de la "
        "personne, un autre nom des fichiers, ou « autre ».",
    ),
]
House = Annotated[
    bool,
    flag("--maison", "Juger aussi des fichiers faits ailleurs selon les règles de la maison."),
]
Url = Annotated[
    str,
    option("--base-de-donnees", "URL", "Base de données, à la place de ROULEMENT_DATABASE_URL."),
]
Detail = Annotated[
    bool,
    flag(
        "--detail",
        "Montrer aussi toutes les causes des trous et les chiffres du calcul : coûts, bornes, "
        "écarts.",
    ),
]
AsJson = Annotated[
    bool, flag("--json", "Résultat en JSON sur la sortie standard, messages à part.")
]
