"""The page of a draft's wishes, as a browser without script uses it."""

import re

from api.data.stored.rows import KINDS, add
from api.database.engine import writing
from tests.api.month.planned import begin
from tests.api.service import NOW, Service

HTML = {"accept": "text/html"}
SLOT = "P-J-2026-03-09"


def test_refused_wishes_come_with_their_reason_and_the_question_of_who_would_pay(
    service: Service,
) -> None:
    service.app.state.now = lambda: NOW
    client = service.client("responsable", agency="ville")
    draft = f"/plannings/{begin(client).rpartition('/')[2]}"
    with writing(service.engine) as session:
        for who, wants in (("ada", False), ("brice", True), ("chloe", False)):
            day = {"start": "2026-03-09", "end": "2026-03-09"}
            add(session, KINDS["souhaits"], {"mediator": who, "wants": wants, "weight": 5, **day})
    for number, person in enumerate(("ada", "brice"), 1):
        form = {"version": f"{number}", "act": "donner", "person": person}
        client.post(f"{draft}/services/{SLOT}", data=form, headers=HTML)

    page = client.get(f"{draft}/souhaits", headers=HTML).text
    read_only = service.client("rh").get(f"{draft}/souhaits", headers=HTML).text
    fields = dict(re.findall(r'name="(person|slot|kind|key)" value="([^"]*)"', page))
    question = client.post(f"{draft}/calculer", data=fields, headers=HTML, follow_redirects=False)

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Refusés (1)" in text
    assert "Accordés (2)" in text
    assert "Ada Lemoine Repos le lun. 9 mars Sans cette personne" in text
    assert (fields["person"], fields["slot"], fields["kind"]) == ("ada", SLOT, "alternative")
    assert question.status_code == 303
    assert "Ada Lemoine : 1 refusé" in text
    assert "Qui paierait" not in read_only
    assert f'href="{draft}/souhaits"' in client.get(draft, headers=HTML).text
