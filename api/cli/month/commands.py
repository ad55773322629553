"""The commands of a month: plan it, explain it, write its documents."""

from datetime import date
from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import GIVE, PLAN, UNDERSTAND, CommandSet
from api.export.month.formats import Format

commands = CommandSet()


@commands.declare(
    "api.cli.month.planning",
    "Planifie un mois de toute l’association d’exemple : les 24 dispositifs, avec l’avancement "
    "du calcul, le bilan par dispositif, puis tous les documents (classeur, affichage mural, "
    "fiches, calendriers, graphiques).",
    panel=PLAN,
)
def demo(
    *,
    month: Annotated[
        date | None,
        o.month_option("Mois à planifier ; sans cela, celui qui suit le dernier publié."),
    ] = None,
    seconds: o.Seconds = 60,
    output: o.Output = Path("sortie"),
    seed: o.Seed = 0,
    detail: o.Detail = False,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.planning",
    "Planifie un mois d’après les fichiers d’une association, ou plusieurs d’un seul tenant (un "
    "trimestre, une année : heures annuelles, congés et formations y sont tenus ensemble). Ce qui "
    "est publié des autres dispositifs ne bouge pas. Un mois qui manque de monde donne un planning "
    "légal avec des trous nommés.",
    panel=PLAN,
)
def generate(
    folder: o.Folder,
    months: o.SeveralMonths,
    *,
    dispositif: o.Dispositifs = None,
    since: Annotated[
        date | None,
        o.day_option(
            "--depuis",
            "Ne replanifier qu’à partir de ce jour, avec le moins de changements ; sans cela, "
            "ce qui est publié et n’a pas commencé.",
        ),
    ] = None,
    seconds: o.Seconds = 60,
    output: o.Output = Path("sortie"),
    seed: o.Seed = 0,
    publish_it: Annotated[
        bool,
        o.flag(
            "--publier",
            "Écrire chaque mois dans DOSSIER/historique : les suivants en partent. De plusieurs, "
            "aucun n’est publié si l’un est bloqué.",
        ),
    ] = False,
    ways: Annotated[
        bool,
        o.flag(
            "--variantes",
            "D’un mois publié : trois manières de replanifier, côte à côte (le moins de "
            "changements, la meilleure couverture, personne à moins de 48 h), chacune écrite en "
            "CSV dans --sortie, que « rota publish --planning » relit.",
        ),
    ] = False,
    detail: o.Detail = False,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.publishing",
    "Publie un mois changé à la main, d’après un fichier (le CSV, le classeur ou la grille que "
    "« rota export » et « rota audit » connaissent). Montre d’abord ce qu’il enfreint, chaque "
    "constat avec son article, et ce qui change pour qui par rapport à ce qui est publié ; un "
    "constat bloquant arrête tout. Seuls changent les dispositifs que le fichier dit.",
    panel=PLAN,
)
def publish_(
    folder: o.Folder,
    *,
    plan: Annotated[
        Path,
        o.option(
            "--planning", "FICHIER", "Le mois à publier : qui tient quel créneau, ou quel service."
        ),
    ],
    month: Annotated[
        date | None, o.month_option("Mois à publier ; sans cela, celui du fichier.")
    ] = None,
    dispositif: o.Dispositifs = None,
    preview_only: Annotated[
        bool, o.flag("--apercu", "Montrer seulement : rien n’est publié.")
    ] = False,
    output: Annotated[
        Path | None,
        o.option(
            "--sortie",
            "DOSSIER",
            "Dossier où écrire aussi les documents du mois : les deux, ou rien.",
        ),
    ] = None,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.explaining",
    "Dit pourquoi un mois est impossible : le plus petit conflit, vérifié, en français. Avec "
    "--trous, pourquoi chaque poste reste à pourvoir, et ce qui en pourvoirait plusieurs ; avec "
    "--trou, pourquoi un créneau reste à pourvoir, ce qui le lèverait et qui peut le tenir ; avec "
    "--remplacer, qui le tiendrait à la place de quelqu’un ; avec --pourquoi, pourquoi cette "
    "personne le tient ou ne le tient pas, et qui paierait qu’il en soit autrement.",
    panel=UNDERSTAND,
)
def explain(
    folder: o.Folder,
    month: o.Month,
    *,
    dispositif: o.Dispositifs = None,
    hole: Annotated[
        str | None,
        o.option(
            "--trou --creneau",
            "CRENEAU",
            "Dire pourquoi ce créneau reste à pourvoir, par son identifiant (dernière colonne "
            "de la feuille « Trous », ou « creneau » du CSV), et qui peut le tenir.",
        ),
    ] = None,
    holes: Annotated[
        bool,
        o.flag(
            "--trous",
            "Dire de tous les postes à pourvoir du mois pourquoi ils le sont, par cause, et qui "
            "est au plus près de venir.",
        ),
    ] = False,
    wishes: Annotated[
        bool,
        o.flag(
            "--souhaits",
            "Dire de chaque souhait du mois s’il est accordé, sinon pourquoi, et ce que le mois "
            "ajoute au compte d’équité ; --creneau et --pourquoi disent ensuite qui paierait.",
        ),
    ] = False,
    instead_of: Annotated[
        str | None,
        o.option(
            "--remplacer",
            "PERSONNE",
            "Avec --trou : qui tiendrait ce créneau à la place de cette personne, par son "
            "identifiant.",
        ),
    ] = None,
    why: Annotated[
        str | None,
        o.option(
            "--pourquoi",
            "PERSONNE",
            "Avec --creneau : ce qui changerait si cette personne ne le tenait pas, ou si elle le "
            "tenait, avec le moins de changements ; et qui paierait.",
        ),
    ] = None,
    variant: Annotated[
        Path | None,
        o.option(
            "--variante",
            "FICHIER",
            "Avec --pourquoi : fichier CSV où écrire ce planning-là, que --planning relit.",
        ),
    ] = None,
    plan: o.Plan = None,
    seconds: o.Seconds = 60,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.exporting",
    "Écrit les documents d’un mois publié, ou d’un fichier de planning ; avec --base, toute la "
    "base comme dossier d’association.",
    panel=GIVE,
)
def export(
    folder: Annotated[
        Path | None,
        o.argument(
            "DOSSIER", "Dossier des fichiers de l’association, ou classeur de l’association."
        ),
    ] = None,
    month: Annotated[date | None, o.month_option("Mois concerné.")] = None,
    *,
    base: Annotated[
        Path | None,
        o.option(
            "--base",
            "DOSSIER",
            "Écrit dans ce dossier tout ce que la base contient d’une association, registre "
            "compris, comme « rota import » le lit : sans mois ni dossier à lire.",
        ),
    ] = None,
    url: o.Url = "",
    formats: o.Formats = [Format.ALL],  # noqa: B006 - typer's default, never written to
    dispositif: o.Dispositifs = None,
    plan: o.Plan = None,
    figures: Annotated[
        bool,
        o.flag(
            "--heures",
            "Ajoute aux feuilles d’affichage les heures et le nombre de constats de chacun : pour "
            "qui planifie, pas pour le mur.",
        ),
    ] = False,
    output: o.Output = Path("sortie"),
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.obligations",
    "Écrit ce que le code du travail demande pour un mois : relevé des heures et document annexé "
    "à la paie, horaires et équipes à afficher, registre des repos hebdomadaires, astreintes, "
    "liste de contrôle du CSE avec ses chiffres.",
    panel=GIVE,
)
def obligations(
    folder: o.Folder,
    month: o.Month,
    *,
    plan: o.Plan = None,
    output: o.Output = Path("sortie"),
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.fairness",
    "Le compte d’équité de chacun : nuits, fins tardives, samedis, dimanches, jours fériés, "
    "changements tardifs, souhaits refusés. Solde de départ, ce que chaque mois ajoute, solde à "
    "la fin, d’après ce qui est publié. Avec --prochain, qui est appelé ensuite.",
    panel=UNDERSTAND,
)
def equite(
    folder: o.Folder,
    *,
    first: Annotated[
        date | None,
        o.option(
            "--de", "AAAA-MM", "Premier mois ; sans cela, onze mois avant --a.", parser=o.month
        ),
    ] = None,
    last: Annotated[
        date | None,
        o.option("--a", "AAAA-MM", "Dernier mois ; sans cela, le dernier publié.", parser=o.month),
    ] = None,
    dispositif: o.Dispositifs = None,
    kind: Annotated[
        str | None,
        o.option(
            "--genre",
            "nuits|samedis|…",
            "Ce genre seul : nuits, fins_tardives, samedis, dimanches, jours_feries, "
            "changements_tardifs, souhaits_refuses.",
        ),
    ] = None,
    day: Annotated[
        date | None,
        o.day_option(
            "--prochain",
            "Dire plutôt qui est appelé ensuite ce jour-là pour ce --genre, dans l’ordre, et qui "
            "ne peut pas.",
        ),
    ] = None,
    plan: o.Plan = None,
    table: Annotated[
        Path | None,
        o.option("--csv", "FICHIER.csv", "Écrire aussi les comptes dans ce fichier."),
    ] = None,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.forecasting",
    "Les semaines tendues de mois pas encore planifiés : pour chaque dispositif et semaine, les "
    "heures que demandent les gabarits (saisons, exceptions, périodes scolaires) et celles que "
    "les personnes peuvent donner (contrats, moins congés, CFA et maladie au taux habituel), ce "
    "qui manque ou reste, et les premières causes, sans nommer personne.",
    panel=UNDERSTAND,
)
def prevision(
    folder: o.Folder,
    *,
    first: Annotated[
        date,
        o.option("--de", "AAAA-MM", "Premier mois à prévoir.", parser=o.month),
    ],
    last: Annotated[
        date | None,
        o.option(
            "--a", "AAAA-MM", "Dernier mois, douze au plus ; sans cela, le premier.", parser=o.month
        ),
    ] = None,
    dispositif: o.Dispositifs = None,
    json: o.AsJson = False,
) -> None: ...


