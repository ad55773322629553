from dataclasses import replace
from datetime import date

from api.export.month.bundle import Edition
from api.export.month.sheet import _fitting, people_of, person_sheets, rows_by_name
from api.export.month.wall import wall_data, wall_sheet
from api.planning.counters import usual_minutes
from api.planning.grid import grid
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.export.months import everybody, month_with
from tests.api.export.printed import pages, sizes
from tests.api.export.samples import NAMES, finding, small
from tests.api.export.walls import wall

EDITION = Edition(version="3f2a90c1", made=date(2026, 9, 20), published=date(2026, 9, 21))
A3 = (1191, 842)
A4 = (595, 842)


def test_a_wall_sheet_is_a3_with_version_date_signature_and_page_number() -> None:
    content = wall_sheet(grid(small(), [finding()], names=NAMES), EDITION)

    assert sizes(content) == {A3}
    parc, quartier = pages(content)
    assert "Voyage à Nantes, Parc des Chantiers Nantes" in parc
    assert "tous les postes sont pourvus" in parc
    assert "3 postes à pourvoir, dont 1 sous le minimum" in quartier
    for page, number in ((parc, 1), (quartier, 2)):
        assert "Octobre 2026" in page
        assert "version 3f2a90c1, publiée le 21/09/2026" in page
        assert "Signature :" in page
        assert f"page {number} sur 2" in page
    assert "Bilal Orvault" in quartier
    assert "CFA" in quartier
    assert "abs." in quartier
    assert "BEL Bellevue" in quartier


def test_what_the_register_holds_bears_its_head_at_the_foot_of_every_page() -> None:
    kept = replace(EDITION, register=12, head="0123456789abcdef" * 4)
    drawn = grid(small(), [finding()], names=NAMES)

    walls = pages(wall_sheet(drawn, kept))
    sheets = pages(everybody(month_with(small(), kept, findings=[finding()])))

    seal = "Tête du registre n° 12 : " + "01234567 89abcdef " * 4
    assert len(walls) == 2
    for page in (*walls, *sheets):
        assert "version 3f2a90c1, publiée le 21/09/2026, registre n° 12" in page
        assert seal.strip() in page


def test_a_sheet_says_what_the_contract_usually_asks_where_the_year_has_moved_it() -> None:
    rota = small()
    drawn = grid(rota, names=NAMES)
    row = rows_by_name(drawn)[0]
    usual = round(usual_minutes(rota.problem, row.mediator))
    due, done = (replace(row, counters=replace(row.counters, due=d)) for d in (usual, 0))

    month = month_with(rota, EDITION)
    as_usual, ahead = pages(person_sheets(month, people_of(month, [due, done])))

    assert "contrat" not in as_usual
    assert f"Dues (contrat {usual // 60} h {usual % 60:02d}) 0 h 00" in " ".join(ahead.split())


def test_forty_four_people_take_several_pages_each_with_the_days() -> None:
    rota, names = wall(44)

    sheets = pages(wall_sheet(grid(rota, names=names), EDITION))

    assert len(sheets) == 2
    assert all("Personne" in page and "Médiation de quartier" in page for page in sheets)
    assert "Signature :" in sheets[-1]


def test_a_name_of_a_thousand_letters_is_cut_visibly() -> None:
    rota, names = wall(12)
    rows = wall_data(grid(rota, names=names), EDITION)["sections"][0]["rows"]

    assert [r["name"] for r in rows if r["name"].startswith("Max")] == [
        "Maximilien Maximilien Maximilien…"
    ]


def test_names_are_never_markup() -> None:
    rota = small()
    people = tuple(
        replace(m, name="#set page() *gras* $x$ \\ @a <b>") if m.id == "anna" else m
        for m in rota.problem.mediators
    )
    risky = Rota(problem=replace(rota.problem, mediators=people), assignments=rota.assignments)

    sheets = pages(wall_sheet(grid(risky, names=NAMES), EDITION))

    assert "#set page() *gras* $x$ \\ @a <b>" in sheets[0]


