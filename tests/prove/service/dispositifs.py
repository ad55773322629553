"""
Dispositifs: each of them planned, published, edited and explained, as its responsable does it.

`python -m tests.prove.service.dispositifs [--secondes 12] [--seulement 11]`: the invented
association in a database of its own, served by real processes. Each dispositif has the month that
suits it. Of its hard part one post is opened by hand, and what the service says of it is printed.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from tests.api.commands import FIXTURES
from tests.prove.service.client import remove, tag
from tests.prove.service.office import database
from tests.prove.service.server import Server
from tests.prove.service.story import ANY, ENDED, PASSWORD, Person, rota

BOSS = "resp@exemple.org"
PATIENCE = 120
"""Seconds to wait beyond those of a calculation: a busy machine starts late."""


class Hard(NamedTuple):
    """
    What makes a dispositif hard.

    `month`: that is planned. `slot`: how the ids of the slots begin of which one is opened.
    """

    what: str
    slot: str
    month: str = "2026-12"


DISPOSITIFS = {
    "1": Hard("neuf heures d’ouverture tenues en décalé", "1-B"),
    "2": Hard("cinq personnes partagées avec Charenton et Bagneux", "2-H"),
    "3": Hard("la soirée du vendredi, et des personnes partagées", "3-W"),
    "4": Hard("une équipe d’été prise sur 2, 3 et 5", "4-S", "2027-07"),
    "5": Hard("un seul référent pour 2, 3 et 5", "5-REF"),
    "6": Hard("un chantier, trois villes, une personne", "6-SG-M"),
    "7": Hard("la part d’un poste, sur rendez-vous", "7-A"),
    "8": Hard("réunions du soir dans huit arrondissements", "8-17-S"),
    "9": Hard("les jours d’école de la zone C, sept sites", "9-5-A"),
    "10": Hard("neuf quartiers, référents compris", "10-REF-O"),
    "11": Hard("trois nuits de 8 h 30, une pause d’une demi-heure, la veille de Noël", "11-N"),
    "12": Hard("un équivalent temps plein", "12-J"),
    "13": Hard("29 écoles, des trajets dans la journée, zone B", "13-"),
    "14": Hard("trois apprentis qui partent en formation", "14-BRE"),
    "15": Hard("des binômes fixes", "15-VIL"),
    "16": Hard("19 écoles et six personnes, zone B", "16-"),
    "17": Hard("une équipe d’été prise sur 14 et 16", "17-STG", "2027-07"),
    "18": Hard("un véhicule, une personne", "18-V"),
    "19": Hard("cinq soirées de sept heures, sept apprentis", "19-B1"),
    "20": Hard("des semaines tenues par l’équipe de 19", "20-J", "2027-03"),
    "21": Hard("un binôme pris sur 19, un mois par an", "21-F", "2027-11"),
    "22": Hard("la part d’un poste, sur rendez-vous", "22-R"),
    "23": Hard("une seule personne", "23-J"),
    "24": Hard("une personne, de 7 h à 19 h", "24-B"),
}


def tell(boss: Person, number: str, hard: Hard, seconds: int) -> None:
    """Plan, publish, edit and explain one dispositif, and print what is seen."""
    where = f"{ANY}/plannings"
    wanted = {"month": hard.month, "dispositifs": [number], "start": "vide"}
    agency = next(each["agency"] for each in _dispositifs(boss) if each["id"] == number)
    draft = boss.body_of("POST", where, {**wanted, "agency": agency})["id"]
    begun = time.monotonic()
    job = boss.ask(
        "POST",
        f"{where}/{draft}/calculs",
        {"config": {"seconds": seconds}, "model_input": {"kind": "solve"}},
    ).headers["location"]
    state = ""
    while state not in ENDED and time.monotonic() - begun < seconds + PATIENCE:
        time.sleep(0.5)
        state = boss.body_of("GET", job)["state"]
    took = time.monotonic() - begun
    answer = boss.body_of("GET", job)
    result, counts = answer["result"]["model_output"], answer["result"]["kpis"]
    _say(f"\n== {number} : {hard.what} ({hard.month})")
    _say(
        f"  {answer['outcome_words']} ; {counts.get('filled', 0):g} postes sur "
        f"{counts.get('posts', 0):g}, {counts.get('findings', 0):g} constats dont "
        f"{counts.get('blocking', 0):g} bloquants ; {took:.0f} s"
    )
    for remark in (answer["message"], *result["remarks"]):
        if remark:
            _say(f"  « {remark} »")
    head = boss.body_of("GET", f"{where}/{draft}")["head"]
    made = boss.line.post(
        f"{where}/{draft}/publications",
        json={},
        headers={"If-Match": tag(draft, head), "Idempotency-Key": f"publie-{number}"},
    )
    said = made.json()
    _say(f"  publié n° {said['number']}" if made.is_success else f"  refusé : « {said['detail']} »")
    _edited(boss, draft, head, hard)


def _edited(boss: Person, draft: str, head: int, hard: Hard) -> None:
    """Take somebody off a post of the hard part, then print why it is open and what fills it."""
    where = f"{ANY}/plannings/{draft}"
    everybody = boss.body_of("GET", f"{where}/versions/{head}")["assignments"]
    # The hard part may have nobody this month; then any post of the dispositif is edited.
    mine = [each for each in everybody if each["slot"].startswith(hard.slot)] or everybody
    if mine:
        chosen = mine[len(mine) // 2]
        slot, person = chosen["slot"], chosen["person"]
        others = f"{where}/versions/{head}/creneaux/{slot}/candidats"
        _others(boss.body_of("POST", others, {"instead_of": person}), slot)
        edited = boss.body_of(
            "PATCH",
            where,
            {"operations": [remove(person, slot)]},
            headers={"If-Match": tag(draft, head)},
        )
        head = edited["version"]
        _say(f"  retouche : {person} retiré de {slot}")
        for finding in edited["findings_added"]:
            _say(f"    constat : « {finding['message']} »")
        others = f"{where}/versions/{head}/creneaux/{slot}/candidats"
        for need in boss.body_of("POST", others, {})["open"]:
            _say(f"  {slot} : « {need['why']} » ; « {need['nearest']} » ; « {need['lift']} »")
    else:
        _say("  personne n’y tient de poste")


def _others(answer: Any, slot: str) -> None:
    """Say who else could hold the post, and what stops the first of those who couldn't."""
    eligible = [each["name"] for each in answer["eligible"]]
    _say(f"  à la place, {slot} : {', '.join(eligible) or 'personne'}")
    for stopped in answer["ineligible"][:4]:
        _say(f"    « {stopped['findings'][0]['message']} »")
    for unable in answer["unable"][:2]:
        _say(f"    {unable['name']} : « {unable['why'][0]['message']} »")


def _dispositifs(boss: Person) -> Any:
    items, after = [], ""
    while True:
        page = boss.body_of("GET", f"/api/v1/donnees/dispositifs?limit=100{after}")
        items += [row["values"] for row in page["items"]]
        if not page.get("next"):
            return items
        after = f"&cursor={page['next']}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Tell them one after the other, on what the others have published."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secondes", type=int, default=12)
    parser.add_argument("--seulement", choices=DISPOSITIFS, action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, database("sqlite", Path(scratch)) as url:
        server = Server(Path(scratch), url).start()
        try:
            server.ready(3 * PATIENCE)
            rota(url, "import", FIXTURES / "association")
            words = ("user", "add", BOSS, "--nom", "Essai", "--role", "responsable", "--demander")
            rota(url, *words, typed=f"{PASSWORD}\n")
            boss = Person(server.url, BOSS)
            for number in options.seulement or DISPOSITIFS:
                tell(boss, number, DISPOSITIFS[number], options.secondes)
        finally:
            server.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
