"""`rota purge`: delete what has been kept as long as the settings say."""

from __future__ import annotations

from datetime import UTC, datetime

from api.cli import options as o
from api.cli.command import SERVE, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.cli.screen import OK, out, say_json
    from api.cli.service.database import opened
    from api.french.plural import plural
    from api.privacy.retention import purge as purged
    from api.settings import read_settings

commands = CommandSet()

WORDS = {
    "journal": ("ligne du journal", "lignes du journal"),
    "history": ("changement d’une ligne de données", "changements de lignes de données"),
    "mails": ("courriel envoyé", "courriels envoyés"),
    "secrets": ("session, jeton ou lien fini", "sessions, jetons ou liens finis"),
    "tries": ("essai de connexion", "essais de connexion"),
    "provider": ("connexion commencée chez un tiers", "connexions commencées chez un tiers"),
    "receipts": ("lecture de publication", "lectures de publications"),
    "answers": ("réponse gardée pour un renvoi", "réponses gardées pour un renvoi"),
    "problems": ("problème envoyé entier", "problèmes envoyés entiers"),
    "events": ("événement", "événements"),
    "controls": ("contrôle de fichiers", "contrôles de fichiers"),
    "reasons": ("motif de santé oublié", "motifs de santé oubliés"),
}


@commands.declare(
    "Efface ce qui a été gardé aussi longtemps que le disent les réglages : journal, courriels "
    "envoyés, sessions finies, lectures, motifs de santé. Le service le fait aussi de lui-même.",
    panel=SERVE,
)
def purge(*, json: o.AsJson = False) -> int:
    settings = read_settings()
    with opened(existing=True) as engine:
        done = purged(engine, settings, datetime.now(UTC))
    if json:
        say_json(done)
        return OK
    lines = [plural(many, *WORDS[name]) for name, many in done.items() if many]
    for line in lines or ["Rien à effacer."]:
        out().print(Text(line))
    return OK
