"""The command `rota`: what it can do, and its exit codes."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Any

import typer
from typer.main import get_command

from api.cli.guard import Guarded
from api.cli.interrupting import raise_from_here
from api.french.typing import FrenchCommand

CODES = (
    "Codes de sortie : 0, tout va bien (un planning légal peut avoir des trous) ; 1, des constats "
    "bloquent ou le mois est impossible ; "
    "2, commande ou données refusées, rien n’est écrit ; 3, défaut du logiciel ou interruption."
)

PLAN, JUDGE, GIVE = "Planifier", "Contrôler et comprendre", "Diffuser"
SERVE = "Tenir le service"

DEMO = (
    "Planifie un mois de toute l’association d’exemple : les 24 dispositifs, avec l’avancement "
    "du calcul, le bilan par dispositif, puis tous les documents (classeur, affichage mural, "
    "fiches, calendriers, graphiques)."
)
GENERATE = (
    "Planifie un mois d’après les fichiers d’une association. Ce qui est publié des autres "
    "dispositifs ne bouge pas. Un mois qui manque de monde donne un planning légal avec des "
    "trous nommés."
)
AUDIT = (
    "Contrôle un planning publié, ou des fichiers faits ailleurs (classeur, CSV, calendrier). Les "
    "constats viennent par gravité puis par personne, chacun avec son article, la mesure, la "
    "limite et les services qui le prouvent ; puis ce qui est dû, et le compte de ce qui a été lu."
)
EXPLAIN = (
    "Dit pourquoi un mois est impossible : le plus petit conflit, vérifié, en français. Avec "
    "--trou, pourquoi un créneau reste à pourvoir, qui est au plus proche et ce qui le lèverait."
)
RULES = "Liste les règles, leurs valeurs à une date, l’article, la gravité et l’effet."
PROFILE = (
    "Dit d’où vient chaque valeur en vigueur : Code, branche, entreprise ou autorisation, son "
    "article, depuis quand, et ce qu’elle écarte. Sans dossier : le Code, ou une --convention."
)
ACKNOWLEDGE = (
    "Enregistre qui répond d’un constat et sur quel fondement. Rien n’écarte l’ordre public ; ce "
    "qui bloque sauf accord demande un accord ou une dérogation enregistrés."
)
EXPORT = (
    "Écrit les documents d’un mois publié, ou d’un fichier de planning ; avec --base, toute la "
    "base comme dossier d’association."
)
OBLIGATIONS = (
    "Écrit ce que le code du travail demande pour un mois : relevé des heures et document annexé "
    "à la paie, horaires et équipes à afficher, registre des repos hebdomadaires, astreintes, "
    "liste de contrôle du CSE avec ses chiffres."
)
LEDGER = (
    "Écrit le registre des publications dans un fichier, une par ligne, sans le nom de personne, "
    "ou dit sa tête : le numéro et l’empreinte de la dernière publication."
)
VERIFY = (
    "Vérifie un registre écrit, sans base ni serveur, ou celui de la base : toute publication "
    "changée, ajoutée, retirée ou déplacée se voit, et avec --tete une fin coupée."
)
DOCTOR = (
    "Examine ce dont le service a besoin : réglages, base et place, horloge et fuseau, adresse "
    "publique, courriel, connexion par un tiers, travailleurs, sauvegardes, impression, mémoire."
)
USER = (
    "Comptes du service : les ouvrir (le premier administrateur aussi), les inviter, dire ce que "
    "chacun peut, changer un mot de passe, les fermer."
)
SERVICE = (
    "Sert l’API à l’adresse des réglages (ROULEMENT_HOST, ROULEMENT_PORT ou --port), base mise à "
    "jour d’abord, sauvegarde à l’appui. Dans un dossier vide, une base SQLite y est créée ; les "
    "calculs se font alors dans le même processus."
)
WORKER = (
    "Fait les calculs demandés au service, sur autant de machines que voulu : demande PostgreSQL. "
    "Une machine qui s’arrête rend ses calculs, une machine qui meurt les laisse aux autres."
)
PURGE = (
    "Efface ce qui a été gardé aussi longtemps que le disent les réglages : journal, courriels "
    "envoyés, sessions finies, lectures, motifs de santé. Le service le fait aussi de lui-même."
)

TEMPLATE = (
    "Écrit le classeur d’une association à remplir : une feuille par sorte de chose, des listes où "
    "choisir, des exemples. « rota import » et les autres commandes le prennent tel quel."
)
IMPORT = (
    "Met un dossier d’association, ou son classeur, dans la base : tout est contrôlé d’abord, "
    "puis écrit d’un coup, l’historique devenant des publications du registre. L’inverse : "
    "« rota export --base »."
)
UPGRADE = (
    "Met les tables de la base à la version du programme, après l’avoir sauvegardée. « rota "
    "serve » le fait aussi de lui-même."
)
BACKUP = "Sauvegarde toute la base dans un fichier, pendant qu’elle sert."
RESTORE = (
    "Remet une sauvegarde dans une base SQLite ou PostgreSQL, vérifiée d’abord, d’un coup ou pas "
    "du tout."
)
RIGHTS = (
    "Écrit la table des droits telle que le service l’applique : chaque route, qui peut "
    "l’appeler, et sur quoi."
)

#: By name: the module that holds the command, its panel and its help.
COMMANDS = {
    "demo": ("month.planning", PLAN, DEMO),
    "generate": ("month.planning", PLAN, GENERATE),
    "audit": ("audit.command", JUDGE, AUDIT),
    "explain": ("month.judging", JUDGE, EXPLAIN),
    "rules": ("month.judging", JUDGE, RULES),
    "profile": ("audit.agreeing", JUDGE, PROFILE),
    "acknowledge": ("audit.agreeing", JUDGE, ACKNOWLEDGE),
    "export": ("month.exporting", GIVE, EXPORT),
    "obligations": ("month.obliging", GIVE, OBLIGATIONS),
    "ledger": ("service.verifying", GIVE, LEDGER),
    "verify": ("service.verifying", JUDGE, VERIFY),
    "modele": ("service.modelling", SERVE, TEMPLATE),
    "import": ("service.storing", SERVE, IMPORT),
    "upgrade": ("service.storing", SERVE, UPGRADE),
    "backup": ("service.storing", SERVE, BACKUP),
    "restore": ("service.storing", SERVE, RESTORE),
    "doctor": ("service.doctor", SERVE, DOCTOR),
    "serve": ("service.serving", SERVE, SERVICE),
    "worker": ("service.serving", SERVE, WORKER),
    "user": ("accounts.command", SERVE, USER),
    "purge": ("service.purging", SERVE, PURGE),
    "rights": ("service.rights", SERVE, RIGHTS),
}

#: Options that are also known by an English name.
ENGLISH = {"person": "personne", "rule": "regle", "since": "depuis"}


class Rota(Guarded):
    """The root command: the module of a command is imported once it is asked for."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Return the command itself in place of its entry in the help."""
        name, entry, rest = super().resolve_command(ctx, args)
        known = command(name) if name else entry
        raise_from_here()
        return name, known, rest


app = typer.Typer(
    cls=Rota,
    name="rota",
    help="Plannings légaux de médiation sociale : planifier, contrôler, expliquer, afficher.",
    epilog=CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
)


def entry() -> None:
    """Stand for a command in the help of `rota`."""


for known, (_, panel, words) in COMMANDS.items():
    app.command(known, cls=FrenchCommand, help=words, rich_help_panel=panel)(entry)


def command(name: str) -> Any:
    """Import a command, or a group of them, and return it as the parser wants it."""
    module, _, words = COMMANDS[name]
    function = f"{name}_" if iskeyword(name) else name
    run = getattr(import_module(f"api.cli.{module}"), function)
    if isinstance(run, typer.Typer):
        return get_command(run)
    alone = typer.Typer(add_completion=False, rich_markup_mode="rich")
    settings = {"token_normalize_func": lambda word: ENGLISH.get(word, word)}
    alone.command(name, cls=FrenchCommand, help=words, epilog=CODES, context_settings=settings)(run)
    return get_command(alone)
