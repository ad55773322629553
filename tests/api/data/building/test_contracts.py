from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.fixed_terms import EmployeeEnding, Predecessor, TermReason
from tests.api.data.folder.folders import faults, replaced, small, with_files

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


HEAD = "personne;debut;fin;heures_semaine;motif;remplace"
GOOD = "chloe;02/03/2026;29/03/2026;34h59;remplacement;ada"


def test_amendments_stand_on_the_contract_that_they_change_in_order_of_time(
    tmp_path: Path,
) -> None:
    lines = f"{HEAD}|{GOOD}|chloe;01/02/2026;01/03/2026;28h01;saison;"
    people = load(with_files(tmp_path, avenants=lines)).mediators
    (contract,) = next(person for person in people if person.id == "chloe").contracts

    assert contract.amendments == (
        Amendment(
            start=date(2026, 2, 1),
            end=date(2026, 3, 1),
            weekly_minutes=28 * 60 + 1,
            ground=AmendmentGround.SEASON,
        ),
        Amendment(
            start=date(2026, 3, 2),
            end=date(2026, 3, 29),
            weekly_minutes=35 * 60 - 1,
            ground=AmendmentGround.REPLACEMENT,
            replaced="ada",
        ),
    )
    hours = [contract.on(date(2026, *day)).weekly_minutes for day in ((1, 31), (3, 1), (3, 30))]
    assert hours == [1680, 1681, 1680]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "chloe;02/03/2026;01/03/2026;34;saison;",
            "colonne « fin » : reçu « 01/03/2026 », attendu : le 02/03/2026 ou après",
        ),
        (
            "chloe;02/03/2026;;34;saison;",
            "colonne « fin » : reçu rien, attendu : une valeur, elle est obligatoire",
        ),
        (
            "chloe;02/03/2026;29/03/2026;35;saison;",
            (
                "colonne « heures_semaine » : reçu « 35 », attendu : moins de 35 heures par "
                "semaine, complément compris (L3123-9)"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;28;saison;",
            ("colonne « heures_semaine » : reçu « 28 », attendu : plus que les 28 h 00 du contrat"),
        ),
        (
            "ada;02/03/2026;29/03/2026;34;saison;",
            (
                "colonne « personne » : reçu « ada », attendu : une personne à temps partiel le "
                "02/03/2026 (contrat de 35 h 00 par semaine)"
            ),
        ),
        (
            "chloe;31/08/2020;29/03/2026;34;saison;",
            (
                "colonne « debut » : reçu « 31/08/2020 », attendu : un jour où la personne est "
                "sous contrat"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;remplacement;",
            (
                "colonne « remplace » : reçu rien, attendu : la personne absente que l’avenant "
                "remplace (L3123-22)"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;usage;ada",
            "colonne « remplace » : reçu « ada », attendu : rien, sauf pour un remplacement",
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;remplacement;chloe",
            (
                "colonne « remplace » : reçu « chloe », attendu : une autre personne que celle de "
                "l’avenant"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;surcroit;",
            (
                "colonne « motif » : reçu « surcroit », attendu : l’un de : remplacement, "
                "accroissement, saison, usage"
            ),
        ),
        (
            "zoe;02/03/2026;29/03/2026;34;saison;",
            (
                "colonne « personne » : reçu « zoe », attendu : un identifiant de personne qui "
                "figure dans personnes.csv"
            ),
        ),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path: Path, lines: str, expected: str) -> None:
    said = faults(with_files(tmp_path, avenants=f"{HEAD}|{lines}"))

    assert [text.replace("\u00a0", " ") for text in said] == [f"avenants.csv, ligne 2, {expected}"]


@pytest.mark.parametrize(("start", "refused"), [("29/03/2026", True), ("30/03/2026", False)])
def test_two_amendments_of_a_person_do_not_share_a_day(
    tmp_path: Path, start: str, *, refused: bool
) -> None:
    said = faults(
        with_files(tmp_path, avenants=f"{HEAD}|{GOOD}|chloe;{start};30/04/2026;32;accroissement;")
    )

    assert said == (
        [
            (
                "avenants.csv, ligne 3, colonne « debut » : reçu « 29/03/2026 », attendu : un "
                "avenant qui n’en chevauche pas un autre de la même personne (déjà ligne 2 : "
                "02/03/2026 – 29/03/2026)"
            )
        ]
        if refused
        else []
    )


@pytest.mark.parametrize(("end", "refused"), [("29/03/2026", False), ("28/03/2026", True)])
def test_an_amendment_ends_with_its_contract_at_the_latest(
    tmp_path: Path, end: str, *, refused: bool
) -> None:
    folder = replaced(
        tmp_path, "contrats.csv", "chloe;CDI;01/09/2020;;28", f"chloe;CDD;01/09/2020;{end};28"
    )
    (folder / "avenants.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")

    assert faults(folder) == (
        [
            (
                "avenants.csv, ligne 2, colonne « fin » : reçu « 29/03/2026 », attendu : le "
                "28/03/2026 au plus tard, fin du contrat (s’il est renouvelé, un second "
                "avenant pour la suite)"
            )
        ]
        if refused
        else []
    )


@pytest.mark.parametrize(("basis", "count"), [("mois", 0), ("cycle", 1), ("annee", 1)])
def test_hours_over_a_longer_period_are_raised_by_a_contract(
    tmp_path: Path, basis: str, count: int
) -> None:
    folder = replaced(
        tmp_path,
        "contrats.csv",
        "chloe;CDI;01/09/2020;;28;semaine",
        f"chloe;CDI;01/09/2020;;28;{basis}",
    )
    (folder / "avenants.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")

    assert ["compté à la semaine ou au mois" in said for said in faults(folder)] == [True] * count


def test_a_contract_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "contrats.csv", "chloe;CDI;01/09/2020;;28", "chloe;CDI;jadis;;28")
    (folder / "avenants.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")

    (said,) = faults(folder)
    assert said.startswith("contrats.csv, ligne 4, colonne « debut »")
