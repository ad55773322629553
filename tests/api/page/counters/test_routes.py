"""The counters of a published month, as RH see them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from api.access.caller import Role
from tests.api.page.every_role import HTML, readers, reasons_in
from tests.api.publishing import publish

if TYPE_CHECKING:
    from tests.api.service import Service

HERE = "/rh/compteurs?month=2026-03"
MARCH = date(2026, 3, 1)


def page(service: Service, address: str = HERE, agency: str = "") -> str:
    answer = service.client("rh", agency=agency).get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_table_says_what_the_api_says(service: Service) -> None:
    publish(service.engine, MARCH)
    client = service.client("rh")
    counters = client.get("/api/v1/rh/compteurs", params={"month": "2026-03"}).json()["items"]

    text = page(service)

    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text, re.DOTALL))
    assert sorted(rows) == sorted(person["name"] for person in counters)
    ada = re.findall(r"<td class=\"n\">(.*?)</td>", rows["Ada Lemoine"])
    (said,) = (person for person in counters if person["person"] == "ada")
    due, planned, balance = said["due"], said["planned"], said["balance"]
    assert [re.sub(r"\s", " ", cell) for cell in ada[:3]] == [
        f"{due // 60} h {due % 60:02d}",
        f"{planned // 60} h {planned % 60:02d}",
        f"+{balance // 60} h {balance % 60:02d}",
    ]


def test_documents_are_linked_for_whom_they_open_to(service: Service) -> None:
    publish(service.engine, MARCH)
    client = service.client("rh")

    text = page(service)

    for address in re.findall(r'href="(/api/v1/responsable/mois/[^"]*)"', text):
        assert client.get(address).status_code == 200
    assert text.count("/api/v1/responsable/mois/2026-03/documents/") == 2
    assert "Choisissez une agence" in page(service, agency="ville")
    assert "documents/compteurs?agency=ville" in page(service, f"{HERE}&agency=ville", "ville")


def test_rh_alone_have_the_page(service: Service) -> None:
    publish(service.engine, MARCH)

    assert readers(service, HERE) == {Role.RH}
    assert reasons_in(page(service)) == []


def test_a_month_that_isnt_published_says_so(service: Service) -> None:
    assert "Aucun mois n’est publié." in page(service, "/rh/compteurs")
