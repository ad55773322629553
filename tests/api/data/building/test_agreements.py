import pickle
from datetime import date
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from api.data.association import Association
from api.data.building.agreements import known_rules, profile_for, quantity
from api.data.folder.load import load
from constraints.agreements.terms import Applied, Term
from constraints.registry import base
from scheduler.dated import Dated, Level, Source
from scheduler.rule import Rule, shown
from tests.api.data.folder.folders import faults, with_files
from tests.fixtures.association import association

TERMS = "regle;parametre;valeur;depuis;jusqu_au;niveau;agence;source;article"
DAY = "daily_max_10h;maximum;{};16/03/2026;;entreprise;;Accord (inventé);art. 3"


def terms(tmp_path: Path, *lines: str) -> Path:
    return with_files(tmp_path, accords="|".join((TERMS, *lines)))


def refused(tmp_path: Path, *lines: str) -> list[str]:
    return faults(terms(tmp_path, *lines))


def test_a_value_that_an_agreement_sets_is_read_in_its_unit(tmp_path: Path) -> None:
    folder = terms(
        tmp_path,
        DAY.format("12 h"),
        "weekly_max_48h;limit;60 h;01/03/2026;31/03/2026;autorisation;ville;DREETS (inventé);n° 12",
    )
    assert load(folder).terms == (
        Term(
            rule="daily_max_10h",
            parameter="limit",
            value=720,
            source=Source("Accord (inventé)", "art. 3"),
            since=date(2026, 3, 16),
        ),
        Term(
            rule="weekly_max_48h",
            parameter="limit",
            value=3600,
            source=Source("DREETS (inventé)", "n° 12"),
            since=date(2026, 3, 1),
            until=date(2026, 3, 31),
            level=Level.AUTHORISATION,
            agency="ville",
        ),
    )


def test_a_parameter_goes_by_its_french_name_or_the_codes(tmp_path: Path) -> None:
    french = load(terms(tmp_path / "a", DAY.format("12 h"))).terms
    other = load(terms(tmp_path / "b", DAY.format("12 h").replace("maximum", "limit"))).terms
    assert french == other


def test_an_unknown_rule_is_refused_with_the_nearest(tmp_path: Path) -> None:
    line = DAY.format("12 h").replace("daily_max_10h", "daily_max_12h")
    assert refused(tmp_path, line) == [
        (
            "accords.csv, ligne 2, colonne « regle » : reçu « daily_max_12h », attendu : un "
            "identifiant de règle, comme « rota rules » les liste (vouliez-vous dire "
            "« daily_max_10h » ?)"
        )
    ]


def test_an_unknown_parameter_is_refused_with_those_of_the_rule(tmp_path: Path) -> None:
    line = "avg12_44h;plafond;46 h;01/01/2026;;entreprise;;Accord (inventé);art. 3"
    (message,) = refused(tmp_path, line)
    assert message.startswith("accords.csv, ligne 2, colonne « parametre » : reçu « plafond »")
    assert message.endswith("attendu : une valeur de la règle « avg12_44h » : moyenne")


@pytest.mark.parametrize("value", ["12", "12 semaines", "1/3", "douze heures"])
def test_a_value_in_another_unit_is_refused(tmp_path: Path, value: str) -> None:
    assert refused(tmp_path, DAY.format(value)) == [
        (
            f"accords.csv, ligne 2, colonne « valeur » : reçu « {value} », "
            "attendu : une durée comme 12 h, 10 h 30 ou 45 min"
        )
    ]


def test_a_value_at_the_bound_is_taken_and_a_minute_beyond_refused_with_the_article(
    tmp_path: Path,
) -> None:
    assert refused(tmp_path / "at", DAY.format("12 h")) == []
    (message,) = refused(tmp_path / "beyond", DAY.format("12 h 01"))
    assert message == (
        "accords.csv, ligne 2, colonne « valeur » : reçu « 12 h 01 », attendu : ce que la loi "
        "permet (« Durée quotidienne maximale » (daily_max_10h.limit) à 12 h 01 par art. 3 "
        "(Accord (inventé)) : un accord d’entreprise doit rester à 12 h 00 au plus (L3121-19))"
    )


