from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.folder.load import load
from scheduler.domain.fixed_terms import EmployeeEnding, Predecessor, TermReason
from tests.api.data.folder.folders import faults, small

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "personne;type;debut;fin;heures_semaine;adulte_relais;"
    "motif_cdd;poste;remplace;renouvellement;fin_du_salarie"
)
APRIL = "ada;CDD;01/04/2026;30/04/2026;35;;accroissement;P1;;;"


def contracts(tmp_path: Path, *lines: str) -> Path:
    folder, named = small(tmp_path), {line.partition(";")[0] for line in lines}
    others = {"ada", "brice", "chloe", "dorian", "elsa", "farid"} - named
    text = "\n".join(
        [HEADER, *lines, *(f"{who};CDI;01/09/2020;;35;;;;;;" for who in sorted(others))]
    )
    (folder / "contrats.csv").write_text(text + "\n", encoding="utf-8")
    return folder


def before(tmp_path: Path, *lines: str, person: str = "ada") -> Predecessor | None:
    return load(contracts(tmp_path, *lines)).mediator_of[person].contracts[-1].before


def test_the_contract_before_on_a_post_is_known_whoever_held_it(tmp_path: Path) -> None:
    brice = "brice;CDD;04/05/2026;31/05/2026;35;;remplacement;P1;chloe;;"

    assert before(tmp_path, APRIL, brice, person="brice") == Predecessor(
        end=date(2026, 4, 30),
        days=30,
        same_person=False,
        same_post=True,
        reason=TermReason.INCREASE,
    )


@pytest.mark.parametrize(("post", "same"), [("P1", True), ("", False), ("P2", None)])
def test_another_post_waits_for_nothing_and_an_unknown_one_is_unsure(
    tmp_path: Path, post: str, same: bool | None
) -> None:
    known = before(tmp_path, APRIL, f"ada;CDD;04/05/2026;31/05/2026;35;;usage;{post};;;")

    assert (None if known is None else known.same_post) is same


def test_renewals_lengthen_the_contract_and_wait_for_nothing(tmp_path: Path) -> None:
    renewal = "ada;CDD;01/05/2026;14/05/2026;35;;accroissement;P1;;oui;renouvellement_refuse"
    folder = contracts(tmp_path, APRIL, renewal, "ada;interim;18/05/2026;;35;;;P1;;;")

    first, second, third = load(folder).mediator_of["ada"].contracts
    assert (first.before, second.before) == (None, None)
    assert third.before is not None
    assert (third.before.days, third.before.end) == (44, date(2026, 5, 14))
    assert third.before.ending is EmployeeEnding.NOT_RENEWED


def test_a_cdi_waits_for_nothing_and_an_adulte_relais_has_its_reason(tmp_path: Path) -> None:
    relay = "ada;CDD;01/04/2026;30/04/2026;35;oui;;P1;;;"
    assert before(tmp_path, relay, "ada;CDI;04/05/2026;;35;;;P1;;;") is None
    (tmp_path / "relay").mkdir()
    made = load(contracts(tmp_path / "relay", relay, "ada;CDD;04/05/2026;;35;oui;;P1;;;"))
    last = made.mediator_of["ada"].contracts[-1]
    assert last.before is not None
    assert (last.reason, last.before.reason) == (TermReason.SUBSIDISED,) * 2


NO_TERM = "rien, sauf pour un CDD ou un intérim"
EVE = "un contrat de la même personne, du même type et du même poste, qui finit le 31/03/2026"
NOBODY = "une autre personne, si le motif est « remplacement », sinon rien"


@pytest.mark.parametrize(
    ("line", "column", "received", "expected"),
    [
        ("CDI;01/04/2026;;35;;usage;;;;", "motif_cdd", "usage", NO_TERM),
        ("CDD;01/04/2026;;35;;usage;;chloe;;", "remplace", "chloe", NOBODY),
        ("CDD;01/04/2026;;35;;remplacement;;ada;;", "remplace", "ada", NOBODY),
        (
            *("CDI;01/04/2026;30/04/2026;35;;;;;;rupture_anticipee", "fin_du_salarie"),
            *("rupture_anticipee", f"{NO_TERM} qui a une fin"),
        ),
        (
            *("CDD;01/04/2026;;35;;;;;;rupture_anticipee", "fin_du_salarie"),
            *("rupture_anticipee", f"{NO_TERM} qui a une fin"),
        ),
        (
            *("CDI;01/04/2026;;35;;;;;oui;", "renouvellement", "oui"),
            "non, sauf pour un CDD ou un intérim",
        ),
        (
            *("CDD;01/04/2026;;35;;;;;oui;", "renouvellement", "oui"),
            EVE,
        ),
    ],
)
def test_a_fixed_term_that_contradicts_itself_is_refused(
    tmp_path: Path, line: str, column: str, received: str, expected: str
) -> None:
    said = f"colonne « {column} » : reçu « {received} », attendu : {expected}"

    assert faults(contracts(tmp_path, f"ada;{line}")) == [f"contrats.csv, ligne 2, {said}"]


@pytest.mark.parametrize(
    ("second", "taken"),
    [
        ("CDD;01/05/2026;14/05/2026;35;;;P1;;oui;", True),
        ("CDD;02/05/2026;14/05/2026;35;;;P1;;oui;", False),
        ("CDD;01/05/2026;14/05/2026;35;;;P2;;oui;", False),
        ("interim;01/05/2026;14/05/2026;35;;;P1;;oui;", False),
    ],
)
def test_a_renewal_goes_on_at_once_on_the_same_post(
    tmp_path: Path, second: str, *, taken: bool
) -> None:
    assert (faults(contracts(tmp_path, APRIL, f"ada;{second}")) == []) is taken
