"""What pages and the script that keeps them for a time without network agree on."""

from fastapi.responses import Response

from api.access.caller import Caller
from api.access.secrets.secret import digest

HERE = "/moi"
"""The page that opens without network."""

WORKER = "/moi/hors-ligne.js"

ACCOUNT = "Roulement-Account"
"""The header that says whose page it is: a phone keeps no page of another account."""


def kept_for(answer: Response, caller: Caller) -> Response:
    """Let the caller's phone keep a page, and return it."""
    answer.headers[ACCOUNT] = digest(caller.user)[:16]
    return answer


def signed_out(answer: Response) -> Response:
    """Have a browser drop all that it kept of an account that signs out, and return the answer."""
    # Its cache of files stays: they are public, and dropping them takes some browsers seconds.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
