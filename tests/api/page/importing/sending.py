"""Send the form of imports as a browser does, and read the page that answers."""

import re
from collections.abc import Mapping
from html import unescape

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.month.folder.test_routes import files, zipped
from tests.api.page.every_role import HTML

HERE = "/donnees/importer"


def petit(**changes: tuple[str, str]) -> dict[str, bytes]:
    """Return the small folder's files; `changes`: by name, a text and what replaces it."""
    made = files()
    for name, (old, new) in changes.items():
        text = made[f"{name}.csv"].decode()
        assert old in text
        made[f"{name}.csv"] = text.replace(old, new, 1).encode()
    return made


def send(client: TestClient, content: Mapping[str, bytes], **fields: str) -> Response:
    """Choose these files and send the form."""
    return client.post(
        HERE,
        data={"geste": "essayer", **fields},
        files=[("files", (name, data)) for name, data in content.items()],
        headers=HTML,
        follow_redirects=False,
    )


def send_zip(client: TestClient, content: Mapping[str, bytes | str]) -> Response:
    """Choose a ZIP of these files and send the form."""
    return send(client, {"petit.zip": zipped(content, "petit/")})


def hidden(page: Response) -> dict[str, str]:
    """Return the fields that the page carries to the import."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def carry_out(client: TestClient, page: Response, **changes: str) -> Response:
    """Press « Importer » on the page of a trial."""
    fields = {"geste": "importer", **hidden(page), **changes}
    return client.post(
        HERE,
        data=fields,
        files=[("files", ("", b""))],
        headers=HTML,
        follow_redirects=False,
    )


def words(page: Response) -> str:
    """Return what the page says, without its marks."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    text = unescape(re.sub(r"<[^>]*>", " ", main))
    return " ".join(text.split())


def faults(page: Response) -> list[tuple[str, ...]]:
    """Return the faults of the page: file, line, column, what was read, what was expected."""
    table = page.text.partition("Défauts, avec leur place</caption>")[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", table, re.DOTALL)
    return [
        (unescape(first), *(unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", others)))
        for first, others in rows
    ]
