"""The commands of `rota user`: accounts from the machine itself, the first one too."""

from typing import Annotated

from api.access.caller import Role
from api.cli import options as o
from api.cli.command import CODES, SERVE, CommandSet
from api.french.typing import FrenchGroup

BODY = "api.cli.accounts.actions"

commands = CommandSet()
user = CommandSet(
    cls=FrenchGroup,
    name="user",
    no_args_is_help=True,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    help="Comptes du service : les ouvrir, les inviter, dire ce que chacun peut, changer un mot de "
    "passe, les fermer. Le premier administrateur : « rota user add vous@exemple.org --nom Vous "
    "--role admin ».",
    epilog=CODES,
)
commands.add_typer(user, rich_help_panel=SERVE)

Email = Annotated[str, o.argument("ADRESSE", "Adresse électronique du compte.")]
RoleName = Annotated[
    Role,
    o.option(
        "--role", "admin|rh|responsable|mediateur|commanditaire", "Ce que le compte peut faire."
    ),
]
Agency = Annotated[str, o.option("--agence", "ID", "Sur cette agence ; sinon, toutes.")]
Dispositif = Annotated[str, o.option("--dispositif", "ID", "Sur ce dispositif de l’agence.")]
Prompt = Annotated[
    bool,
    o.flag(
        "--demander",
        "Demande le mot de passe (ou le lit sur l’entrée standard) ; sinon, il est tiré au "
        "hasard et montré une fois.",
    ),
]


@user.declare(BODY, "Ouvre un compte.")
def add(
    email: Email,
    *,
    name: Annotated[str, o.option("--nom", "NOM", "Qui c’est.")],
    role: RoleName,
    agency: Agency = "",
    dispositif: Dispositif = "",
    person: Annotated[str, o.option("--personne", "ID", "Le médiateur que c’est.")] = "",
    prompt: Prompt = False,
    invite: Annotated[
        bool, o.flag("--inviter", "Envoie un lien par courriel, sans mot de passe.")
    ] = False,
    json: o.AsJson = False,
) -> None: ...


@user.declare(BODY, "Énumère les comptes et leurs droits.")
def list_(*, json: o.AsJson = False) -> None: ...


@user.declare(BODY, "Envoie un lien pour choisir son mot de passe.")
def invite(email: Email) -> None: ...


@user.declare(BODY, "Donne un nouveau mot de passe à un compte.")
def reset(email: Email, *, prompt: Prompt = False, json: o.AsJson = False) -> None: ...


@user.declare(BODY, "Ferme un compte, ses sessions et ses jetons.")
def disable(email: Email) -> None: ...


@user.declare(BODY, "Rouvre un compte fermé, avec les mêmes droits.")
def enable(email: Email) -> None: ...


@user.declare(BODY, "Accorde un droit à un compte, ou le retire.")
def grant(
    email: Email,
    *,
    role: RoleName,
    agency: Agency = "",
    dispositif: Dispositif = "",
    withdraw: Annotated[bool, o.flag("--retirer", "Retire ce droit.")] = False,
) -> None: ...