def test_what_no_agreement_may_change_is_refused_with_the_article(tmp_path: Path) -> None:
    line = "minor_daily_8h;durée maximale;9 h;01/01/2026;;entreprise;;Accord (inventé);art. 3"
    (message,) = refused(tmp_path, line)
    assert "colonne « valeur » : reçu « 9 h »" in message
    assert "ne peut pas changer ceci" in message
    assert "L3162-1" in message


def test_what_only_an_authority_may_allow_is_refused_to_a_company(tmp_path: Path) -> None:
    line = "weekly_max_48h;maximum;60 h;01/01/2026;31/03/2026;{};;Acte (inventé);n° 1"
    assert refused(tmp_path / "a", line.format("autorisation")) == []
    (message,) = refused(tmp_path / "b", line.format("entreprise"))
    assert "colonne « valeur » : reçu « 60 h »" in message
    assert "L3121-20" in message


def test_an_authorisation_without_an_end_is_refused(tmp_path: Path) -> None:
    line = "weekly_max_48h;maximum;60 h;01/01/2026;;autorisation;;Acte (inventé);n° 1"
    (message,) = refused(tmp_path, line)
    assert "une autorisation n’est donnée que pour une durée fixée (R3121-10)" in message


def test_every_unlawful_value_is_told_at_its_line(tmp_path: Path) -> None:
    messages = refused(
        tmp_path,
        DAY.format("13 h"),
        "avg12_44h;moyenne;46 h;01/01/2026;;entreprise;;Accord (inventé);art. 4",
        "daily_rest_11h;repos;8 h;01/01/2026;;entreprise;;Accord (inventé);art. 5",
    )
    assert [m.split(" : ")[0] for m in messages] == [
        "accords.csv, ligne 2, colonne « valeur »",
        "accords.csv, ligne 4, colonne « valeur »",
    ]


def test_an_unlawful_value_of_all_is_told_once_though_an_agency_has_its_own(
    tmp_path: Path,
) -> None:
    messages = refused(
        tmp_path,
        DAY.format("13 h"),
        "daily_max_10h;maximum;11 h;01/04/2026;30/04/2026;entreprise;ville;Accord (inventé);art. 4",
    )
    assert {m.split(" : ")[0] for m in messages} == {"accords.csv, ligne 2, colonne « valeur »"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "avg12_44h;moyenne;46 h;16/03/2026;15/03/2026;entreprise;;Accord;art. 1",
            "colonne « jusqu_au » : reçu « 15/03/2026 », attendu : le 16/03/2026 ou après",
        ),
        (
            "avg12_44h;moyenne;46 h;16/03/2026;;code;;Accord;art. 1",
            (
                "colonne « niveau » : reçu « code », "
                "attendu : l’un de : branche, entreprise, autorisation"
            ),
        ),
        (
            "avg12_44h;moyenne;46 h;16/03/2026;;entreprise;bourg;Accord;art. 1",
            (
                "colonne « agence » : reçu « bourg », "
                "attendu : un identifiant de agence qui figure dans agences.csv"
            ),
        ),
        (
            "avg12_44h;moyenne;46 h;16/03/2026;;entreprise;;;art. 1",
            "colonne « source » : reçu rien, attendu : une valeur, elle est obligatoire",
        ),
        (
            "avg12_44h;moyenne;46 h;16/03/2026;;entreprise;;Accord;",
            "colonne « article » : reçu rien, attendu : une valeur, elle est obligatoire",
        ),
    ],
)
def test_other_cells_are_refused_where_they_stand(tmp_path: Path, line: str, expected: str) -> None:
    assert refused(tmp_path, line) == [f"accords.csv, ligne 2, {expected}"]


