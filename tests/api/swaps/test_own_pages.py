import re

from fastapi.testclient import TestClient

from api.planning.names import names_of
from api.swaps.exchange import shown
from api.swaps.pages import kept_words, paid_change
from tests.api.asking.made import ASSOCIATION, DAY, STANDBY, published
from tests.api.asking.petit import end_contract
from tests.api.hours.my_shifts.test_pages import HTML, page
from tests.api.jobs.asked_over_http import Desk, desk

__all__ = ["desk"]

SWAPS = "/moi/echanges"
FRIDAY = "P-J-2026-03-06"
MONDAY = "P-J-2026-03-02"


def flat(text: str) -> str:
    return re.sub(r"[ \n]+", " ", text[text.index("<main") :])


def test_a_swap_is_chosen_tried_asked_for_and_accepted(desk: Desk) -> None:
    chloe = desk.service.client("mediateur", agency="ville", person="chloe")
    choices = flat(page(chloe, f"{SWAPS}/choisir?service={FRIDAY}"))
    assert "ven. 6 mars, 9 h – 16 h 30, Place du Marché" in choices
    assert '<a href="/moi/echanges" aria-current="true">Échanges</a>' in choices
    # Brice holds Friday too, Ada is on leave that day.
    possible, _, refused = choices.partition("Ce qui n’est pas possible, et pourquoi")
    assert "Dorian" not in possible
    assert "Dorian L. : Ce qui l’interdit pour votre collègue" in refused
    assert "collègues travaillent alors, ou ne sont pas disponibles." in refused
    assert "Brice" not in choices
    assert "Ada" not in choices

    mine = flat(page(desk.ada, f"{SWAPS}/choisir?service={MONDAY}"))
    assert "ven. 6 mars, 9 h – 16 h 30, Place du Marché, Chloé M." not in mine
    assert "Donner à Chloé M., sans rien reprendre" in mine

    trial = flat(page(desk.ada, f"{SWAPS}/essai?service={MONDAY}&avec=chloe"))
    assert "Prend : rien" in trial
    assert "7 h de moins" in trial
    assert "7 h de plus" in trial
    seen = re.findall(r'name="seen" value="([0-9a-f]*)"', trial)[0]
    form = {"gives": MONDAY, "other": "chloe", "note": "Un train à prendre", "seen": seen}
    back = desk.ada.post(SWAPS, data=form, headers=HTML, follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, f"{SWAPS}?fait=envoye")
    after = re.sub("<[^>]+>", "", flat(page(desk.ada, f"{SWAPS}?fait=envoye")))
    assert "La suite : Chloé M. accepte ou refuse, puis votre responsable approuve." in after
    assert "Demandé, réponse attendue de Chloé M." in flat(page(desk.ada, SWAPS))

    shown = flat(page(chloe, SWAPS))
    assert "Demandé par Ada L." in shown
    assert "Pour vous : 7 h de plus." in shown
    swap, number, seen = re.findall(
        r"echanges/([0-9a-f]{32})/accord\"> <input [^>]*value=\"(\d+)\"> "
        r"<input [^>]*value=\"([0-9a-f]*)\"",
        shown,
    )[0]
    theirs = desk.brice.post(f"{SWAPS}/{swap}/accord", data={"number": number}, headers=HTML)
    assert theirs.status_code == 404
    own = desk.ada.post(f"{SWAPS}/{swap}/accord", data={"number": number}, headers=HTML)
    assert own.status_code == 404
    chloe.post(f"{SWAPS}/{swap}/accord", data={"number": number, "seen": seen}, headers=HTML)
    assert "Accepté par les deux, à approuver par le responsable" in flat(page(chloe, SWAPS))


def test_a_shift_for_which_no_colleague_is_free_leads_nowhere(desk: Desk) -> None:
    farid = desk.service.client("mediateur", agency="ville", person="farid")

    alone, ada = flat(page(farid, SWAPS)), flat(page(desk.ada, SWAPS))

    assert "mer. 4 mars, 17 h – 21 h, Place du Marché : aucun collègue n’est libre" in alone
    assert f"{SWAPS}/choisir" not in alone
    assert f"{SWAPS}/choisir?service={MONDAY}" in ada
    assert "aucun collègue n’est libre" not in ada


