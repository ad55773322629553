"""The button, the operation and the command give the same bytes of each document of each month."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.export.formats import PayFormat
from scheduler.domain.time import next_month
from tests.api.commands import rota
from tests.api.payroll.months import FILES, folder_of
from tests.api.service import Service, serving

MONTHS = ("2026-10", "2026-11", "2026-12", "2027-01", "2027-05")
DAYS = [
    *((date.fromisoformat(f"{month}-01"), None) for month in MONTHS),
    (date(2026, 9, 21), date(2026, 10, 20)),
]


COLUMNS = (
    *("Heures normales", "Heures majorées", "Nuit", "Dimanche", "Férié"),
    *("Absences", "Autres"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "association").mkdir()
    return folder_of(tmp_path / "association")


@pytest.fixture
def paid(sqlite_engine: Engine, folder: Path) -> Iterator[Service]:
    yield from serving(sqlite_engine, folder)


def written(tmp_path: Path, *args: str | Path) -> bytes:
    """Return the one file that the command writes."""
    out = tmp_path / "sortie"
    result = rota("export", "paie", *args, "--sortie", out)
    assert result.exit_code == 0, result.output
    (path,) = out.iterdir()
    content = path.read_bytes()
    path.unlink()
    return content


def test_every_door_gives_the_same_bytes(paid: Service, folder: Path, tmp_path: Path) -> None:
    rh = paid.client("rh")
    url = paid.engine.url.render_as_string(hide_password=False)
    for first, end in DAYS:
        last = end or next_month(first) - timedelta(days=1)
        for kind in (PayFormat.CSV, PayFormat.XLSX, PayFormat.SILAE):
            days = {"first": f"{first}", "last": f"{last}"}
            button = rh.get(f"/rh/paie/documents/{kind}", params=days)
            operation = rh.get(f"/api/v1/paie/documents/{kind}", params=days)
            dates = ("--du", f"{first:%d/%m/%Y}", "--au", f"{last:%d/%m/%Y}", "--format", kind)
            base = written(tmp_path, *dates, "--base-de-donnees", url)

            assert button.status_code == operation.status_code == 200, operation.text
            assert button.content == operation.content == base, (first, kind)
            assert base == written(tmp_path, folder, *dates), (first, kind)


def test_the_page_shows_the_payroll_and_closes_it(paid: Service) -> None:
    rh = paid.client("rh")
    days = {"first": "2026-10-01", "last": "2026-10-31"}

    page = rh.get("/rh/paie", params=days).text
    assert "Ada Lemoine" in page
    assert "Clôturer la paie" in page
    november = {"first": "2026-11-01", "last": "2026-11-30"}
    assert '<th scope="col" class="n">Férié</th>' in rh.get("/rh/paie", params=november).text
    answer = rh.post("/rh/paie/cloture", data={**days, "source": "publie"}, follow_redirects=False)
    assert answer.status_code == 303
    closed = rh.get(answer.headers["location"]).text

    assert "elle ne change plus" in closed
    assert "Clôturer la paie" not in closed
    again = rh.post("/rh/paie/cloture", data={**days, "source": "publie"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("last", "status"),
    [("2026-09-30", 422), ("2026-10-01", 200), ("2026-12-01", 200), ("2026-12-02", 422)],
)
def test_days_that_make_no_period_are_refused_at_their_field(
    paid: Service, last: str, status: int
) -> None:
    answer = paid.client("rh").get("/rh/paie", params={"first": "2026-10-01", "last": last})

    assert answer.status_code == status
    why = "Attendu : le 01/10/2026 ou après, et deux mois au plus"
    assert (why in answer.text.replace("\u00a0", " ")) == (status == 422)
    marked = f'value="{last}" required aria-invalid="true"' in answer.text
    assert marked == (status == 422)


@pytest.mark.parametrize(
    ("days", "wrong", "why"),
    [
        ({"first": "9999-01-01", "last": "9999-12-31"}, ["first", "last"], "de 1900 à 2100"),
        ({"first": "2026-10-01", "last": "12026-10-31"}, ["last"], "une date comme"),
        ({"first": "2026-02-30", "last": "2026-03-31"}, ["first"], "une date qui existe"),
        ({"first": "2026-10-01", "last": ""}, ["last"], ""),
    ],
)
def test_a_day_that_no_payroll_has_is_refused_at_its_field_and_stays_typed(
    paid: Service, days: dict[str, str], wrong: list[str], why: str
) -> None:
    chosen = {"source": "confirme", "agency": "ville"}
    answer = paid.client("rh").get("/rh/paie", params={**days, **chosen})

    assert answer.status_code == 422
    assert 'value="confirme" selected' in answer.text
    assert 'value="ville" selected' in answer.text
    assert why in answer.text.replace("\u00a0", " ")
    for name, text in days.items():
        marked = ' aria-invalid="true"' if name in wrong else ""
        assert f'name="{name}" type="date" value="{text}" required{marked}>' in answer.text
    assert "Tableau de la paie" not in answer.text


def test_the_page_says_in_words_what_a_payroll_program_lacks(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "autre").mkdir()
    folder = folder_of(tmp_path / "autre", rubrics="quantite;code|heures_normales;HN")
    days = {"first": "2026-11-01", "last": "2026-11-30"}
    for service in serving(sqlite_engine, folder):
        page = service.client("rh").get("/rh/paie", params=days).text
        lacks = page.partition("Pas encore de fichier")[2].partition("</div>")[0]

        assert "à saisir : férié, heures comp 10 %, heures comp 25 %." in " ".join(lacks.split())
        assert "_" not in lacks


def test_quantities_that_few_have_share_a_column_each_beside_its_words(paid: Service) -> None:
    days = {"first": "2026-12-01", "last": "2026-12-31"}
    page = paid.client("rh").get("/rh/paie", params=days).text.replace("\u00a0", " ")
    head = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    [ada] = re.findall(
        r'<th scope="row">Ada Lemoine<small>CDI</small></th>(.*?)</tr>', page, re.DOTALL
    )

    assert head == ["Personne", *(title for title in COLUMNS if title in head), "Réserves"]
    assert re.findall(r"<span>(.*?)</span>", ada.partition('"Absences"')[2])[:2] == [
        "2 j <small>arrêt</small>",
        "6 j <small>congés</small>",
    ]


def test_a_figure_below_zero_says_beside_it_where_it_comes_from(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "autre").mkdir()
    contracts = FILES["contrats"].replace("35;cycle", "16;cycle")
    schemes = FILES["amenagements"].replace("decision;04/01/2027;4", "accord;04/01/2027;8")
    folder = folder_of(tmp_path / "autre", contrats=contracts, amenagements=schemes)
    days = {"first": "2027-02-01", "last": "2027-02-28"}
    for service in serving(sqlite_engine, folder):
        page = service.client("rh").get("/rh/paie", params=days).text.replace("\u00a0", " ")

        [why] = re.findall(r'<tr class="why"><td colspan="\d"><p>(.*?)</p>', page)
        assert why == (
            "<strong>Heures normales −19 h 00</strong> : rien à payer pour ces jours, moins "
            "19 h 00 à un autre taux. Fin de l’aménagement le 28/02/2027 : 12 h 48 à 10 % et "
            "6 h 12 à 25 % de toute la période, retirées des heures normales, où les mois d’avant "
            "les comptaient. Déjà payées une fois, elles changent de taux (L3121-44, L3123-28, "
            "L3123-29) : normales et majorées ensemble font les heures payées de ces jours."
        )


def test_rh_of_no_agency_as_a_whole_are_told_why_there_is_no_payroll(paid: Service) -> None:
    page = paid.client("rh", agency="ville", dispositif="P").get("/rh/paie")

    assert page.status_code == 200
    assert "vous n’êtes RH d’aucune agence entière" in page.text


@pytest.mark.parametrize("days", [{}, {"first": "2026-11-01", "last": "2026-11-30"}])
def test_an_agency_that_there_is_not_is_refused_and_not_shown_as_an_empty_payroll(
    paid: Service, days: dict[str, str]
) -> None:
    rh, query = paid.client("rh"), {**days, "agency": "nulle-part"}

    page = rh.get("/rh/paie", params=query)
    file = rh.get(
        "/rh/paie/documents/csv", params={**query, "first": "2026-11-01", "last": "2026-11-30"}
    )

    assert (page.status_code, file.status_code) == (422, 422)
    assert 'href="#agency"' in page.text
    assert "une agence de la liste" in page.text
    assert "Tableau de la paie" not in page.text


def test_without_a_number_or_a_rubric_no_program_gets_a_file(tmp_path: Path) -> None:
    nameless = tmp_path / "autre"
    nameless.mkdir()
    folder = folder_of(nameless, rubrics="quantite;code|heures_normales;HN")

    result = rota(
        *("export", "paie", folder, "--mois", "2026-11", "--format", "silae"),
        *("--sortie", tmp_path / "sortie"),
    )

    assert result.exit_code == 2
    assert "Sans rubrique : ferie, heures_comp_10, heures_comp_25" in " ".join(
        result.output.split()
    )
    assert not (tmp_path / "sortie").exists()
