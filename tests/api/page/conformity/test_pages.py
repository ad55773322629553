"""The findings of a published month, as RH see them."""

import io
import re
from html import unescape
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.page.conformity import findings
from tests.api.jobs.asked_over_http import Desk, desk, overrun
from tests.api.page.every_role import HTML, reasons_in

__all__ = ["desk"]

HERE = "/rh?month=2026-03"
WORKED = f"{HERE}&basis=worked"


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


def people_in(text: str) -> list[str]:
    """Return who has a row of the table, in its order."""
    return re.findall(r'<th scope="row">(?:<svg.*?</svg>)?(.*?) <small>', text)


def unfolding(text: str) -> list[tuple[str, str]]:
    """Return, for each row, the address that unfolds it and that of its proof alone."""
    links = re.findall(r'<a class="unfold" href="(.*?)" data-fragment="(.*?)"', text)
    return [(unescape(turn), unescape(fragment)) for turn, fragment in links]


def rules_in(text: str) -> list[str]:
    """Return the rules of the table's rows, in its order."""
    return re.findall(r'<td data-label="Règle">(.*?)</td>', text)


def test_a_finding_unfolds_to_the_shifts_that_prove_it(desk: Desk) -> None:
    overrun(desk)

    folded = page(desk.rh, f"{WORKED}&bloquants=oui")
    [(turn, fragment)] = unfolding(folded)
    text = page(desk.rh, turn)

    assert people_in(folded) == people_in(text) == ["Ada Lemoine"]
    assert "Durée quotidienne maximale" in text
    assert '<td data-label="Limite" class="n">10 h 00</td>' in text
    assert '<svg class="strip"' not in folded
    assert '<svg class="strip"' in text
    assert page(desk.rh, fragment).strip() in text
    assert unfolding(text) == [
        (f"{WORKED}&bloquants=oui&page=1#{turn.partition('#')[2]}", fragment)
    ]
    counted = r"<li>.*2026 .*: <strong>1[01]\sh\s\d\d \(travail compté\)</strong></li>"
    assert re.search(counted, text)
    assert "Heures saisies que personne n’a confirmées : 1." in text


def test_a_finding_of_nobody_whom_one_answers_for_unfolds_to_nothing(desk: Desk) -> None:
    overrun(desk)
    _, fragment = unfolding(page(desk.rh, f"{WORKED}&bloquants=oui"))[0]
    away = desk.service.client("rh", agency="ailleurs")

    page(away, fragment, 404)
    page(desk.rh, "/rh/constat?month=2026-03&code=rien", 404)
    page(desk.rh, "/rh/constat?month=2026-06&code=rien", 404)


def test_the_title_of_a_column_sorts_by_it_both_ways(desk: Desk) -> None:
    overrun(desk)

    up = rules_in(page(desk.rh, f"{WORKED}&tri=regle"))
    down = rules_in(page(desk.rh, f"{WORKED}&tri=regle&sens=desc"))

    assert len(set(up)) > 1
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)
    text = page(desk.rh, f"{WORKED}&tri=regle")
    again = "/rh?month=2026-03&amp;basis=worked&amp;tri=regle&amp;sens=desc"
    assert f'aria-sort="ascending"><a href="{again}">Règle' in text


def causes_in(text: str) -> dict[str, tuple[str, ...]]:
    """Return, for each rule, how many of its findings block, how many are doubtful, and all."""
    label = r'.*?data-label="(?:Bloquants|À confirmer|Constats)" class="n(?: none)?">(\d+|–)'
    tables = re.findall(r'<table class="list rows causes">(.*?)</table>', text, re.DOTALL)
    rows = re.findall(rf'<tr[^>]*><th scope="row">(.*?)</th>{label * 3}', "".join(tables))
    return {title: tuple(counts) for title, *counts in rows}


def test_findings_are_grouped_by_cause_those_that_block_first(desk: Desk) -> None:
    overrun(desk)
    everything = page(desk.rh, WORKED)

    causes = causes_in(everything)
    assert sum(int(count) for _, _, count in causes.values()) == len(people_in(everything))
    assert next(iter(causes)) == "Durée quotidienne maximale"
    assert causes["Durée quotidienne maximale"] == ("1", "–", "1")
    [address] = re.findall(r'href="([^"]*)#un-par-un">Voir<.*?Durée quotidienne', everything)
    alone = page(desk.rh, unescape(address))
    assert rules_in(alone) == ["Durée quotidienne maximale"]
    assert causes_in(alone) == causes
    assert f' href="{WORKED.replace("&", "&amp;")}#un-par-un">Tous les constats' in alone


