import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.commands import PETIT, framed, rota
from tests.api.data.folder.folders import small
from tests.api.database.folders import bare

TERMS = "regle;parametre;valeur;depuis;jusqu_au;niveau;agence;source;article"
ACCORD = "Accord du 02/03/2026 (inventé)"


def folder_with(tmp_path: Path, **rows: tuple[str, ...]) -> Path:
    folder = small(tmp_path)
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def answer(*words: str | Path) -> dict[str, Any]:
    result = rota(*words, "--json")
    assert result.exit_code in {0, 1}, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def value(report: dict[str, Any], rule: str, name: str) -> dict[str, Any]:
    (row,) = [r for r in report["rules"] if r["id"] == rule]
    (shown,) = [v for v in row["values"] if v["name"] == name]
    return dict(shown)


def test_without_folder_the_profile_is_the_codes() -> None:
    report = answer("profile", "--date", "01/03/2026")

    rest = value(report, "daily_rest_11h", "rest")
    assert report["agreement"] is None
    assert (rest["text"], rest["article"], rest["level"]) == (
        "11 h 00",
        "L3131-1",
        "Code du travail",
    )
    assert rest["url"].startswith("https://www.legifrance.gouv.fr/")
    assert (rest["since"], rest["until"], rest["set_aside"]) == ("2016-08-10", None, [])


def test_a_value_tells_its_agreement_its_days_and_what_it_sets_aside(tmp_path: Path) -> None:
    line = f"daily_max_10h;maximum;12 h;02/03/2026;31/12/2026;entreprise;;{ACCORD};art. 3"
    folder = folder_with(tmp_path, accords=(TERMS, line))

    before = value(answer("profile", folder, "--date", "01/03/2026"), "daily_max_10h", "limit")
    after = value(answer("profile", folder, "--date", "02/03/2026"), "daily_max_10h", "limit")

    assert (before["text"], before["level"]) == ("10 h 00", "Code du travail")
    assert (after["text"], after["level"]) == ("12 h 00", "accord d’entreprise")
    assert after["article"] == f"art. 3 ({ACCORD})"
    assert (after["since"], after["until"]) == ("2026-03-02", "2026-12-31")
    assert [(a["text"], a["article"], a["level"]) for a in after["set_aside"]] == [
        ("10 h 00", "L3121-18", "Code du travail")
    ]


def test_the_screen_says_the_same(tmp_path: Path) -> None:
    line = f"daily_max_10h;maximum;12 h;02/03/2026;31/12/2026;entreprise;;{ACCORD};art. 3"
    folder = folder_with(tmp_path, accords=(TERMS, line))

    text = rota("profile", folder, "--date", "02/03/2026").stdout

    assert (
        "  maximum : 12 h 00 (du 02/03/2026 au 31/12/2026, une autorisation peut aller au-delà de "
        "10 h 00)"
    ) in text
    assert f"    accord d’entreprise : art. 3 ({ACCORD})" in text
    assert "    écarte 10 h 00, Code du travail : L3121-18 (depuis le 10/08/2016)" in text


@pytest.mark.long
def test_an_agency_has_its_own_profile(tmp_path: Path) -> None:
    day = ("--date", "01/07/2026")
    sample = bare(tmp_path / "association")
    whole = answer("profile", sample, *day)
    paris = answer("profile", sample, *day, "--agence", "paris")

    assert value(whole, "avg12_44h", "average")["text"] == "44 h 00"
    assert value(paris, "avg12_44h", "average")["text"] == "46 h 00"
    assert value(paris, "overtime_quota", "quota")["text"] == "180 h 00"


def test_an_unknown_agency_is_refused_with_those_of_the_folder() -> None:
    result = rota("profile", PETIT, "--agence", "bourg")
    alone = rota("profile", "--agence", "bourg")

    assert (result.exit_code, alone.exit_code) == (2, 2)
    assert "agence inconnue « bourg » (attendu : ville)" in framed(result)
    assert "agence inconnue « bourg » (attendu : aucune sans dossier)" in framed(alone)


