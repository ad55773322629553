import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.month.versions.month_file import month_file
from scheduler.audit import audit
from scheduler.domain.rota import Rota
from scheduler.finding import Finding
from tests.api.commands import MONTH, files, framed, rota
from tests.api.data.folder.folders import small
from tests.api.folders import frame_of, problem_of

TERMS = "regle;parametre;valeur;depuis;jusqu_au;niveau;agence;source;article"
ACCORD = "Accord du 02/03/2026 (inventé)"
MARCH = date(2026, 3, 1)
WHO = ("--par", "Nora Villeneuve", "--le", "20/03/2026")


def a_day(tmp_path: Path, ends: str, *terms: str, days: tuple[int, ...] = (9,)) -> Path:
    """Write the small folder with days from 9:00 to `ends`, and a rota of Ada and Brice."""
    folder = small(tmp_path)
    text = (folder / "gabarits.csv").read_text("utf-8")
    text = "\n".join(
        line.replace("09:00;16:30", f"09:00;{ends}")
        for line in text.splitlines()
        if not line.startswith("P-S")
    )
    (folder / "gabarits.csv").write_text(text + "\n", "utf-8")
    needs = (folder / "besoins.csv").read_text("utf-8").splitlines()
    needs = [line for line in needs if not line.startswith("P-S")]
    (folder / "besoins.csv").write_text("\n".join(needs) + "\n", "utf-8")
    if terms:
        (folder / "accords.csv").write_text("\n".join((TERMS, *terms)) + "\n", "utf-8")
    rows = [f"P-J-2026-03-{day:02d};{who}" for day in days for who in ("ada", "brice")]
    (tmp_path / "plan.csv").write_text("\n".join(["creneau;personne", *rows]) + "\n", "utf-8")
    return folder


def findings(folder: Path, plan: Path) -> list[Finding]:
    data = load(folder)
    frame = frame_of(data, MARCH)
    return audit(frame.rota(month_file(plan).assignments(frame)), frame.profile)


def of(folder: Path, rule: str, who: str = "ada") -> Finding:
    listed = findings(folder, folder.parent / "plan.csv")
    (finding,) = [f for f in listed if (f.rule, f.subject) == (rule, who)]
    return finding


def acknowledge(folder: Path, code: str, ground: str, *more: str) -> Any:
    plan = ("--planning", folder.parent / "plan.csv")
    return rota("acknowledge", folder, code, *MONTH, "--fondement", ground, *WHO, *plan, *more)


def term(value: str, since: str = "02/03/2026") -> str:
    return f"daily_max_10h;maximum;{value};{since};;entreprise;;{ACCORD};art. 3"


def test_public_order_is_not_acknowledged_whatever_the_ground(tmp_path: Path) -> None:
    folder = a_day(tmp_path, "20:00", term("12 h", "16/03/2026"))
    before = files(folder)

    result = acknowledge(folder, of(folder, "daily_max_10h").code, ACCORD, "--json")

    assert result.exit_code == 2
    assert "rien ne l’écarte" in framed(result)
    assert "L3121-18" in framed(result)
    assert json.loads(result.stdout)["state"] == "refuse"
    assert files(folder) == before


def test_what_only_an_agreement_forbids_is_acknowledged_on_a_recorded_one_alone(
    tmp_path: Path,
) -> None:
    # Nine and a half hours: within the Code, beyond the nine of the association's own agreement.
    folder = a_day(tmp_path, "19:00", term("9 h"))
    finding = of(folder, "daily_max_10h")
    assert finding.blocks

    word = acknowledge(folder, finding.code, "vu avec l’équipe")
    kept = acknowledge(folder, finding.code, f"{ACCORD}, art. 3", "--json")

    assert word.exit_code == 2
    assert f"enregistrés : « {ACCORD} »" in framed(word)
    assert kept.exit_code == 0
    assert json.loads(kept.stdout)["code"] == finding.code
    (recorded,) = load(folder).acknowledgements
    assert (recorded.code, recorded.ground, recorded.by) == (
        finding.code,
        f"{ACCORD}, art. 3",
        "Nora Villeneuve",
    )
    assert (recorded.day, recorded.month) == (date(2026, 3, 20), MARCH)


