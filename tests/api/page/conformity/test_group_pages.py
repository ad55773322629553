"""One question for all findings of a rule on a published month."""

import re
from html import unescape

from httpx2 import Response

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import reading, writing
from api.hours.months.service import Basis, findings_on, month_of
from tests.api.jobs.asked_over_http import Desk, desk, overrun
from tests.api.page.every_role import HTML

__all__ = ["desk"]

CAUSES = "/rh?month=2026-03&basis=plan"
SOCLE = "/rh/acquittements?month=2026-03&basis=plan&regle=socle_delay"


def page(desk: Desk, address: str, status: int = 200) -> str:
    answer = desk.rh.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def codes_in(text: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="code" value="(.*?)">', text)


def answered(desk: Desk, codes: list[str], ground: str = "Session prévue en mai") -> Response:
    form = {"code": codes, "fondement": ground}
    return desk.rh.post(SOCLE, data=form, headers=HTML, follow_redirects=False)


def acknowledged(desk: Desk) -> list[str]:
    rows = desk.rh.get("/donnees/acquittements", headers=HTML).text
    return sorted(set(re.findall(r"socle_delay-[0-9a-f]{10}", rows)))


def test_the_line_of_a_cause_leads_to_its_question(desk: Desk) -> None:
    text = page(desk, CAUSES)

    [address] = re.findall(r'href="([^"]*)">Répondre des 2<span', text)
    assert unescape(address) == SOCLE
    question = page(desk, SOCLE)
    assert "2 constats à acquitter d’un coup" in question
    assert "Chloé Marzin" in question
    assert "Dorian Leval" in question


def test_one_ground_answers_for_all_findings_of_the_rule(desk: Desk) -> None:
    codes = codes_in(page(desk, SOCLE))

    answer = answered(desk, codes)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{CAUSES}#causes")
    assert acknowledged(desk) == sorted(codes)
    assert len(codes) == 2
    after = page(desk, CAUSES)
    assert "Répondre des 2" not in after
    assert re.search(r"à confirmer, 2.acquittés\.", after)
    assert after.count(": Session prévue en mai") == 2
    assert "Il n’y a plus rien à acquitter ici." in page(desk, SOCLE)


def test_nothing_is_kept_where_a_finding_has_changed_since(desk: Desk) -> None:
    codes = codes_in(page(desk, SOCLE))
    with writing(desk.service.engine) as session:
        add(session, KINDS["formation_socle"], {"mediator": "chloe", "day": "2026-01-05"})

    answer = answered(desk, codes)

    assert answer.status_code == 412
    assert "constat de ce groupe n’est plus le même : rien n’est acquitté." in answer.text
    assert 'value="Session prévue en mai"' in answer.text
    assert acknowledged(desk) == []
    fresh = codes_in(answer.text)
    assert len(fresh) == 1
    assert answered(desk, fresh).status_code == 303
    assert acknowledged(desk) == fresh


def test_several_findings_that_have_changed_are_said_in_the_plural(desk: Desk) -> None:
    answer = answered(desk, ["disparu-1", "disparu-2"])

    assert answer.status_code == 412
    assert "constats de ce groupe ne sont plus les mêmes" in answer.text


def test_a_ground_that_is_blank_is_refused_in_the_form(desk: Desk) -> None:
    codes = codes_in(page(desk, SOCLE))

    answer = answered(desk, codes, ground=" ")

    assert answer.status_code == 422
    assert codes_in(answer.text) == codes
    assert acknowledged(desk) == []


def test_what_nobody_may_answer_for_is_named_and_asks_nothing(desk: Desk) -> None:
    overrun(desk)
    worked = "/rh/acquittements?month=2026-03&basis=worked&regle=daily_max_10h"

    text = page(desk, worked)

    assert codes_in(text) == []
    assert "1 constat dont personne ne peut répondre" in text
    assert "Ada Lemoine" in text


def test_an_answer_that_no_longer_holds_answers_for_nothing(desk: Desk) -> None:
    overrun(desk)
    worked = "/rh/acquittements?month=2026-03&basis=worked&regle=daily_max_10h"
    with reading(desk.service.engine) as session:
        month = month_of(session, "2026-03", Basis.WORKED)
        (code,) = (f.code for f in findings_on(month) if f.rule == "daily_max_10h")
    answer = {"code": code, "ground": "Accord dénoncé", "by": "Élise", "day": "2026-03-31"}
    with writing(desk.service.engine) as session:
        add(session, KINDS["acquittements"], {**answer, "month": "2026-03"})

    text = page(desk, worked)

    assert "Déjà acquittés" not in text
    assert "1 constat dont personne ne peut répondre" in text


def test_a_missing_fact_leads_to_its_form(desk: Desk) -> None:
    assert '<a class="button" href="/donnees/inscriptions">Voir les formations</a>' in page(
        desk, SOCLE
    )


def test_rh_of_an_agency_answer_for_their_people_alone(desk: Desk) -> None:
    codes = codes_in(page(desk, SOCLE))
    away = desk.service.client("rh", agency="ailleurs")

    assert away.get(SOCLE, headers=HTML).status_code == 404
    form = {"code": codes, "fondement": "Accord"}
    assert away.post(SOCLE, data=form).status_code == 412
    assert acknowledged(desk) == []


def test_a_rule_without_findings_has_no_question(desk: Desk) -> None:
    page(desk, SOCLE.replace("socle_delay", "aucune"), 404)
    page(desk, SOCLE.replace("2026-03", "2026-06"), 404)
