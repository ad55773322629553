"""The page of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.caller import Role
from tests.api.page.every_role import HTML, readers, reasons_in

if TYPE_CHECKING:
    from tests.api.service import Service

HERE = "/admin/journal"


def test_deeds_are_listed_and_searched(service: Service) -> None:
    client = service.client("admin")
    form = {"email": "ana@exemple.org", "name": "Ana Martin", "role": "rh", "over": "ville"}
    client.post("/admin/comptes", data=form, headers=HTML)

    text = client.get(HERE, headers=HTML).text
    granted = client.get(f"{HERE}?action=accorder", headers=HTML).text
    none = client.get(f"{HERE}?action=fermer", headers=HTML).text

    assert "<td>créer</td><td>compte</td>" in text
    assert "role : rh" in granted
    assert "agence : ville" in granted
    assert "<td>créer</td>" not in granted
    assert "Rien n’a été fait qui réponde à ces mots." in none
    assert "n’est pas un jour" in client.get(f"{HERE}?depuis=2026-02-31", headers=HTML).text


def test_administrators_alone_have_the_page(service: Service) -> None:
    assert readers(service, HERE) == {Role.ADMIN}
    assert reasons_in(service.client("admin").get(HERE, headers=HTML).text) == []