def test_a_finding_is_acknowledged_once(tmp_path: Path) -> None:
    folder = a_day(tmp_path, "19:00", term("9 h"))
    code = of(folder, "daily_max_10h").code
    acknowledge(folder, code, ACCORD)
    before = (folder / "acquittements.csv").read_bytes()

    result = acknowledge(folder, code, ACCORD)

    assert result.exit_code == 2
    assert "déjà acquitté, le 20/03/2026 par Nora Villeneuve" in framed(result)
    assert (folder / "acquittements.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("code", "ground", "message"),
    [
        ("daily_max_10h-0000000000", ACCORD, "aucun constat « daily_max_10h-0000000000 »"),
        ("", "  ", "--fondement et --par attendent un texte"),
    ],
)
def test_what_names_no_finding_or_no_ground_is_refused(
    tmp_path: Path, code: str, ground: str, message: str
) -> None:
    folder = a_day(tmp_path, "19:00", term("9 h"))
    before = files(folder)

    result = acknowledge(folder, code or of(folder, "daily_max_10h").code, ground)

    assert result.exit_code == 2
    assert message in framed(result)
    assert files(folder) == before


def test_a_day_to_come_is_refused(tmp_path: Path) -> None:
    folder = a_day(tmp_path, "19:00", term("9 h"))
    code = of(folder, "daily_max_10h").code

    result = acknowledge(folder, code, ACCORD, "--le", "01/01/2099")

    assert result.exit_code == 2
    assert "--le 01/01/2099 est à venir" in framed(result)


@pytest.mark.long
def test_what_is_lawfully_acknowledged_no_longer_stops_the_publication(tmp_path: Path) -> None:
    # Published before the agreement, planned again after it: what stays breaks nine hours. The
    # month is to come, since what has begun stops nothing.
    # Until 18:50: with six hours after its break, the plan would leave the day open.
    folder, month = a_day(tmp_path, "18:50"), date(2098, 3, 1)
    templates = folder / "gabarits.csv"
    templates.write_text(templates.read_text("utf-8").replace("/12/2026", "/12/2098"), "utf-8")
    plan = ("generate", folder, "--mois", "2098-03", "--secondes", "60", "--publier")
    assert rota(*plan, "--sortie", tmp_path / "s").exit_code == 0
    (folder / "accords.csv").write_text(f"{TERMS}\n{term('9 h')}\n", "utf-8")
    again = (*plan, "--depuis", "04/03/2098", "--sortie", tmp_path / "s")

    stopped = rota(*again)
    data = load(folder)
    problem = problem_of(data, month)
    left = audit(Rota(problem=problem, assignments=problem.previous), profile_for(data))
    codes = {f.code for f in left if f.blocks and f.on < date(2098, 3, 4)}
    for code in sorted(codes):
        done = rota("acknowledge", folder, code, "--mois", "2098-03", "--fondement", ACCORD, *WHO)
        assert done.exit_code == 0, done.stderr
    published = rota(*again)

    assert stopped.exit_code == 1
    assert "des constats bloquent la publication" in stopped.stderr
    assert codes != set()
    assert published.exit_code == 0, published.stderr
    assert "Publié dans" in published.stdout


def test_a_finding_of_a_file_made_elsewhere_is_acknowledged_and_later_moot(tmp_path: Path) -> None:
    # Nine and a half hours, told in a list of shifts: beyond the association's own nine.
    folder = a_day(tmp_path, "16:30", term("9 h"))
    shifts = tmp_path / "liste.csv"
    text = "personne;date;debut;fin;pause\nAda Lemoine;09/03/2026;09:00;{};30\n"
    shifts.write_text(text.format("19:00"), "utf-8")

    def audited() -> dict[str, Any]:
        result = rota("audit", shifts, "--association", folder, *MONTH, "--json")
        report: dict[str, Any] = json.loads(result.stdout)
        return report

    (finding,) = [c for c in audited()["findings"] if c["rule_id"] == "daily_max_10h"]
    missing = rota("acknowledge", folder, finding["code"], *MONTH, "--fondement", ACCORD, *WHO)
    done = rota(
        *("acknowledge", folder, finding["code"], *MONTH, "--fondement", ACCORD, *WHO),
        *("--source", shifts),
    )
    after = audited()
    shifts.write_text(text.format("18:30"), "utf-8")
    mended = audited()

    assert finding["blocks"]
    assert missing.exit_code == 2
    assert done.exit_code == 0, done.stderr
    (kept,) = [c for c in after["findings"] if c["code"] == finding["code"]]
    assert kept["proof"]["acknowledgement"]["state"] == "acquitté"
    assert (after["lawful"], after["moot"]) == (True, [])
    assert (mended["lawful"], mended["moot"]) == (True, [finding["code"]])