@commands.declare(
    "api.cli.month.regrouping",
    "Après un incident, les manières légales d’envoyer des équipes ailleurs le jour même, de la "
    "meilleure à la moins bonne : binômes entiers, référents laissés en place, le moins de "
    "personnes, le moins de postes vidés, le moins de trajet. Chacune est essayée, jugée, et dite "
    "avec ce qu’elle laisse à découvert et ses courriels. Rien n’est écrit sans --publier.",
    panel=PLAN,
)
def regrouper(
    folder: o.Folder,
    *,
    to: Annotated[
        list[str],
        o.option(
            "--vers",
            "ID",
            "Où il faut du monde : un site, un dispositif, un gabarit ou un créneau, par son "
            "identifiant ; à répéter pour plusieurs.",
        ),
    ],
    day: Annotated[date | None, o.day_option("--date", "Le jour ; sans cela, aujourd’hui.")] = None,
    hour: Annotated[
        o.Clock | None,
        o.option(
            "--heure",
            "HH:MM",
            "Ce qui a commencé à cette heure reste tel quel ; sans cela, maintenant.",
            parser=o.clock,
        ),
    ] = None,
    sources: Annotated[
        list[str] | None,
        o.option(
            "--de",
            "ID",
            "Ne prendre que là : un site, un dispositif, un gabarit ou un créneau ; à répéter. "
            "Sans cela, toutes les équipes des mêmes agences en service à ces heures.",
        ),
    ] = None,
    people: Annotated[
        int | None,
        o.option(
            "--personnes",
            "N",
            "Combien de personnes il y faut en tout, celles qui y sont comprises ; sans cela, la "
            "cible de ces créneaux.",
            min=1,
            max=99,
        ),
    ] = None,
    dispositif: o.Dispositifs = None,
    number: Annotated[
        int | None,
        o.option("--publier", "N", "Publier l’option N dans DOSSIER/historique.", min=1),
    ] = None,
    json: o.AsJson = False,
) -> None: ...
