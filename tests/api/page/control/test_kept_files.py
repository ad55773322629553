"""Whose the uploaded files are, and when they are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.page.control.test_routes import SHIFTS
from tests.api.page.control.uploads import CODES, HERE, answer, token_in, understood, upload
from tests.api.page.every_role import HTML

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient

    from tests.api.service import Service


def folder_of(service: Service, client: TestClient) -> Path:
    """Return where an account's files lie."""
    files = service.app.state.controls.of(client.headers["X-Test-User"])
    assert (files.folder / "fichiers").is_dir()
    folder: Path = files.folder
    return folder


def test_files_are_the_account_s_alone(service: Service) -> None:
    mine, other = service.client("rh"), service.client("rh")
    token = token_in(upload(mine, ("mars.csv", SHIFTS.encode())))

    assert "Lire et contrôler" in other.get(HERE, headers=HTML).text
    for path, form in (("documents", {"jeton": token}), ("reponses", {"jeton": token})):
        refused = other.post(f"{HERE}/{path}", data=form, headers=HTML)
        assert (refused.status_code, "ne sont plus gardés" in refused.text) == (409, True)
    for path in ("codes.xlsx", "noms.xlsx", "constat?code=x"):
        assert other.get(f"{HERE}/{path}").status_code == 409
    other.post(f"{HERE}/fin", data={"jeton": token})
    assert "Constats" in mine.get(HERE, headers=HTML).text


def test_files_are_erased_by_the_next_upload_on_demand_and_at_sign_out(service: Service) -> None:
    client = service.client("rh")
    upload(client, ("mars.csv", SHIFTS.encode()))
    first = folder_of(service, client)
    page = upload(client, ("mars.csv", SHIFTS.encode()))
    second = folder_of(service, client)
    assert (first.exists(), second.exists()) == (False, True)

    client.post(f"{HERE}/fin", data={"jeton": token_in(page)})
    assert not second.exists()
    upload(client, ("mars.csv", SHIFTS.encode()))
    third = folder_of(service, client)
    client.post("/deconnexion")

    assert not third.exists()
    assert "Lire et contrôler" in client.get(HERE, headers=HTML).text


def test_a_form_of_files_before_is_refused_and_its_answers_go_with_the_next(
    service: Service,
) -> None:
    client = service.client("rh")
    before = upload(client, ("mars.csv", CODES.encode()))
    upload(client, ("avril.csv", CODES.replace("mars", "avril").encode()))

    late = answer(client, before, codes={"N": ("travail", "21h-5h")}, status=409)

    assert "Ces fichiers ne sont plus gardés" in late
    carried = '<input type="hidden" name="code" value="N">'
    assert carried in late
    sent = {"code": "N", "sens": "travail", "horaires": "21h-5h"}
    files = [("fichiers", ("mars.csv", CODES.encode()))]
    page = client.post(HERE, files=files, data=sent, headers=HTML).text
    assert understood(page)["N"] == "21:00–05:00"


def test_a_refused_upload_leaves_the_files_before(service: Service) -> None:
    client = service.client("rh")
    upload(client, ("mars.csv", SHIFTS.encode()))
    folder = folder_of(service, client)

    client.post(HERE, data={"debut": "2026-03"}, headers=HTML)

    assert folder_of(service, client) == folder
