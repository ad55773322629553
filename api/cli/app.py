"""The command `rota`: its commands, and what becomes of an error: French, and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Annotated, Any

import typer

from api.cli.command import CODES, CommandSet, read
from api.cli.interrupts import NOTHING
from api.cli.screen import BAD_INPUT, CRASHED, OK, refuse, say, say_json
from api.french.system import refusal_of
from api.french.typing import FrenchGroup, UsageError, in_french

DEBUG = "ROULEMENT_DEBUG"
REFUSED = "Données refusées"
WRITTEN_TO = (
    "La base est restée occupée par un autre programme : rien n’a été écrit. Attendez la fin du "
    "calcul ou de l’import en cours (la page « Plannings » le montre), puis relancez la commande."
)
INTERRUPTED = 130  # what typer makes of Ctrl-C

#: By command: the file, in this folder, where it is declared and done.
FILES = {
    "demo": "month.planning",
    "generate": "month.planning",
    "publish": "month.publishing",
    "explain": "month.explaining",
    "export": "month.exporting",
    "export paie": "month.exporting",
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


class Rota(FrenchGroup):
    """The root command: it catches whatever the commands raise."""

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

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave with a code (see the help of `rota`)."""
        words = list(sys.argv[1:] if args is None else args)
        try:
            code = super().main(words, prog_name, complete_var, False, windows_expand_args, **extra)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last door
            code = ended(error, as_json="--json" in words)
        if code == INTERRUPTED:
            say(NOTHING, "bold red")
            code = CRASHED
        if standalone_mode:
            sys.exit(code or OK)
        return code or OK


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


def ended(error: BaseException, *, as_json: bool) -> int:
    """Say what happened and return the exit code."""
    from api.data.errors import BadFilesError  # noqa: PLC0415 - help waits for no error
    from scheduler.errors import (  # noqa: PLC0415
        EncodingMismatchError,
        RoulementError,
        SolverCrashError,
    )

    match error:
        case typer.Abort() | KeyboardInterrupt():
            say(NOTHING, "bold red")
            code = CRASHED
        case BrokenPipeError():
            # Nobody reads any more, as in `rota rules | head`: the rest goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = OK
        case BadFilesError():
            faults = [fault.message for fault in error.errors]
            code = _say_refused("Fichiers refusés", str(error), faults, as_json=as_json)
        case EncodingMismatchError() | SolverCrashError():
            code = _say_crash(error, str(error), as_json=as_json)
        case RoulementError():
            code = _say_refused(
                getattr(error, "title", REFUSED), str(error), [str(error)], as_json=as_json
            )
        case OSError():
            text = refusal_of(error)
            code = _say_refused("Fichier inaccessible", text, [text], as_json=as_json)
        case _ if type(error).__name__ == "OperationalError":
            # Known by name: commands without a database don't wait for its library.
            reason = _busy(error) or str(getattr(error, "orig", error)).strip()
            code = _say_refused("Base de données inaccessible", reason, [reason], as_json=as_json)
        case _ if isinstance(error, UsageError):
            code = _say_mistyped(error, as_json=as_json)
        case _:
            code = _say_crash(error, f"{type(error).__name__} : {error}", as_json=as_json)
    return code


def _busy(error: BaseException) -> str:
    """Say what to do where another program writes to the database (empty: that isn't it)."""
    from api.web.refusing.failures import BUSY, refusal_for  # noqa: PLC0415 - help waits for no error

    return WRITTEN_TO if refusal_for(error) is BUSY else ""


def _say_mistyped(error: Any, *, as_json: bool) -> int:
    text = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        # The command alone: its help is the message.
        sys.stderr.write(text + "\n")
        return BAD_INPUT
    words = in_french(text)
    hint = f"\n\nAide : {error.ctx.command_path} --help" if error.ctx is not None else ""
    return _say_refused("Commande mal écrite", words + hint, [words], as_json=as_json)


def _say_refused(title: str, message: str, faults: list[str], *, as_json: bool) -> int:
    refuse(title, message)
    if as_json:
        say_json({"state": "refuse", "errors": faults})
    return BAD_INPUT


def _say_crash(error: BaseException, message: str, *, as_json: bool) -> int:
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    refuse(
        "Défaut du logiciel",
        f"{message}\n\nRien n’a été écrit. Pour le détail technique à joindre au signalement : "
        f"{DEBUG}=1 rota …",
    )
    if as_json:
        say_json({"state": "defaut", "errors": [message]})
    return CRASHED
