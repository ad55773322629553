"""The options of `rota audit`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli import options as o
from api.export.audit.formats import AuditFormat

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE",
        show_default=False,
        help="Dossier d’une association, ou fichiers faits ailleurs : classeurs, CSV, calendriers "
        ".ics, ou un dossier qui en contient.",
    ),
]
Month = Annotated[
    date | None,
    typer.Option(
        "--mois",
        metavar="AAAA-MM",
        parser=o.month,
        show_default=False,
        help="Mois à contrôler ; sans période, tout ce qui est trouvé.",
    ),
]
From = Annotated[
    date | None,
    typer.Option(
        "--du",
        metavar="JJ/MM/AAAA",
        parser=o.day,
        show_default=False,
        help="Premier jour à contrôler.",
    ),
]
To = Annotated[
    date | None,
    typer.Option(
        "--au",
        metavar="JJ/MM/AAAA",
        parser=o.day,
        show_default=False,
        help="Dernier jour à contrôler, compris.",
    ),
]
AssociationFolder = Annotated[
    Path | None,
    typer.Option(
        "--association",
        metavar="DOSSIER",
        show_default=False,
        help="Ce qu’il sait des personnes que les fichiers nomment : contrats, âges, absences, "
        "dérogations, accords, trajets, et ce qu’il a publié avant.",
    ),
]
People = Annotated[
    list[str] | None,
    typer.Option(
        "--personne",
        metavar="NOM",
        show_default=False,
        help="Ne contrôler que cette personne, par identifiant ou par nom ; à répéter.",
    ),
]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--regle",
        metavar="ID",
        show_default=False,
        help="Ne contrôler que cette règle, par son identifiant (voir rules) ; à répéter.",
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--depuis",
        metavar="JJ/MM/AAAA",
        parser=o.day,
        show_default=False,
        help="Ne dire que les constats datés de ce jour ou d’après.",
    ),
]
House = Annotated[
    bool,
    typer.Option(
        "--maison",
        metavar=" ",
        help="Juger aussi des fichiers faits ailleurs selon les règles de la maison.",
    ),
]
Continue = Annotated[
    bool,
    typer.Option(
        "--continue",
        metavar=" ",
        help="Contrôler ce qui se lit, même si des lignes sont refusées ; elles sont dites.",
    ),
]
All = Annotated[
    bool,
    typer.Option(
        "--tout",
        metavar=" ",
        help="Montrer aussi en entier ce qui est seulement compté ou noté, une ligne par règle "
        "sans cela, et toutes les listes.",
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option(
        "--correspondance",
        metavar="FICHIER.csv",
        show_default=False,
        help="Quelle colonne est laquelle : deux colonnes, « champ;colonne ».",
    ),
]
Legend = Annotated[
    Path | None,
    typer.Option(
        "--legende",
        metavar="FICHIER",
        show_default=False,
        help="Ce que veulent dire les codes d’une grille : « code;debut;fin;pause;type ».",
    ),
]
Names = Annotated[
    Path | None,
    typer.Option(
        "--noms",
        metavar="FICHIER",
        show_default=False,
        help="Qui est qui : « nom;personne », un nom des fichiers puis l’identifiant de la "
        "personne, un autre nom des fichiers, ou « autre ».",
    ),
]
Template = Annotated[
    Path | None,
    typer.Option(
        "--modele",
        metavar="FICHIER.xlsx",
        show_default=False,
        help="Écrire un classeur modèle à remplir, et rien d’autre.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--sortie",
        metavar="DOSSIER",
        show_default=False,
        help="Dossier où écrire le rapport, la paie et un dossier de preuve par personne.",
    ),
]
Formats = Annotated[
    list[AuditFormat],
    typer.Option(
        "--format",
        metavar="json|xlsx|paie|pdf|tout",
        help="Ce qu’il faut écrire ; à répéter pour plusieurs.",
    ),
]