def test_a_branch_agreement_tells_its_values_its_rules_and_what_is_not_computed() -> None:
    report = answer("profile", "--convention", "eclat", "--date", "01/03/2026")

    quota = value(report, "overtime_quota", "quota")
    assert (quota["text"], quota["level"]) == ("70 h 00", "accord de branche étendu")
    assert "5.4.6" in quota["article"]
    assert [a["text"] for a in quota["set_aside"]] == ["220 h 00"]
    assert (report["agreement"]["id"], report["agreement"]["idcc"]) == ("eclat", 1518)
    assert report["agreement"]["strength"] == "étendue"
    assert all(part["article"] for part in report["agreement"]["not_computed"])
    assert report["agreement"]["not_computed"] != []
    assert report["agreement"]["warnings"] != []


def test_the_screen_lists_what_the_agreement_says_and_nothing_computes() -> None:
    agreement = answer("profile", "--convention", "eclat", "--date", "01/03/2026")["agreement"]
    text = rota("profile", "--convention", "eclat", "--date", "01/03/2026").stdout

    assert "(IDCC 1518), étendue" in text
    computed, _, rest = text.partition("Dit par la convention, non calculé ici")
    assert "70 h 00" in computed
    listed, _, warnings = rest.partition("À savoir")
    assert all(part["title"] in listed for part in agreement["not_computed"])
    assert all(words in warnings for words in agreement["warnings"])


def test_a_company_value_stands_above_the_branchs_and_sets_both_aside(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        conventions=("convention;depuis", "eclat;01/01/2026"),
        accords=(
            TERMS,
            f"overtime_quota;quota;150 h;02/03/2026;;entreprise;;{ACCORD};art. 7",
        ),
    )
    quota = value(answer("profile", folder, "--date", "02/03/2026"), "overtime_quota", "quota")

    assert (quota["text"], quota["level"]) == ("150 h 00", "accord d’entreprise")
    assert [(a["text"], a["level"]) for a in quota["set_aside"]] == [
        ("70 h 00", "accord de branche étendu"),
        ("220 h 00", "Code du travail"),
    ]


def test_the_same_rules_are_listed_under_an_agreement() -> None:
    code = answer("rules", "--date", "01/03/2026")
    eclat = answer("rules", "--convention", "eclat", "--date", "01/03/2026")

    assert {r["id"] for r in code["rules"]} < {r["id"] for r in eclat["rules"]}
    assert value(eclat, "overtime_quota", "quota")["text"] == "70 h 00"


def test_an_unknown_agreement_is_refused_with_those_that_ship() -> None:
    result = rota("profile", "--convention", "syntec")

    assert result.exit_code == 2
    assert "« syntec » n’est pas une convention connue (attendu : " in framed(result)
    assert "eclat" in framed(result)


def test_a_value_beyond_the_law_is_refused_with_its_bound_and_article(tmp_path: Path) -> None:
    line = f"daily_max_10h;maximum;12 h 01;02/03/2026;;entreprise;;{ACCORD};art. 3"
    result = rota("profile", folder_with(tmp_path, accords=(TERMS, line)))

    assert result.exit_code == 2
    assert "accords.csv, ligne 2, colonne « valeur » : reçu « 12 h 01 »" in framed(result)
    assert "12 h 00 au plus" in framed(result)
    assert "L3121-19" in framed(result)


def test_a_value_shared_by_rules_is_told_once_on_the_screen() -> None:
    report = answer("profile", "--date", "01/03/2026")
    begins = [
        (row["id"], v["shared"])
        for row in report["rules"]
        for v in row["values"]
        if v["name"] == "begins" and not row["id"].startswith("minor")
    ]
    text = rota("profile", "--date", "01/03/2026").stdout

    assert len(begins) > 1
    assert [already for _, already in begins] == [False] + [True] * (len(begins) - 1)
    assert text.count("  début de la nuit : 21:00") == 1


def test_how_far_others_may_move_a_value_is_told_where_they_may() -> None:
    text = rota("profile", "--date", "01/03/2026").stdout

    assert "  maximum : 48 h 00 (depuis le 10/08/2016, une autorisation peut aller jusqu’" in text
    assert "  repos : 11 h 00 (depuis le 10/08/2016, un accord peut aller jusqu’à 9 h 00" in text
    assert "  pause : 0 h 20 (depuis le 10/08/2016)" in text
