import re
from datetime import UTC, datetime

from httpx2 import Response

from tests.api.asking.petit import AFTER, again, uid
from tests.api.hours.my_shifts.test_pages import HTML, page
from tests.api.jobs.asked_over_http import Desk, desk, output

__all__ = ["desk"]

HOURS = "/moi/heures"
MARCH = "/moi/heures?mois=2026-03"
SLOT = "P-J-2026-03-02"


def say(desk: Desk, geste: str, status: int = 303, **values: str) -> Response:
    form = {"mois": "2026-03", "uid": uid(again(desk.service.engine), "ada", SLOT), "geste": geste}
    answer = desk.ada.post(HOURS, data={**form, **values}, headers=HTML, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer


def card(text: str) -> str:
    return re.sub(r"[ \n]+", " ", text[text.index(f'id="h-{SLOT}"') :].partition("</article>")[0])


def said(desk: Desk) -> list[dict[str, object]]:
    items = output(desk.ada.get("/api/v1/heures", params={"month": "2026-03"}))
    return [{name: hours[name] for name in ("kind", "start", "end", "breaks")} for hours in items]


def test_one_tap_says_that_all_went_as_planned(desk: Desk) -> None:
    desk.at(AFTER)
    assert "Comme prévu" in card(page(desk.ada, MARCH))
    back = say(desk, "conforme")

    assert back.headers["location"] == f"{MARCH}#h-{SLOT}"
    words = "<p>Heures dites : comme prévu ; votre responsable les confirmera.</p>"
    assert words in card(page(desk.ada, MARCH))
    assert [hours["kind"] for hours in said(desk)] == ["conforme"]

    (entry,) = output(desk.ada.get("/api/v1/heures", params={"month": "2026-03"}))
    desk.nora.post("/demandes/heures", data={"lines": f"{entry['id']}-1"}, headers=HTML)
    assert "<p>Heures confirmées : comme prévu</p>" in card(page(desk.ada, MARCH))


def test_other_hours_are_said_then_corrected(desk: Desk) -> None:
    desk.at(AFTER)
    say(desk, "travail", start="09:00", end="17:15", pause="45")
    (first,) = said(desk)
    assert (first["start"], first["end"]) == (
        "2026-03-02T09:00:00+01:00",
        "2026-03-02T17:15:00+01:00",
    )
    assert first["breaks"] == [{"minutes": 45, "kind": "unpaid", "start": None}]
    text = card(page(desk.ada, MARCH))
    assert "9 h – 17 h 15" in text
    assert 'value="45"' in text

    say(desk, "travail", number="1", start="09:00", end="00:30", pause="30")
    (last,) = said(desk)
    assert last["end"] == "2026-03-03T00:30:00+01:00"


def test_what_is_refused_keeps_what_was_typed(desk: Desk) -> None:
    desk.at(AFTER)
    refused = say(desk, "travail", 422, start="9 heures", end="17:15", pause="x")
    assert "une heure comme 14:30" in refused.text
    assert "un nombre de minutes" in refused.text
    assert 'value="9 heures"' in refused.text
    assert said(desk) == []


def test_an_end_that_is_the_start_is_no_day_and_night(desk: Desk) -> None:
    desk.at(AFTER)
    refused = say(desk, "travail", 422, start="09:00", end="09:00", pause="0")
    assert "une autre heure que celle du début" in refused.text
    assert said(desk) == []
    say(desk, "travail", start="09:00", end="09:01", pause="0")
    assert [hours["end"] for hours in said(desk)] == ["2026-03-02T09:01:00+01:00"]


def test_a_shift_that_isn_t_over_waits_and_another_s_is_unknown(desk: Desk) -> None:
    desk.at(datetime(2026, 3, 2, 10, tzinfo=UTC))
    assert "En cours" in card(page(desk.ada, MARCH))
    assert f'#h-{SLOT}"' not in page(desk.ada, "/moi?mois=2026-03")
    desk.at(AFTER)
    assert f'#h-{SLOT}"' in page(desk.ada, "/moi?mois=2026-03")
    theirs = uid(again(desk.service.engine), "brice", SLOT)
    say(desk, "conforme", 404, uid=theirs)


def test_work_that_was_not_planned_is_said_and_taken_back(desk: Desk) -> None:
    desk.at(AFTER)
    form = {"mois": "2026-03", "what": "travail:P", "day": "2026-03-10", "start": "22:00"}
    form |= {"end": "01:00", "pause": "", "why": "Renfort"}
    back = desk.ada.post(f"{HOURS}/autre", data=form, headers=HTML, follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, f"{MARCH}#autres")
    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))
    assert "mar. 10 mars, travail non prévu, Médiation de place" in shown
    assert "22 h – 1 h (lendemain)" in shown
    assert "<p>Heures dites ; votre responsable les confirmera. « Renfort »</p>" in shown
    hours = re.findall(r"heures/([0-9a-f]{32})/retrait", shown)[0]

    taking = {"mois": "2026-03", "number": "1"}
    theirs = desk.brice.post(f"{HOURS}/{hours}/retrait", data=taking, headers=HTML)
    assert theirs.status_code == 404
    desk.ada.post(f"{HOURS}/{hours}/retrait", data=taking, headers=HTML)
    assert "travail non prévu, Médiation" not in page(desk.ada, MARCH)


def test_other_work_that_is_refused_keeps_what_was_typed(desk: Desk) -> None:
    desk.at(AFTER)
    form = {"mois": "2026-03", "what": "travail:P", "day": "2026-03-02", "start": "10:00"}
    form |= {"end": "12:00", "pause": "0", "why": "Renfort"}
    refused = desk.ada.post(f"{HOURS}/autre", data=form, headers=HTML)
    assert refused.status_code == 422
    assert "des heures qui n’en chevauchent pas d’autres" in refused.text
    assert 'value="Renfort"' in refused.text
    nowhere = desk.ada.post(f"{HOURS}/autre", data=form | {"what": "astreinte:P-J-2026-03-02"})
    assert "un créneau d’astreinte" in nowhere.text
