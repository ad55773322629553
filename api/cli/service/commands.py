"""The commands for whoever runs the service: its database, its processes, its register."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli import options as o
from api.cli.command import GIVE, SERVE, UNDERSTAND, CommandSet

DIGITS = 64

commands = CommandSet()


class Action(StrEnum):
    """What is done with the register."""

    EXPORT = "export"
    HEAD = "tete"


class Form(StrEnum):
    """How the table of rights is written."""

    TEXT = "texte"
    MARKDOWN = "markdown"


def ledger_head(text: str) -> str:
    """Read a hash as sheets print it, in groups or not."""
    digits = re.sub(r"[\s\u00a0\u202f]", "", text).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", digits):
        raise typer.BadParameter(
            f"« {text} » n’est pas une tête de registre (attendu : les {DIGITS} chiffres "
            "hexadécimaux imprimés au bas de l’affichage)"
        )
    return digits


Backup = Annotated[Path, o.argument("FICHIER", "Fichier de la sauvegarde.")]
Replace = Annotated[bool, o.flag("--remplacer", "Remplace ce qui est déjà là.")]


@commands.declare(
    "api.cli.service.verifying",
    "Écrit le registre des publications dans un fichier, une par ligne, sans le nom de personne, "
    "ou dit sa tête : le numéro et l’empreinte de la dernière publication.",
    panel=GIVE,
)
def ledger(
    action: Annotated[Action, typer.Argument(metavar="export|tete", show_default=False)],
    file: Annotated[
        Path | None, typer.Argument(metavar="FICHIER.jsonl", show_default=False)
    ] = None,
    *,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.service.verifying",
    "Vérifie un registre écrit, sans base ni serveur, ou celui de la base : toute publication "
    "changée, ajoutée, retirée ou déplacée se voit, et avec --tete une fin coupée.",
    panel=UNDERSTAND,
)
def verify(
    file: Annotated[
        Path | None,
        o.argument(
            "FICHIER.jsonl",
            "Registre écrit par « rota ledger export » ; sans lui, la base de données.",
        ),
    ] = None,
    *,
    head: Annotated[
        str | None,
        o.option(
            "--tete",
            "EMPREINTE",
            "Tête du registre imprimée sur un affichage ou remise à la RH : sans elle, une fin "
            "coupée ne se voit pas.",
            parser=ledger_head,
        ),
    ] = None,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.service.replaying",
    "Refait une publication du registre avec sa version, et les données et le registre de ce "
    "moment-là : dit si la même empreinte revient, ou ce qui diffère, ou ce qui manque. D’un "
    "dossier, avec --mois : ce que ses fichiers redonnent, et ce qu’il ne garde pas.",
    panel=UNDERSTAND,
)
def replay(
    publication: Annotated[
        str,
        typer.Argument(
            metavar="NUMÉRO|DOSSIER", help="Numéro de la publication, ou dossier d’association."
        ),
    ],
    *,
    month: Annotated[date | None, o.month_option("Mois à refaire d’un dossier.")] = None,
    solve: Annotated[
        bool,
        o.flag("--calcul", "Refait aussi le calcul, s’il avait été borné par un effort."),
    ] = False,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.service.template",
    "Écrit le classeur d’une association à remplir : une feuille par sorte de chose, des listes où "
    "choisir, des exemples. « rota import » et les autres commandes le prennent tel quel.",
    panel=SERVE,
)
def modele(
    file: Annotated[Path, o.argument("FICHIER.xlsx", "Classeur à écrire.")],
    *,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.service.storage",
    "Met un dossier d’association, ou son classeur, dans la base : tout est contrôlé d’abord, "
    "puis écrit d’un coup, l’historique devenant des publications du registre. L’inverse : "
    "« rota export --base ».",
    panel=SERVE,
)
def import_(
    folder: o.Folder, *, replace: Replace = False, url: o.Url = "", json: o.AsJson = False
) -> None: ...


@commands.declare(
    "api.cli.service.storage",
    "Met les tables de la base à la version du programme, après l’avoir sauvegardée. « rota "
    "serve » le fait aussi de lui-même.",
    panel=SERVE,
)
def upgrade(
    *,
    without_backup: Annotated[
        bool,
        o.flag(
            "--sans-sauvegarde",
            "Met la base à jour sans la sauvegarder d’abord : elle l’est déjà autrement.",
        ),
    ] = False,
    url: o.Url = "",
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.service.storage",
    "Sauvegarde toute la base dans un fichier, pendant qu’elle sert.",
    panel=SERVE,
)
def backup(
    file: Backup,
    *,
    portable: Annotated[
        bool,
        o.flag(
            "--portable",
            "Pour SQLite aussi, l’archive de lignes JSON qui est la forme de PostgreSQL, "
            "plutôt qu’une copie de la base.",
        ),
    ] = False,
    replace: Replace = False,
    url: o.Url = "",
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.service.storage",
    "Remet une sauvegarde dans une base SQLite ou PostgreSQL, vérifiée d’abord, d’un coup ou pas "
    "du tout.",
    panel=SERVE,
)
def restore(
    file: Backup, *, replace: Replace = False, url: o.Url = "", json: o.AsJson = False
) -> None: ...


@commands.declare(
    "api.cli.service.doctor",
    "Examine ce dont le service a besoin : réglages, base et place, horloge et fuseau, adresse "
    "publique, courriel, connexion par un tiers, travailleurs, sauvegardes, impression, mémoire.",
    panel=SERVE,
)
def doctor(
    *,
    mail_to: Annotated[
        str,
        o.option("--courriel", "ADRESSE", "Envoie vraiment un courriel d’essai à cette adresse."),
    ] = "",
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.service.serving",
    "Sert l’API à l’adresse des réglages (ROULEMENT_HOST, ROULEMENT_PORT ou --port), base mise à "
    "jour d’abord, sauvegarde à l’appui. Dans un dossier vide, une base SQLite y est créée ; les "
    "calculs se font alors dans le même processus.",
    panel=SERVE,
)
def serve(
    *,
    port: Annotated[
        int | None,
        o.option(
            "--port",
            "NOMBRE",
            "Port où écouter, à la place de ROULEMENT_PORT ; 0 : un port libre. Sans "
            "ROULEMENT_PUBLIC_URL, les adresses données (calendriers, courriels) sont de ce port.",
            min=0,
            max=65535,
        ),
    ] = None,
    demo: Annotated[
        bool,
        o.flag(
            "--demo",
            "Montre l’association inventée, avec un compte prêt pour chaque rôle : la base des "
            "réglages n’est pas touchée, aucun courriel ne part, et rien n’est gardé.",
        ),
    ] = False,
    keep: Annotated[
        Path | None,
        o.option("--garder", "FICHIER.db", "Avec --demo : garde la démonstration dans ce fichier."),
    ] = None,
) -> None: ...


@commands.declare(
    "api.cli.service.serving",
    "Fait les calculs demandés au service, sur autant de machines que voulu : demande PostgreSQL. "
    "Une machine qui s’arrête rend ses calculs, une machine qui meurt les laisse aux autres.",
    panel=SERVE,
)
def worker(
    *,
    role: Annotated[
        str,
        o.option(
            "--role",
            "NOM",
            "Distingue les processus d’une même machine : un nom pour chacun.",
            show_default=True,
        ),
    ] = "worker",
) -> None: ...


@commands.declare(
    "api.cli.service.purging",
    "Efface ce qui a été gardé aussi longtemps que le disent les réglages : journal, courriels "
    "envoyés, sessions finies, lectures, motifs de santé. Le service le fait aussi de lui-même.",
    panel=SERVE,
)
def purge(*, json: o.AsJson = False) -> None: ...


@commands.declare(
    "api.cli.service.rights",
    "Écrit la table des droits telle que le service l’applique : chaque route, qui peut "
    "l’appeler, et sur quoi.",
    panel=SERVE,
)
def rights(
    *,
    form: Annotated[
        Form, o.option("--format", "texte|markdown", "Forme du tableau.", show_default=True)
    ] = Form.TEXT,
    json: o.AsJson = False,
) -> None: ...
