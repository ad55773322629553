"""The calendar of an agency: what a day is told to be, and what its forms change."""

import re

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.data.stored.rows import Add, add, apply, page
from api.database.engine import reading, writing
from tests.api.asking.petit import BEFORE, WEEK, publish
from tests.api.entered import keys
from tests.api.month.cases import QUAY
from tests.api.page.data.forms import FORM
from tests.api.page.every_role import HTML
from tests.api.service import Service

TUESDAY = "/calendrier/2026-03-03"


pytestmark = pytest.mark.usefixtures("today")


def text(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(client: TestClient, address: str = TUESDAY, **fields: str | list[str]) -> httpx2.Response:
    sent = {"_geste" if name == "geste" else name: each for name, each in fields.items()}
    return client.post(address, data=sent, headers=HTML | FORM, follow_redirects=False)


def exceptions(service: Service) -> list[tuple[str, str, str]]:
    with reading(service.engine) as session:
        rows = read(session).exceptions
    return sorted((row.template, row.day.isoformat(), row.action.value) for row in rows)


def test_a_year_says_what_its_days_are_and_where_that_comes_from(boss: TestClient) -> None:
    year = text(boss, "/calendrier?annee=2026")

    assert year.count('class="mark holiday" title="Lundi de Pâques"') == 1
    assert year.count('title="Vacances de Noël"') > 5
    assert 'title="cours : AMIS"' in year
    day = text(boss, "/calendrier/2026-12-22")
    assert "Vacances de Noël" in day
    assert "calendrier officiel" in day


def test_a_day_tells_who_is_away_and_never_why(boss: TestClient) -> None:
    day = text(boss, "/calendrier/2026-03-06")

    assert "Ada Lemoine, Elsa Benyoucef" in day
    assert "congé" not in day


def test_a_dispositif_is_closed_for_days_in_a_row_and_opened_again(
    service: Service, boss: TestClient
) -> None:
    closed = {"geste": "fermer", "dispositif": "P", "jusqu_au": "05/03/2026", "motif": "Travaux"}
    assert send(boss, **closed).status_code == 303
    assert exceptions(service) == [
        ("P-J", "2026-03-03", "supprime"),
        ("P-J", "2026-03-04", "supprime"),
        ("P-J", "2026-03-05", "supprime"),
        ("P-S", "2026-03-04", "supprime"),
    ]
    assert "Médiation de place" in text(boss, TUESDAY)

    again = send(boss, "/calendrier/2026-03-04", geste="rouvrir", dispositif="P")
    assert again.status_code == 303
    assert [day for _, day, _ in exceptions(service)] == ["2026-03-03", "2026-03-05"]


def quay(service: Service) -> None:
    """Add a second dispositif, open on Mondays."""
    with writing(service.engine) as session:
        apply(session, [Add(KINDS[name], values) for name, values in QUAY])


@pytest.mark.parametrize("chosen", [{"dispositif": ["P", "Q"]}, {"tous": "oui"}])
def test_several_dispositifs_close_together_and_the_list_says_until_when_and_why(
    service: Service, boss: TestClient, chosen: dict[str, str]
) -> None:
    quay(service)
    closed = {"geste": "fermer", **chosen, "jusqu_au": "09/03/2026", "motif": "Travaux"}
    assert send(boss, "/calendrier/2026-03-02", **closed).status_code == 303

    assert {name for name, *_ in exceptions(service)} == {"P-J", "P-S", "Q-J"}
    words = "du 02/03/2026 au 09/03/2026 : Médiation de place, Quai (Travaux)"
    # A Sunday has no slot: the closure is one all the same, and said there too.
    assert words in text(boss, "/calendrier/2026-03-08")
    assert f'<a href="/calendrier/2026-03-02?agence=ville">{words}</a>' in text(
        boss, "/calendrier?annee=2026"
    )
    assert "Fermetures" not in text(boss, "/calendrier?annee=2025")
    assert "Travaux" not in text(boss, "/calendrier/2026-03-10")


def test_a_day_that_opens_again_makes_two_closures_and_another_reason_a_third(
    boss: TestClient,
) -> None:
    closed = {"geste": "fermer", "dispositif": "P", "jusqu_au": "06/03/2026", "motif": "Travaux"}
    send(boss, **closed)
    send(boss, "/calendrier/2026-03-04", geste="rouvrir", dispositif="P")
    send(boss, "/calendrier/2026-03-06", geste="fermer", dispositif="P", motif="Fête")

    listed = text(boss, "/calendrier").partition('id="fermetures"')[2].partition("</section>")[0]
    assert re.findall("<a [^>]*>(.*?)</a>", listed) == [
        "le 03/03/2026 : Médiation de place (Travaux)",
        "le 05/03/2026 : Médiation de place (Travaux)",
        "le 06/03/2026 : Médiation de place (Fête)",
    ]


def test_a_dispositif_that_has_a_slot_left_is_not_closed_and_may_be_put_back(
    service: Service, boss: TestClient
) -> None:
    gone = {"template": "P-J", "day": "2026-03-04", "action": "supprime", "why": "Un seul"}
    with writing(service.engine) as session:
        add(session, KINDS["exceptions"], gone)
    wednesday = "/calendrier/2026-03-04"

    day = text(boss, wednesday)

    assert "<dt>Créneaux supprimés</dt><dd>Médiation de place</dd>" in day
    assert "<dt>Fermé</dt>" not in day
    assert "Fermetures" not in text(boss, "/calendrier")
    send(boss, wednesday, geste="fermer", dispositif="P", motif="Travaux")
    assert "le 04/03/2026 : Médiation de place (Travaux)" in text(boss, wednesday)
    assert "Créneaux supprimés" not in text(boss, wednesday)
    send(boss, wednesday, geste="rouvrir", dispositif="P")
    assert exceptions(service) == []


def test_of_several_dispositifs_none_is_closed_if_one_is_not_open_then(
    service: Service, boss: TestClient
) -> None:
    quay(service)
    closed = {"geste": "fermer", "motif": "Travaux"}

    refused = send(boss, **closed, dispositif=["P", "Q"])
    assert refused.status_code == 422
    assert "(lu : « Quai »)" in refused.text
    assert refused.text.count(" checked>") == 2
    assert exceptions(service) == []
    # All of them are those that are open.
    assert send(boss, **closed, tous="oui").status_code == 303
    assert {name for name, *_ in exceptions(service)} == {"P-J"}


def test_rh_reads_why_somebody_is_away_and_nobody_else_does(
    service: Service, boss: TestClient
) -> None:
    assert "Elsa Benyoucef (congé)" in text(service.client("rh"), TUESDAY)
    assert "Elsa Benyoucef (" not in text(boss, TUESDAY)
    assert "congé" not in text(boss, TUESDAY)


def test_a_closure_of_published_shifts_is_shown_before_it_is_saved(
    service: Service, boss: TestClient
) -> None:
    publish(service.engine, WEEK, BEFORE)
    closed = {"geste": "fermer", "dispositif": "P", "motif": "Travaux"}
    held_back = send(boss, "/calendrier/2026-03-02", **closed)

    assert held_back.status_code == 409
    assert "Service publié d’Ada Lemoine" in held_back.text
    assert 'value="Travaux"' in held_back.text
    mark = held_back.text.partition('name="_vu" value="')[2].partition('"')[0]
    assert send(boss, "/calendrier/2026-03-02", **closed, _vu=mark).status_code == 303


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"geste": "fermer", "dispositif": "P"}, "Motif, attendu"),
        ({"geste": "fermer", "dispositif": "P", "motif": "x" * 600}, "Motif, attendu"),
        ({"geste": "saison", "nom": "x" * 600}, "Nom, attendu"),
        ({"geste": "fermer", "dispositif": "X", "motif": "x"}, "Dispositifs, attendu"),
        ({"geste": "fermer", "dispositif": "P", "jusqu_au": "demain"}, "Jusqu’au, attendu"),
        ({"geste": "fermer", "dispositif": "P", "jusqu_au": "02/03/2026"}, "Jusqu’au, attendu"),
        ({"geste": "exceptionnel"}, "Motif, attendu"),
        ({"geste": "ecole"}, "Motif, attendu"),
        ({"geste": "saison"}, "Nom, attendu"),
        ({"geste": "?"}, "l’un des boutons"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    service: Service, boss: TestClient, fields: dict[str, str], expected: str
) -> None:
    answer = send(boss, **fields)

    assert answer.status_code == 422
    assert expected in answer.text
    assert exceptions(service) == []


