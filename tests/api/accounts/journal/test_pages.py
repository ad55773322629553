"""The page of the journal."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from api.access.accounts.service import LOCAL
from api.access.journal import note
from api.accounts.journal.pages import action_words, detail_words, object_words
from api.accounts.journal.service import Deed
from api.database.engine import writing
from api.database.tables.asking import LeaveRow
from api.planning.names import Names
from tests.api.page.drafting import begun
from tests.api.page.every_role import HTML
from tests.api.service import NOW, Service

HERE = "/admin/journal"


def test_deeds_are_listed_and_searched(service: Service) -> None:
    client = service.client("admin")
    form = {"email": "ana@exemple.org", "name": "Ana Martin", "role": "rh", "over": "ville"}
    client.post("/admin/comptes", data=form, headers=HTML)

    text = client.get(HERE, headers=HTML).text
    granted = client.get(f"{HERE}?action=accorder", headers=HTML).text
    none = client.get(f"{HERE}?action=fermer", headers=HTML).text

    assert '<td class="brief">créer</td><td data-of="Sur">compte</td>' in text
    assert ('<td data-of="Agence">Ville</td>' in granted, "RH</td>" in granted) == (True, True)
    assert "créer</td>" not in granted
    assert "Rien n’a été fait qui réponde à ces mots." in none
    assert "n’est pas un jour" in client.get(f"{HERE}?depuis=2026-02-31", headers=HTML).text


def test_what_was_acted_on_is_named_and_leads_to_all_that_was_done_to_it(service: Service) -> None:
    client = service.client("admin")
    form = {"email": "ana@exemple.org", "name": "Ana Martin", "role": "rh", "over": "ville"}
    client.post("/admin/comptes", data=form, headers=HTML)
    rota, key = begun(service.client("responsable")), "ab" * 16
    with writing(service.engine) as session:
        note(session, LOCAL, "creer", "jeton", key)

    text = client.get(HERE, headers=HTML).text
    links = dict(re.findall(r'<a href="(/admin/journal\?objet=[^"]*)">([^<]*)</a>', text))

    assert links[f"{HERE}?objet={rota}"] == "mars 2026"
    assert links[f"{HERE}?objet={key}"] == f"{key[:8]}…"
    (of_ana,) = (link for link, name in links.items() if name == "Ana Martin")
    hers = client.get(of_ana, headers=HTML).text
    assert ("accorder" in hers, "mars 2026" in hers) == (True, False)


def test_a_leave_is_named_by_who_asked_for_it_and_when(service: Service) -> None:
    day = {"start": "2026-03-02", "end": "2026-03-03", "kind": "conge", "note": "Un déménagement"}
    with writing(service.engine) as session:
        row = LeaveRow(mediator="ada", state="demande", requested=NOW, **day)
        session.add(row)
        session.flush()
        leave = row.id
        note(session, LOCAL, "demander", "conge", leave)

    text = service.client("admin").get(HERE, headers=HTML).text

    assert f'<a href="{HERE}?objet={leave}">demande d’Ada Lemoine du 20/02/2026</a>' in text
    assert "déménagement" not in text


NAMES = Names(dispositifs={"10": "Quartier"})
KEY = "ab" * 16


def deed(about: str, id_: str) -> Deed:
    now = datetime(2026, 12, 2, tzinfo=UTC)
    facts: dict[str, Any] = {"user": "u", "name": "Ana", "action": "publier", "agency": ""}
    return Deed(number=1, at=now, about=about, object=id_, detail=None, request="", **facts)


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"role": "commanditaire", "agence": "nord", "dispositif": "10"},
         "rôle : commanditaire, dispositif : Quartier"),
        ({"entrees": 14, "mois": "2026-12"}, "changements : 14, mois : décembre 2026"),
        ({"mois": "2026-12", "dispositifs": ["10", "11"]},
         "mois : décembre 2026, dispositifs : Quartier, 11"),
        ({"planning": KEY, "nature": "solve"}, "calcul : du mois"),
        ({"champs": ["email", "name"]}, "champs : adresse, nom"),
        ({"cible": KEY, "rappel": 0}, "cible : abababab…"),
        (None, ""),
    ],
)  # fmt: skip
def test_details_are_names_and_words_not_what_is_stored(detail: Any, words: str) -> None:
    assert detail_words(detail, NAMES).replace("\u00a0", " ") == words


def test_deeds_and_what_they_are_done_to_have_their_accents() -> None:
    assert action_words("cloturer") == "clôturer"
    assert action_words("arreter") == "arrêter"
    assert action_words("changer_mot_de_passe") == "changer mot de passe"
    assert object_words(deed("publication", "14"), {}) == "n°\u00a014"
    assert object_words(deed("planning", KEY), {KEY: "À essayer"}) == "À essayer"
    assert object_words(deed("planning", KEY), {}) == "abababab…"
