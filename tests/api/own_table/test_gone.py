"""Forms whose files are no longer kept: imported already, or erased."""

from pathlib import Path

from api.database.engine import reading
from api.ledger.history import whole
from tests.api.own_table import rotas
from tests.api.own_table.visits import EACH, HERE, PLACES, bring, empty, send
from tests.api.page.control.uploads import token_in
from tests.api.page.every_role import HTML
from tests.api.service import Service

__all__ = ["empty"]


def test_files_are_erased_on_request_and_their_forms_are_told_so(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path))
    client.post(f"{HERE}/fin", data={"jeton": token_in(page)}, headers=HTML)
    assert "Ces fichiers ne sont plus gardés" in bring(client, page, status=409)


def test_a_form_sent_twice_imports_once_and_leads_twice_to_the_result(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path))

    first, second = (bring(client, page, PLACES, EACH) for _ in range(2))

    assert "Votre tableau est importé" in first
    assert first == second
    with reading(empty.engine) as session:
        assert len(whole(session).mediators) == 6
    other = empty.client("admin", "responsable", email="autre@exemple.org")
    assert "Ces fichiers ne sont plus gardés" in bring(other, page, PLACES, EACH, status=409)


def test_nothing_is_said_to_be_imported_where_nothing_was(empty: Service) -> None:
    client = empty.client("admin", "responsable")

    answer = client.get(f"{HERE}/fini", headers=HTML, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
