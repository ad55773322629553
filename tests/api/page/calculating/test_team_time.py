"""What the form of a calculation says of a team's own time."""

from api.data.stored.rows import KINDS, add
from api.database.engine import writing
from tests.api.month.planned import begin
from tests.api.service import NOW, Service


def test_what_a_compulsory_meeting_cannot_be_had_with_is_said_before_the_search(
    service: Service,
) -> None:
    service.app.state.now = lambda: NOW
    client = service.client("responsable", agency="ville")
    form = f"/plannings/{begin(client).rpartition('/')[2]}/calculer"
    before = client.get(form).text
    meeting = {
        "id": "R",
        "name": "Réunion",
        "dispositif": "P",
        "site": "cfa",
        "start": "09:30",
        "end": "12:00",
        "since": "2026-03-10",
        "attendance": "obligatoire",
    }
    with writing(service.engine) as session:
        add(session, KINDS["temps_equipe"], meeting, by="x")
    after = client.get(form).text

    assert "Temps d’équipe obligatoire" not in before
    assert (
        "Temps d’équipe obligatoire « Réunion », mar. 10 mars, 9 h 30 – 12 h, Centre de formation"
        in after
    )
    assert "Place du Marché n’a plus que 0 personne possible pour 2 au moins" in after
