from datetime import UTC, datetime

from fastapi.testclient import TestClient

from api.database.engine import reading
from api.hours.my_shifts.service import own_shifts
from api.ledger.history import whole
from tests.api.asking.petit import WEEK, again, end_contract, publish, uid
from tests.api.jobs.asked_over_http import Desk, desk

__all__ = ["desk"]

HTML = {"accept": "text/html"}


def page(client: TestClient, address: str = "/moi", status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


def when(day: int, hour: int = 8) -> datetime:

    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_the_next_shift_comes_first_with_its_place_and_partner(desk: Desk) -> None:
    desk.at(when(1))
    shown = page(desk.ada)

    first = shown[shown.index('id="prochain"') : shown.index('id="mois"')]
    assert "Demain" in first
    assert "Lundi 2 mars 2026" in first
    assert "9 h – 16 h 30" in first
    assert "Médiation de place" in first
    assert "Place du Marché, 35000 Ville" in first
    assert (
        'href="https://www.openstreetmap.org/search?query=Place%20du%20March%C3%A9%2C%2035000%20Ville"'
        in first
    )
    assert "Avec Brice K." in first
    assert "Pause à 12 h 30 (30 min)" in first


def test_the_present_month_is_the_same_page_whether_it_is_named_or_not(desk: Desk) -> None:
    desk.at(when(3))

    assert page(desk.ada, "/moi?mois=2026-03") == page(desk.ada)
    assert "Prochain service" not in page(desk.ada, "/moi?mois=2026-04")


def test_a_month_tells_rest_absence_and_days_over(desk: Desk) -> None:
    desk.at(when(3, 20))
    shown = page(desk.ada)

    assert "4 services, 28 h" in shown
    assert "Jours passés (2)" in shown
    assert "Absence" in shown[shown.index('id="j-2026-03-06"') : shown.index('id="j-2026-03-07"')]
    assert "Repos" in shown[shown.index('id="j-2026-03-07"') : shown.index('id="j-2026-03-08"')]
    assert "congé" not in shown[shown.index("<main") :].casefold()
    assert "n’est pas encore publié" in page(desk.ada, "/moi?mois=2026-04")


def test_what_changed_is_told_old_and_new_until_it_is_seen(desk: Desk) -> None:
    assert "Le planning de mars 2026 est publié." in page(desk.ada)
    taken = page(desk.ada)
    number = taken[taken.index('name="publication" value="') + 26 :].partition('"')[0]
    seen = desk.ada.post(
        "/moi/vu", data={"publication": number}, headers=HTML, follow_redirects=False
    )
    assert (seen.status_code, seen.headers["location"]) == (303, "/moi")
    assert "Ce qui a changé" not in page(desk.ada)

    gone = ("ada", "P-J-2026-03-03")
    publish(desk.service.engine, (WEEK - {gone}) | {("chloe", "P-J-2026-03-03")})
    shown = page(desk.ada)
    assert "Service retiré, Médiation de place" in shown
    assert "avant : <s>mar. 3 mars, 9 h – 16 h 30, Place du Marché</s>" in shown


def test_what_was_taken_away_is_told_even_if_the_month_was_never_seen(desk: Desk) -> None:
    gone = ("ada", "P-J-2026-03-03")
    publish(desk.service.engine, (WEEK - {gone}) | {("chloe", "P-J-2026-03-03")})

    shown = page(desk.ada)
    # A calendar may have shown the first publication, which nobody has said to have seen.
    assert "Le planning de mars 2026 est publié." in shown
    assert "Service retiré, Médiation de place" in shown
    assert "avant : <s>mar. 3 mars, 9 h – 16 h 30, Place du Marché</s>" in shown

    publish(desk.service.engine, WEEK)
    assert "Service retiré" not in page(desk.ada)


def test_shifts_tell_names_partners_and_who_leads(desk: Desk) -> None:
    with reading(desk.service.engine) as session:
        ada = whole(session).mediator_of["ada"]
        first = own_shifts(session, ada, "2026-03")[0]
    assert (first.dispositif, first.site, first.address) == (
        "Médiation de place",
        "Place du Marché",
        "Place du Marché, 35000 Ville",
    )
    assert (first.partners, first.referents, first.on_call) == (("Brice K.",), (), ())


def test_an_account_of_nobody_is_told_so_and_others_have_no_such_page(desk: Desk) -> None:
    nobody = desk.service.client("mediateur")
    assert "relié à personne de l’association" in page(nobody, status=404)
    assert "Droits insuffisants" in page(desk.nora, status=403)


def test_shifts_after_the_end_of_one_s_contract_are_not_one_s_own(desk: Desk) -> None:
    end_contract(desk.service.engine, "ada", "2026-03-03")
    desk.at(when(1))
    shown = page(desk.ada)

    assert "2 services, 14 h" in shown
    assert (
        "Après la fin de votre contrat : 2 services publiés, que vous n’avez plus à tenir." in shown
    )
    assert "9 h – 16 h 30" in shown[shown.index('id="j-2026-03-03"') : shown.index("j-2026-03-04")]
    last = shown[shown.index('id="j-2026-03-04"') : shown.index('id="j-2026-03-05"')]
    assert "9 h – 16 h 30" not in last
    page(desk.ada, "/moi/pourquoi?service=P-J-2026-03-03")
    page(desk.ada, "/moi/pourquoi?service=P-J-2026-03-04", status=404)


def test_no_shift_after_the_end_of_one_s_contract_is_to_come(desk: Desk) -> None:
    end_contract(desk.service.engine, "ada", "2026-03-03")
    desk.at(when(3, 20))

    assert "Aucun service à venir n’est publié." in page(desk.ada)


def test_a_shift_of_which_one_said_the_hours_is_still_read_once_one_has_left(desk: Desk) -> None:
    engine = desk.service.engine
    wednesday = uid(again(engine), "ada", "P-J-2026-03-04")
    desk.at(when(5))
    form = {"uid": wednesday, "mois": "2026-03", "geste": "conforme"}
    assert desk.ada.post("/moi/heures", data=form, headers=HTML).status_code == 200
    end_contract(engine, "ada", "2026-03-03")

    assert "3 services, 21 h" in page(desk.ada)
    assert "Après la fin de votre contrat : 1 service publié, " in page(desk.ada)
