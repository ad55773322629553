"""Upload files to the page of rotas made elsewhere, and read what it shows."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from fastapi.testclient import TestClient

from tests.api.page.every_role import HTML

HERE = "/rh/controle"
NAMES = """personne;date;début;fin;pause
Ada Lemoine;16/03/2026;08:00;18:30;0
Ada Lemoine;17/03/2026;08:00;18:30;0
Ada LEMOYNE;18/03/2026;09:00;12:00;0
"""
CODES = """mars 2026;
Nom;16;17;18;19;20
Ada Lemoine;CA;CA;RC;N;N
Bob Martin;N;CP;RTT;F;N
"""


def upload(
    client: TestClient, *files: tuple[str, bytes], field: str = "fichiers", **typed: str
) -> str:
    """Upload files, follow the redirect, and return the page."""
    answer = send(client, *files, field=field, **typed)
    assert answer.status_code == 200, answer.text
    return spaced(answer.text)


def send(
    client: TestClient, *files: tuple[str, bytes], field: str = "fichiers", **typed: str
) -> Any:
    """Upload files, and return the answer."""
    sent = [(field, (name, content)) for name, content in files]
    return client.post(HERE, files=sent or None, data=typed, headers=HTML)


def token_in(page: str) -> str:
    """Return the token that the page's forms send."""
    match = re.search(r'name="jeton" value="([^"]+)"', page)
    assert match is not None, page
    return match[1]


def answer(
    client: TestClient,
    page: str,
    *,
    here: str = HERE,
    codes: Mapping[str, tuple[str, str]] | None = None,
    status: int = 200,
    **more: Any,
) -> str:
    """Send the form of questions: each code with a meaning and hours, and other fields."""
    codes = codes or {}
    form = {
        "jeton": token_in(page),
        "code": list(codes),
        "sens": [word for word, _ in codes.values()],
        "horaires": [hours for _, hours in codes.values()],
        **more,
    }
    made = client.post(f"{here}/reponses", data=form, headers=HTML)
    assert made.status_code == status, made.text
    return spaced(made.text)


def spaced(text: str) -> str:
    """Return a page with plain spaces for those that keep a number and its word together."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def asked_codes(page: str) -> list[str]:
    """Return the codes that the page asks about."""
    table = re.search(r"Que veulent dire ces codes \?</caption>(.*?)</table>", page, re.DOTALL)
    return [] if table is None else _codes(table[1])


def understood(page: str) -> dict[str, str]:
    """Return how the page says that codes were understood."""
    table = re.search(r"Codes compris</caption>(.*?)</table>", page, re.DOTALL)
    if table is None:
        return {}
    meanings = re.findall(r'data-label="Compris comme">(.*?)</td>', table[1])
    return dict(zip(_codes(table[1]), map(unescape, meanings), strict=True))


def _codes(table: str) -> list[str]:
    return [unescape(code) for code in re.findall(r'name="code" value="(.*?)"', table)]
