"""The command `rota`: what it can do, and its exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from api.cli import exporting, judging, planning
from api.cli.french import FrenchCommand
from api.cli.guard import Guarded

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = (
    "Codes de sortie : 0, tout va bien ; 1, des constats bloquent ou le mois est impossible ; "
    "2, commande ou données refusées, rien n’est écrit ; 3, défaut du logiciel ou interruption."
)

app = typer.Typer(
    cls=Guarded,
    name="rota",
    help="Plannings légaux de médiation sociale : planifier, contrôler, expliquer, afficher.",
    epilog=CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
)

PLAN, JUDGE, GIVE = "Planifier", "Contrôler et comprendre", "Diffuser"

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
    "Contrôle un planning publié, ou un fichier, selon toutes les règles. Les constats viennent "
    "par gravité puis par personne, chacun avec son article, la mesure, la limite et les "
    "créneaux qui le prouvent."
)
EXPLAIN = "Dit pourquoi un mois est impossible : le plus petit conflit, vérifié, en français."
RULES = "Liste les règles, leurs valeurs à une date, l’article, la gravité et l’effet."
EXPORT = "Écrit les documents d’un mois publié, ou d’un fichier de planning."

HELP: dict[Callable[..., int], tuple[str, str]] = {
    planning.demo: (PLAN, DEMO),
    planning.generate: (PLAN, GENERATE),
    judging.audit: (JUDGE, AUDIT),
    judging.explain: (JUDGE, EXPLAIN),
    judging.rules: (JUDGE, RULES),
    exporting.export: (GIVE, EXPORT),
}
for command, (panel, words) in HELP.items():
    app.command(cls=FrenchCommand, help=words, rich_help_panel=panel, epilog=CODES)(command)


def main(args: list[str] | None = None) -> Any:
    """Run the command line and exit."""
    app(args, prog_name="rota")
