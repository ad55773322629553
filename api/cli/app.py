"""The command `rota`: all its commands, by what one wants to do."""

from __future__ import annotations

from api.cli.accounts.commands import commands as accounts
from api.cli.audit.commands import commands as audit
from api.cli.command import CODES, CommandSet
from api.cli.guard import Guarded
from api.cli.month.commands import commands as month
from api.cli.service.commands import commands as service

#: Options that are also known by an English name.
ENGLISH = {"person": "personne", "rule": "regle", "since": "depuis"}

app = CommandSet(
    cls=Guarded,
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
for commands in (month, audit, service, accounts):
    app.add_typer(commands)
