"""Say why a mail server refused a mail, for good or for now, without any secret."""

import re
import smtplib
import ssl
from dataclasses import dataclass

FOR_GOOD = 500
OURS = re.compile(rb"\s*5\.7\.")
"""
Enhanced status of a refusal that is about who sends, not to whom: relaying denied, no login.

It is mended in the settings, so the mail is tried again until then.
"""


class RefusedError(Exception):
    """
    The server refused a mail; `reason`: in French; `final`: trying again is of no use.

    `down`: the server can't be talked to, so no other mail has a chance now.
    """

    def __init__(self, reason: str, *, final: bool = False, down: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final
        self.down = down


@dataclass(frozen=True)
class _Kind:
    error: type[BaseException]
    reason: str


_KINDS = (
    _Kind(smtplib.SMTPAuthenticationError, "le serveur refuse l’identifiant ou le mot de passe"),
    _Kind(smtplib.SMTPNotSupportedError, "le serveur ne sait pas faire ce qui lui est demandé"),
    _Kind(smtplib.SMTPHeloError, "le serveur refuse de parler"),
    _Kind(smtplib.SMTPServerDisconnected, "le serveur a coupé la connexion"),
    _Kind(smtplib.SMTPConnectError, "le serveur refuse la connexion"),
    _Kind(ssl.SSLCertVerificationError, "le certificat du serveur n’est pas valable"),
    _Kind(ssl.SSLError, "la connexion n’a pas pu être chiffrée"),
    _Kind(TimeoutError, "le serveur n’a pas répondu à temps"),
    _Kind(ConnectionRefusedError, "le serveur n’écoute pas"),
    _Kind(smtplib.SMTPException, "le serveur s’y refuse"),
    _Kind(OSError, "le serveur n’est pas joignable"),
)


def unreachable(error: OSError) -> RefusedError:
    """Say why the server couldn't be reached, without quoting either side of the exchange."""
    cause: BaseException = error
    # smtplib calls a connection closed, too, where it gave up waiting for an answer.
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(
        error.__context__, TimeoutError
    ):
        cause = error.__context__
    return RefusedError(next(k.reason for k in _KINDS if isinstance(cause, k.error)), down=True)


def refused(error: smtplib.SMTPException) -> RefusedError:
    """
    Say why the server refused one mail.

    A 5xx about the mailbox or the text is final. A 4xx is not, nor is a refusal of us as a sender.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(error.recipients.values()))
            return _refusal("le destinataire", code, text)
        case smtplib.SMTPDataError():
            return _refusal("le message", error.smtp_code, _bytes(error.smtp_error))
        case smtplib.SMTPSenderRefused():
            return RefusedError(f"le serveur refuse l’expéditeur ({error.smtp_code})")
        case smtplib.SMTPNotSupportedError():
            return RefusedError("le serveur ne sait pas écrire à cette adresse", final=True)
        case _:
            return unreachable(error)


def _refusal(what: str, code: int, text: bytes) -> RefusedError:
    final = code >= FOR_GOOD and not OURS.match(text)
    return RefusedError(f"le serveur refuse {what} ({code})", final=final)


def _bytes(text: bytes | str) -> bytes:
    return text.encode(errors="replace") if isinstance(text, str) else text
