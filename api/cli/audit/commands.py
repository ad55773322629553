"""The commands that judge: a rota, the rules, where their values come from, who answers."""

from datetime import date
from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet
from api.export.audit.formats import AuditFormat

commands = CommandSet()


@commands.declare(
    "api.cli.audit.auditing",
    "Contrôle un planning publié, ou des fichiers faits ailleurs (classeur, CSV, calendrier). Les "
    "constats viennent par gravité puis par personne, chacun avec son article, la mesure, la "
    "limite et les services qui le prouvent ; puis ce qui est dû, et le compte de ce qui a été lu.",
    panel=UNDERSTAND,
)
def audit(
    sources: Annotated[
        list[Path] | None,
        o.argument(
            "SOURCE",
            "Dossier d’une association, ou fichiers faits ailleurs : classeurs, CSV, calendriers "
            ".ics, ou un dossier qui en contient.",
        ),
    ] = None,
    *,
    month: Annotated[
        date | None, o.month_option("Mois à contrôler ; sans période, tout ce qui est trouvé.")
    ] = None,
    first: Annotated[date | None, o.day_option("--du", "Premier jour à contrôler.")] = None,
    last: Annotated[date | None, o.day_option("--au", "Dernier jour à contrôler, compris.")] = None,
    association: Annotated[
        Path | None,
        o.option(
            "--association",
            "DOSSIER",
            "Ce qu’il sait des personnes que les fichiers nomment : contrats, âges, absences, "
            "dérogations, accords, trajets, et ce qu’il a publié avant.",
        ),
    ] = None,
    convention: o.Convention = None,
    plan: o.Plan = None,
    dispositif: o.Dispositifs = None,
    person: Annotated[
        list[str] | None,
        o.option(
            "--personne",
            "NOM",
            "Ne contrôler que cette personne, par identifiant ou par nom ; à répéter.",
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        o.option(
            "--regle",
            "ID",
            "Ne contrôler que cette règle, par son identifiant (voir rules) ; à répéter.",
        ),
    ] = None,
    since: Annotated[
        date | None,
        o.day_option("--depuis", "Ne dire que les constats datés de ce jour ou d’après."),
    ] = None,
    house: o.House = False,
    go_on: Annotated[
        bool,
        o.flag(
            "--continue",
            "Contrôler ce qui se lit, même si des lignes sont refusées ; elles sont dites.",
        ),
    ] = False,
    everything: Annotated[
        bool,
        o.flag(
            "--tout",
            "Montrer aussi en entier ce qui est seulement compté ou noté, une ligne par règle "
            "sans cela, et toutes les listes.",
        ),
    ] = False,
    mapping: o.Mapping = None,
    legend: o.Legend = None,
    names: o.Names = None,
    template: Annotated[
        Path | None,
        o.option(
            "--modele", "FICHIER.xlsx", "Écrire un classeur modèle à remplir, et rien d’autre."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        o.option(
            "--sortie",
            "DOSSIER",
            "Dossier où écrire le rapport, la paie et un dossier de preuve par personne.",
        ),
    ] = None,
    formats: Annotated[
        list[AuditFormat],
        o.option(
            "--format",
            "json|xlsx|paie|pdf|tout",
            "Ce qu’il faut écrire ; à répéter pour plusieurs.",
            show_default=True,
        ),
    ] = [AuditFormat.ALL],  # noqa: B006 - typer's default, never written to
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.audit.values",
    "Liste les règles, leurs valeurs à une date, l’article, la gravité et l’effet.",
    panel=UNDERSTAND,
)
def rules(
    *, day: o.Day = None, convention: o.Convention = None, json: o.AsJson = False
) -> None: ...


@commands.declare(
    "api.cli.audit.values",
    "Dit d’où vient chaque valeur en vigueur : Code, branche, entreprise ou autorisation, son "
    "article, depuis quand, et ce qu’elle écarte. Sans dossier : le Code, ou une --convention.",
    panel=UNDERSTAND,
)
def profile(
    folder: Annotated[
        Path | None,
        o.argument(
            "DOSSIER",
            "Dossier de l’association ; sans lui, le Code du travail ou la convention seuls.",
        ),
    ] = None,
    *,
    convention: o.Convention = None,
    day: o.Day = None,
    agency: Annotated[str, o.option("--agence", "ID", "Valeurs d’une agence du dossier.")] = "",
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.audit.acknowledging",
    "Enregistre qui répond d’un constat et sur quel fondement. Rien n’écarte l’ordre public ; ce "
    "qui bloque sauf accord demande un accord ou une dérogation enregistrés.",
    panel=UNDERSTAND,
)
def acknowledge(
    folder: o.Folder,
    code: Annotated[str, o.argument("CODE", "Code du constat, donné par audit.")],
    *,
    month: o.Month,
    ground: Annotated[
        str,
        o.option(
            "--fondement",
            "TEXTE",
            "Sur quoi l’on s’appuie ; si le constat bloque, un accord ou une dérogation "
            "enregistrés.",
        ),
    ],
    by: Annotated[str, o.option("--par", "NOM", "Qui en répond.")],
    on: Annotated[
        date | None,
        o.day_option("--le", "Jour de l’acquittement ; sans cela, aujourd’hui."),
    ] = None,
    plan: o.Plan = None,
    source: Annotated[
        list[Path] | None,
        o.option(
            "--source",
            "FICHIER",
            "Fichier fait ailleurs où le constat fut trouvé ; à répéter.",
        ),
    ] = None,
    mapping: o.Mapping = None,
    legend: o.Legend = None,
    names: o.Names = None,
    house: o.House = False,
    json: o.AsJson = False,
) -> None: ...