def test_a_special_day_a_day_of_school_and_a_season_are_noted(boss: TestClient) -> None:
    assert send(boss, geste="exceptionnel", motif="Fête").status_code == 303
    assert send(boss, geste="ecole", motif="Pont", jusqu_au="04/03/2026").status_code == 303
    assert send(boss, geste="saison", nom="Été", jusqu_au="31/08/2026").status_code == 303

    assert [row["why"] for row in keys(boss, "jours_exceptionnels").values()] == ["Fête"]
    (school,) = keys(boss, "calendrier_scolaire").values()
    assert (school["agency"], school["open"], school["last"]) == ("ville", False, "2026-03-04")
    (season,) = keys(boss, "saisons").values()
    assert (season["id"], season["first"], season["last"]) == ("ete", "2026-03-03", "2026-08-31")
    assert "Été : du 03/03/2026 au 31/08/2026" in text(boss, "/calendrier?annee=2026")
    day = text(boss, TUESDAY)
    assert all(word in day for word in ("Fête", "Pont", "saisi ici", "Été"))


def test_an_agency_elsewhere_or_a_day_that_is_none_is_not_there(
    service: Service, boss: TestClient
) -> None:
    addresses = (f"{TUESDAY}?agence=mer", "/calendrier?agence=mer", "/calendrier/2026-02-30")

    assert [boss.get(a, headers=HTML).status_code for a in addresses] == [404, 404, 404]
    assert send(boss, f"{TUESDAY}?agence=mer", geste="fermer").status_code == 404
    assert service.client("mediateur", person="ada").get("/calendrier").status_code == 403