def test_a_swap_is_refused_with_a_word_and_another_s_shift_is_unknown(desk: Desk) -> None:
    chloe = desk.service.client("mediateur", agency="ville", person="chloe")
    trial = flat(page(desk.ada, f"{SWAPS}/essai?service={MONDAY}&avec=chloe"))
    seen = re.findall(r'name="seen" value="([0-9a-f]*)"', trial)[0]
    form = {"gives": MONDAY, "other": "chloe", "seen": seen}
    desk.ada.post(SWAPS, data=form, headers=HTML)
    swap, number = re.findall(
        r'echanges/([0-9a-f]{32})/refus"> <input [^>]*value="(\d+)"', flat(page(chloe, SWAPS))
    )[0]
    words = {"number": number, "answer": "Pas ce jour-là"}
    chloe.post(f"{SWAPS}/{swap}/refus", data=words, headers=HTML)
    assert "Refusé</strong> : Pas ce jour-là" in flat(page(desk.ada, SWAPS))

    page(desk.ada, f"{SWAPS}/choisir?service={FRIDAY}", status=404)


def test_an_on_call_that_is_given_or_taken_is_no_hours_of_work() -> None:
    standby, day = published("ada", STANDBY), published("brice", DAY)

    assert paid_change(standby, None) == 0
    assert paid_change(standby, day) == 7 * 60 + 30


def test_a_swap_in_the_list_says_on_call_and_one_kept_without_its_kind_says_where() -> None:
    kept = [shown(published("ada", duty)) for duty in (STANDBY, DAY)]
    before = [{key: value for key, value in shift.items() if key != "kind"} for shift in kept]
    names = names_of(ASSOCIATION)

    assert [kept_words(shift, names).split(", ", 2)[2] for shift in kept + before] == [
        "astreinte, parc-1",
        "parc-1",
        "parc-1",
        "parc-1",
    ]


def badge(client: TestClient) -> list[str]:
    """Return what the menu counts, on one's first page."""
    return re.findall(r'class="count">(\d+)<', page(client, "/moi"))


def test_the_menu_counts_the_swaps_that_wait_for_one_s_own_answer(desk: Desk) -> None:
    chloe = desk.service.client("mediateur", agency="ville", person="chloe")
    assert badge(chloe) == []

    trial = page(desk.ada, f"{SWAPS}/essai?service={MONDAY}&avec=chloe")
    seen = re.findall(r'name="seen" value="([0-9a-f]*)"', trial)[0]
    desk.ada.post(SWAPS, data={"gives": MONDAY, "other": "chloe", "seen": seen}, headers=HTML)

    assert badge(chloe) == ["1"]
    assert badge(desk.ada) == []
    (swap,) = re.findall(r"echanges/([0-9a-f]{32})/refus", page(chloe, SWAPS))
    chloe.post(f"{SWAPS}/{swap}/refus", data={"number": "1"}, headers=HTML)
    assert badge(chloe) == []


def tab(client: TestClient, address: str) -> list[str]:
    """Return where the tab « Demandes » of a page of one's own leads, and what it is now."""
    tabs = page(client, address).partition('class="tabs"')[2].partition("</nav>")[0]
    (link,) = [link for link in tabs.split("<li>") if "Demandes" in link]
    return re.findall(r'(?:href|aria-current)="([^"]*)"', link)


def test_the_tab_that_counts_what_waits_leads_to_it(desk: Desk) -> None:
    chloe = desk.service.client("mediateur", agency="ville", person="chloe")
    assert tab(chloe, "/moi") == ["/moi/conges"]
    assert tab(chloe, "/moi/conges") == ["/moi/conges", "page"]

    trial = page(desk.ada, f"{SWAPS}/essai?service={MONDAY}&avec=chloe")
    seen = re.findall(r'name="seen" value="([0-9a-f]*)"', trial)[0]
    desk.ada.post(SWAPS, data={"gives": MONDAY, "other": "chloe", "seen": seen}, headers=HTML)

    assert tab(chloe, "/moi") == [SWAPS]
    assert tab(chloe, "/moi/conges") == [SWAPS, "true"]
    assert tab(chloe, SWAPS) == [SWAPS, "page"]
    assert tab(desk.ada, "/moi") == ["/moi/conges"]


def test_who_leaves_swaps_no_shift_after_the_end_of_their_contract(desk: Desk) -> None:
    end_contract(desk.service.engine, "ada", "2026-03-03")
    shown = flat(page(desk.ada, SWAPS))

    assert re.findall(r"choisir\?service=([^\"]*)", shown) == [MONDAY, "P-J-2026-03-03"]
    page(desk.ada, f"{SWAPS}/choisir?service=P-J-2026-03-03")
    page(desk.ada, f"{SWAPS}/choisir?service=P-J-2026-03-04", status=404)
    form = {"gives": "P-J-2026-03-04", "other": "chloe"}
    refused = desk.ada.post(SWAPS, data=form, headers=HTML)
    assert refused.status_code == 422
    assert "un de vos services publiés, à venir" in refused.text
