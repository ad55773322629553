"""Check that the mail server takes us; a mail leaves only if one is asked for."""

from datetime import UTC, datetime

from api.database.base import new_id
from api.database.tables.mail import MailRow
from api.mail.line import Line
from api.mail.refusals import RefusedError
from api.ops.check import Check, fault, warning, well
from api.settings import Settings

NAME = "courriel"


def mail(settings: Settings, to: str = "") -> Check:
    """Connect to the mail server; `to`: an address to which a mail is really sent."""
    if not settings.sends_mail:
        return warning(NAME, "ROULEMENT_SMTP_HOST est vide : aucun courriel ne partira")
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with Line(settings) as line:
            if to:
                line.send(_trial(to, settings))
            else:
                line.try_out()
    except RefusedError as error:
        return fault(NAME, f"{where} : {error.reason}")
    if settings.smtp_security == "none" and settings.smtp_user:
        return warning(NAME, f"{where} répond, mais le mot de passe y va en clair")
    return well(NAME, f"{where} a pris le courriel d’essai" if to else f"{where} répond")


def _trial(to: str, settings: Settings) -> MailRow:
    return MailRow(
        id=new_id(),
        key="essai",
        kind="essai",
        address=to,
        subject="Essai de Roulement",
        body=f"Ce courriel vient de « rota doctor » sur {settings.shown_url} : tout va bien.\n",
        made=datetime.now(UTC),
    )