def test_holes_beyond_what_a_page_holds_are_counted() -> None:
    rota, names = wall(44)
    empty = Rota(problem=rota.problem, assignments=frozenset())
    problem = replace(
        rota.problem,
        slots=tuple(replace(s, id=f"{s.id}-{n}") for s in rota.problem.slots[:9] for n in range(3)),
    )
    crowded = Rota(problem=problem, assignments=frozenset())

    first = wall_data(grid(crowded, names=names), EDITION)["sections"][0]["holes"][0]

    # A fifth of the page holds four of them; a day without holes counts none.
    assert (len(first["shown"]), first["count"]) == (9, 27)
    assert "+ 23" in pages(wall_sheet(grid(crowded, names=names), EDITION))[0]
    assert wall_data(grid(empty, names=names), EDITION)["sections"][0]["holes"][3]["count"] == 0


def test_each_person_has_one_a4_page() -> None:
    rota = small()

    content = everybody(month_with(rota, EDITION))

    assert sizes(content) == {A4}
    anna, bilal, rose = pages(content)
    assert "Anna Loreau Octobre 2026" in anna
    assert "21h30 – 6h (+1) 30 min 8 h 00 Parc des Chantiers Rose V. Rose V." in anna
    assert "Boulevard Léon-Bureau, 44200 Nantes" in anna
    assert "formation 9h – 12h30 3 h 30" in bilal
    assert bilal.count("absence") == 3
    assert "maladie" not in bilal
    assert "… – 6h" in rose


def test_a_sheet_cuts_no_name_and_says_how_many_more_there_are() -> None:
    names = ["Anna Loreau", "Bilal Nasri", "Marie-Antoinette Delacroix", "Rose Valmy"]

    assert _fitting(names[:2], 24) == "Anna\u00a0L., Bilal\u00a0N."
    assert _fitting(names, 24) == "Anna\u00a0L., Bilal\u00a0N. +\u00a02"
    assert _fitting(names[2:], 12) == "Marie-Antoi…"
    assert not _fitting([], 24)


def test_a_sheet_names_all_who_supervise_its_shifts() -> None:
    rota = small()

    anna, *_ = pages(everybody(month_with(rota, EDITION)))

    assert "Référents et responsables Rose Valmy" in anna


def test_accents_count_for_nothing_in_the_order_of_those_who_supervise() -> None:
    rota = small()
    named = {"rose": "Élise Valmy", "bilal": "Zoé Nasri"}
    people = tuple(
        replace(m, name=named[m.id], role=StaffRole.REFERENT) if m.id in named else m
        for m in rota.problem.mediators
    )
    night = Assignment("bilal", "parc-nuit-2026-10-01")
    both = Rota(
        problem=replace(rota.problem, mediators=people), assignments=rota.assignments | {night}
    )

    anna, *_ = pages(everybody(month_with(both, EDITION)))

    assert "Élise V., Zoé N." in anna
    assert "Référents et responsables Élise Valmy, Zoé Nasri" in anna


def test_the_sheets_tell_from_which_day_fittingone_has_left() -> None:
    rota = small()
    leaving = Contract(kind=ContractKind.CDD, start=date(2026, 9, 1), end=date(2026, 10, 15))
    people = tuple(
        replace(m, contracts=(leaving,)) if m.id == "anna" else m for m in rota.problem.mediators
    )
    left = Rota(problem=replace(rota.problem, mediators=people), assignments=rota.assignments)
    made = grid(left, names=NAMES)

    anna, *_ = pages(everybody(month_with(left, EDITION)))
    wall_, *_ = pages(wall_sheet(made, EDITION))

    assert "jeu. 15 ven. 16 – hors contrat sam. 17 – hors contrat" in anna
    assert anna.count("hors contrat") == 16
    assert wall_.partition("absence – :")[0].count(" –") == 16
    assert "absence – : hors contrat" in wall_


def test_a_busy_month_still_takes_one_page_each() -> None:
    rota, names = wall(3)

    assert len(pages(everybody(month_with(rota, EDITION, names=names)))) == 3


def test_the_same_rota_gives_the_same_bytes() -> None:
    made = grid(small(), names=NAMES)

    assert wall_sheet(made, EDITION) == wall_sheet(made, EDITION)