@pytest.mark.parametrize("name", ["maximum", "limit"])
def test_two_values_of_one_source_do_not_meet(tmp_path: Path, name: str) -> None:
    second = DAY.format("11 h").replace("maximum", name).replace("16/03/2026", "01/06/2026")
    (message,) = refused(tmp_path, DAY.format("12 h"), second)
    assert message == (
        "accords.csv, ligne 3, colonne « depuis » : reçu « 01/06/2026 », attendu : une période "
        "qui n’en chevauche pas une autre de toutes les agences (ligne 2, depuis le 16/03/2026)"
    )


def test_values_of_other_levels_agencies_and_days_go_together(tmp_path: Path) -> None:
    first = DAY.format("12 h").replace(";;entreprise", ";31/05/2026;entreprise")
    follows = DAY.format("11 h").replace("16/03/2026", "01/06/2026")
    elsewhere = DAY.format("11 h").replace("entreprise;;", "entreprise;ville;")
    branch = DAY.format("11 h 30").replace("entreprise", "branche")
    assert len(load(terms(tmp_path, first, follows, elsewhere, branch)).terms) == 4


APPLIED = "convention;depuis;jusqu_au;agence"


def test_the_agreement_applied_is_read_with_its_days_and_agency(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        conventions=f"{APPLIED}|eclat;01/01/2026;30/06/2026;|alisfa;01/07/2026;;|"
        "alisfa;01/03/2026;31/03/2026;ville",
    )
    assert load(folder).applied == (
        Applied(agreement="eclat", since=date(2026, 1, 1), until=date(2026, 6, 30)),
        Applied(agreement="alisfa", since=date(2026, 7, 1)),
        Applied(
            agreement="alisfa", since=date(2026, 3, 1), until=date(2026, 3, 31), agency="ville"
        ),
    )


def test_an_unknown_agreement_is_refused_with_those_that_ship(tmp_path: Path) -> None:
    (message,) = faults(with_files(tmp_path, conventions=f"{APPLIED}|syntec;01/01/2026;;"))
    assert message.startswith(
        "conventions.csv, ligne 2, colonne « convention » : reçu « syntec », "
        "attendu : une convention parmi : "
    )
    assert "eclat" in message


def test_one_agency_has_one_agreement_at_a_time(tmp_path: Path) -> None:
    text = f"{APPLIED}|eclat;01/01/2026;;ville|alisfa;01/06/2026;;ville"
    assert faults(with_files(tmp_path, conventions=text)) == [
        (
            "conventions.csv, ligne 3, colonne « depuis » : reçu « 01/06/2026 », attendu : une "
            "période qui n’en chevauche pas une autre de l’agence « ville » "
            "(ligne 2, depuis le 01/01/2026)"
        )
    ]


def test_a_value_of_an_agreement_that_is_not_applied_is_refused(tmp_path: Path) -> None:
    line = "ccn_eclat_break_45min;pause;45 min;01/01/2026;;entreprise;;Accord (inventé);art. 1"
    alone = with_files(tmp_path / "a", accords=f"{TERMS}|{line}")
    under = with_files(
        tmp_path / "b",
        conventions=f"{APPLIED}|eclat;01/01/2026;;",
        accords=f"{TERMS}|{line.replace('45 min', '30 min')}",
    )
    (message,) = faults(alone)
    assert "accords.csv, ligne 2, colonne « valeur » : reçu « 45 min »" in message
    assert "convention non appliquée : « ccn_eclat_break_45min »" in message
    assert faults(under) == []


def test_what_only_the_branch_sets_is_refused_to_a_company_below_it(tmp_path: Path) -> None:
    line = "part_time_min_24h;{};9 h;01/01/2026;;entreprise;;Accord (inventé);art. 1"
    folder = with_files(
        tmp_path,
        conventions=f"{APPLIED}|eclat;01/01/2026;;",
        accords=f"{TERMS}|{line.format('minimum')}",
    )
    (message,) = faults(folder)
    assert "accords.csv, ligne 2, colonne « valeur » : reçu « 9 h »" in message
    assert "L3123-19" in message or "L2253-1" in message


MARCH = date(2026, 3, 16)


