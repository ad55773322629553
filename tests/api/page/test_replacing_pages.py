"""Somebody leaves: their shifts after the end of the contract are shown, then given to others."""

from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import writing
from tests.api.jobs.asked_over_http import Desk, desk
from tests.api.page.test_absent_pages import send, text_of
from tests.api.service import service

__all__ = ["desk", "service"]


def test_shifts_after_the_end_of_a_contract_are_replaced_like_those_of_an_absence(
    desk: Desk,
) -> None:
    kind = KINDS["contrats"]
    with writing(desk.service.engine) as session:
        row = next(e for e in page(session, kind) if e.values["mediator"] == "ada")
        change(session, kind, row.key, row.number, {**row.values, "end": "2026-03-02"})

    published = text_of(desk.nora, "/mois/2026-03?agency=ville")
    begun = send(desk.nora, "/mois/2026-03/remplacer")
    where = begun.headers["location"]
    draft = where.partition("?")[0].removesuffix("/remplacer")
    shown, publishing = text_of(desk.nora, where), text_of(desk.nora, f"{draft}/publier")

    assert "Ada Lemoine a 3 services publiés hors de son contrat." in published
    assert begun.status_code == 303
    assert "3 services tombent hors de son contrat." in shown
    assert 'name="slot" value="P-J-2026-03-03"' in shown
    assert f'href="{draft}/remplacer?personne=ada"' in publishing