def test_a_dispositif_elsewhere_is_refused_by_the_field_as_one_that_is_not_there(
    service: Service,
) -> None:
    with writing(service.engine) as session:
        (ville,) = page(session, KINDS["agences"])
        add(session, KINDS["agences"], {**ville.values, "id": "mer", "name": "Mer"})
    elsewhere = service.client("responsable", agency="mer")
    address, closed = f"{TUESDAY}?agence=mer", {"geste": "fermer", "motif": "Travaux"}

    answers = [send(elsewhere, address, **closed, dispositif=where) for where in ("P", "X")]

    assert [answer.status_code for answer in answers] == [422, 422]
    for where, answer in zip("PX", answers, strict=True):
        assert f"qui a un créneau ces jours-là (lu : « {where} »)" in answer.text
    assert exceptions(service) == []


def test_rh_notes_days_and_closes_nothing(service: Service) -> None:
    rh = service.client("rh")

    assert "Fermer des dispositifs" not in text(rh, TUESDAY)
    assert send(rh, geste="exceptionnel", motif="Fête").status_code == 303
    assert send(rh, geste="fermer", dispositif="P", motif="x").status_code == 403


def test_a_closure_takes_away_what_was_added_that_day_too(
    service: Service, boss: TestClient
) -> None:
    added = {"template": "P-S", "day": "2026-03-03", "action": "ajoute", "why": "Fête"}
    with writing(service.engine) as session:
        add(session, KINDS["exceptions"], added)
    closed = {"geste": "fermer", "dispositif": "P", "jusqu_au": "04/03/2026", "motif": "Travaux"}

    assert send(boss, **closed).status_code == 303
    assert exceptions(service) == [
        ("P-J", "2026-03-03", "supprime"),
        ("P-J", "2026-03-04", "supprime"),
        ("P-S", "2026-03-04", "supprime"),
    ]