def term(value: int, agency: str = "") -> Term:
    return Term(
        rule="daily_max_10h",
        parameter="limit",
        value=value,
        source=Source("Accord (inventé)", "art. 3"),
        since=MARCH,
        agency=agency,
    )


def limit(rules: tuple[Rule, ...]) -> Dated:
    (rule,) = [r for r in rules if r.id == "daily_max_10h"]
    return rule.parameters()["limit"]


def test_without_agreement_the_code_applies_alone() -> None:
    assert profile_for(Association()) is base()


def test_an_agreement_applies_from_its_first_day_on() -> None:
    quota = limit(profile_for(Association(terms=(term(720),))).person_rules)

    assert (quota.on(date(2026, 3, 15)), quota.on(MARCH)) == (600, 720)
    assert (quota.entry(MARCH).level, str(quota.entry(MARCH).source)) == (
        Level.COMPANY,
        "art. 3 (Accord (inventé))",
    )


def test_an_agency_has_its_own_values() -> None:
    profile = profile_for(Association(terms=(term(660, "paris"),)))

    assert limit(profile.person_rules).on(MARCH) == 600
    assert limit(dict(profile.agencies)["paris"]).on(MARCH) == 660


@pytest.mark.long
def test_the_profile_of_the_sample_goes_to_another_process_and_back() -> None:
    profile = profile_for(association())

    assert association().terms != ()
    assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301 - our own


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12 h", "minutes", 720),
        ("12h", "minutes", 720),
        ("10 h 30", "minutes", 630),
        ("10h30", "minutes", 630),
        ("10 h 30 min", "minutes", 630),
        ("1 607 h", "minutes", 96420),
        ("1\u202f607 h", "minutes", 96420),
        ("37,5 h", "minutes", 2250),
        ("8.25 heures", "minutes", 495),
        ("45 min", "minutes", 45),
        ("22:00", "clock", 1320),
        ("22 h", "clock", 1320),
        ("21h30", "clock", 1290),
        ("1/3", "divisor", 3),
        ("1 / 10", "divisor", 10),
        ("25 %", "permille", 250),
        ("12,5%", "permille", 125),
        ("12 semaines", "weeks", 12),
        ("1 semaine", "weeks", 1),
        ("12", "weeks", 12),
        ("7 jours ouvrés", "working_days", 7),
        ("1 jour", "days", 1),
        ("2 fois", "times", 2),
        ("mai", "month", 5),
        ("Année civile", "reference", 1),
    ],
)
def test_a_value_is_read_as_people_write_it(text: str, unit: str, value: int) -> None:
    assert quantity(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("12", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("12 h 60", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("8,5 h 30", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("46 jours", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("25:00", "clock", "une heure de la journée comme 22:00"),
        ("12 semaines", "clock", "une heure de la journée comme 22:00"),
        ("1/0", "divisor", "une part comme 1/3"),
        ("0,33", "divisor", "une part comme 1/3"),
        ("0,25", "permille", "un taux comme 25 % ou 12,5 %"),
        ("12 h", "weeks", "un nombre entier de semaines, comme 2 semaines"),
        ("7 jours", "working_days", "un nombre entier de jours ouvrés, comme 2 jours ouvrés"),
        ("1,5 jour", "days", "un nombre entier de jours, comme 2 jours"),
        ("avr", "month", "un mois comme mai"),
        ("année", "reference", "« douze mois consécutifs » ou « année civile »"),
        ("", "minutes", "une valeur, elle est obligatoire"),
    ],
)
def test_a_text_in_another_unit_is_refused(text: str, unit: str, expected: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        quantity(text, unit)
    assert refused.value.message() == expected


def test_every_value_of_every_rule_is_read_as_it_is_shown() -> None:
    values = [
        (rule.id, name, entry.value, dated.unit)
        for rule in known_rules().values()
        for name, dated in rule.parameters().items()
        for entry in dated.history
    ]
    assert len(values) > 100
    assert [v for v in values if quantity(shown(v[2], v[3]), v[3]) != v[2]] == []
