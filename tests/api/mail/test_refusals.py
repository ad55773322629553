import smtplib
import socket

import pytest

from api.mail.refusals import refused, unreachable


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionRefusedError(), "le serveur n’écoute pas"),
        (TimeoutError(), "le serveur n’a pas répondu à temps"),
        (socket.gaierror(-2, "secret.exemple.fr"), "le serveur n’est pas joignable"),
        (smtplib.SMTPServerDisconnected("mot de passe"), "le serveur a coupé la connexion"),
        (smtplib.SMTPConnectError(421, b"trop"), "le serveur refuse la connexion"),
        (smtplib.SMTPHeloError(501, b"non"), "le serveur refuse de parler"),
        (smtplib.SMTPException("autre"), "le serveur s’y refuse"),
    ],
)
def test_why_a_server_cannot_be_talked_to_is_told_in_our_own_words(
    error: OSError, reason: str
) -> None:
    refusal = unreachable(error)
    assert (refusal.reason, refusal.down, refusal.final) == (reason, True, False)


@pytest.mark.parametrize(
    ("error", "reason", "final"),
    [
        (smtplib.SMTPDataError(554, "5.6.0 refusé"), "le serveur refuse le message (554)", True),
        (smtplib.SMTPDataError(554, b"5.7.1 non"), "le serveur refuse le message (554)", False),
        (smtplib.SMTPDataError(499, b"plus tard"), "le serveur refuse le message (499)", False),
        (smtplib.SMTPDataError(500, b"quoi"), "le serveur refuse le message (500)", True),
    ],
)
def test_what_is_refused_for_good_is_told_from_what_is_refused_for_now(
    error: smtplib.SMTPException, reason: str, final: bool
) -> None:
    refusal = refused(error)
    assert (refusal.reason, refusal.final, refusal.down) == (reason, final, False)
