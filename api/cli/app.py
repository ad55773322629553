"""The command `rota`: all its commands, by what one wants to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Annotated, Any

import typer

from api.cli.command import CODES, CommandSet, read
from api.cli.guard import Guarded
from api.french.typing import UsageError

#: By command: the file, in this folder, where it is declared and done.
FILES = {
    "demo": "month.planning",
    "generate": "month.planning",
    "publish": "month.publishing",
    "explain": "month.explaining",
    "export": "month.exporting",
    "export paie": "month.paying",
    "obligations": "month.obligations",
    "audit": "audit.auditing",
    "rules": "audit.values",
    "profile": "audit.values",
    "acknowledge": "audit.acknowledging",
    "ledger": "service.verifying",
    "verify": "service.verifying",
    "modele": "service.template",
    "import": "service.storage",
    "upgrade": "service.storage",
    "backup": "service.storage",
    "restore": "service.storage",
    "doctor": "service.doctor",
    "serve": "service.serving",
    "worker": "service.serving",
    "rights": "service.rights",
    "user": "accounts",
}

#: Commands that pages replaced, and where.
REPLACED = {
    "regrouper": "la page « Regrouper » d’un mois publié",
    "equite": "la page « Équité »",
    "prevision": "la page « Prévision »",
    "replay": "la page « Registre »",
    "purge": "rien à lancer : le service efface de lui-même",
}

#: Options that are also known by an English name.
ENGLISH = {"person": "personne", "rule": "regle", "since": "depuis"}


class Commands(Mapping[str, Any]):
    """The commands by name, each read from its file where somebody names it or asks for help."""

    def __getitem__(self, name: str) -> Any:
        return read(f"api.cli.{FILES[name]}", name)

    def __iter__(self) -> Iterator[str]:
        return iter(FILES)

    def __len__(self) -> int:
        return len(FILES)


class Rota(Guarded):
    """The root command."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Commands()  # type: ignore[assignment] # the parser only reads it

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command of two words before that of the first alone."""
        if args[0] in REPLACED:
            text = f"commande retirée : « {args[0]} ». À la place : {REPLACED[args[0]]}."
            raise UsageError(text, ctx)
        two = " ".join(args[:2])
        return super().resolve_command(ctx, [two, *args[2:]] if two in FILES else args)


app = CommandSet(
    cls=Rota,
    name="rota",
    help="Plannings légaux de médiation sociale : planifier, contrôler, expliquer, afficher.",
    epilog=CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    context_settings={
        "token_normalize_func": lambda word: ENGLISH.get(word, word),
        "max_content_width": 100,
    },
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"Roulement {version('roulement')}")
        raise typer.Exit


@app.callback()
def rota(
    *,
    number: Annotated[
        bool,
        typer.Option(
            "--version", help="Dit la version du programme.", is_eager=True, callback=_say_version
        ),
    ] = False,
) -> None:
    """Do nothing before a command: without this, typer makes no group of no commands."""