def test_what_is_only_good_to_know_is_folded_after_what_is_to_be_settled(desk: Desk) -> None:
    overrun(desk)
    text = page(desk.rh, WORKED)

    settle, know = re.findall(r'<table class="list rows causes">(.*?)</table>', text, re.DOTALL)
    assert "Durée quotidienne maximale" in settle
    assert '<tr class="bloquant">' in settle
    assert '<tr class="' not in know
    rows = causes_in(f'<table class="list rows causes">{know}</table>').values()
    assert {(blocking, doubtful) for blocking, doubtful, _ in rows} == {("–", "–")}
    said = re.findall(r"À savoir : (\d+)\D+(\d+)", text)
    assert said == [(str(sum(int(count) for *_, count in rows)), str(len(rows)))]
    assert '<details class="to-know">' in text


def test_a_rule_without_findings_shows_none(desk: Desk) -> None:
    overrun(desk)

    assert "Aucun constat à montrer." in page(desk.rh, f"{WORKED}&regle=aucune")


def test_a_month_that_isnt_published_says_so(desk: Desk) -> None:
    assert "Rien n’est publié en juin 2026." in page(desk.rh, "/rh?month=2026-06")
    page(desk.rh, "/rh?month=2026-13", 422)


def test_rh_of_an_agency_see_their_people_alone(desk: Desk) -> None:
    overrun(desk)
    away = desk.service.client("rh", agency="ailleurs")

    assert people_in(page(away, WORKED)) == []
    assert people_in(page(desk.service.client("rh", agency="ville"), WORKED)) != []


def test_the_evidence_of_a_person_is_a_pdf_and_its_text(desk: Desk) -> None:
    overrun(desk)
    address = "/rh/preuves/ada?month=2026-03&basis=worked"
    for agency in ("", "&agency=ville"):
        turn, _ = unfolding(page(desk.rh, f"{WORKED}{agency}&bloquants=oui"))[0]
        assert f'"{address}"'.replace("&", "&amp;") in page(desk.rh, turn)

    answer = desk.rh.get(address)

    with ZipFile(io.BytesIO(answer.content)) as zipped:
        assert zipped.namelist() == ["ada-lemoine-ada.pdf", "ada-lemoine-ada.txt"]
        assert zipped.read("ada-lemoine-ada.pdf").startswith(b"%PDF")
        assert reasons_in(zipped.read("ada-lemoine-ada.txt").decode()) == []
    away = desk.service.client("rh", agency="ailleurs")
    unknown = away.get(address.replace("ada?", "personne?"))
    assert unknown.status_code == 404
    for month in ("2026-03", "2026-06"):
        assert away.get(address.replace("2026-03", month)).content == unknown.content
    assert desk.nora.get(address).status_code == 403
    late = desk.rh.get(address.replace("2026-03", "2026-06"))
    assert (late.status_code, late.json()["code"]) == (409, "mois_non_publie")


def test_it_says_that_no_lawyer_has_read_the_rules_with_findings_or_without(desk: Desk) -> None:
    for address in (HERE, "/rh?month=2031-01"):
        assert "Aucun juriste n’a relu ces règles." in page(desk.rh, address)
    assert 'href="/rh#limites"' in page(desk.rh, "/aide/conformite")


def test_a_long_list_is_folded_under_its_causes_until_it_is_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    overrun(desk)
    folded, unfolded = '<details class="one-by-one">', '<details class="one-by-one" open>'

    short = page(desk.rh, WORKED)
    assert (short.count(unfolded), short.count(folded)) == (2, 0)

    monkeypatch.setattr(findings, "FEW", 0)
    long = page(desk.rh, WORKED)
    causes, _, list_ = long.partition('id="causes"')
    assert (causes.count(unfolded), list_.count(folded)) == (1, 1)
    assert people_in(long) == people_in(short)
    for query in ("tri=jour", "bloquants=oui", "page=2"):
        assert page(desk.rh, f"{WORKED}&{query}").count(folded) == 0

    [address] = re.findall(r'href="([^"]*)#un-par-un">Voir<.*?Durée quotidienne', long)
    alone = page(desk.rh, unescape(address))
    causes, _, list_ = alone.partition('id="causes"')
    assert (causes.count(folded), list_.count(unfolded)) == (1, 1)
    assert "Durée quotidienne maximale : constats un par un" in alone


def test_an_agency_that_there_is_not_is_said_so(desk: Desk) -> None:
    overrun(desk)
    for address in (HERE, "/rh/compteurs?month=2026-03"):
        text = page(desk.rh, f"{address}&agency=nulle-part")
        assert "Aucune agence « nulle-part » : choisissez-en une dans la liste." in text
        assert "<table" not in text
