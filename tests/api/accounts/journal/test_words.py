"""The journal in words that an administrator reads."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.accounts.journal.service import Deed
from api.accounts.journal.words import action_words, detail_words, object_words
from api.planning.names import Names

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
