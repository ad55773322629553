from dataclasses import replace
from datetime import date

import pytest

from api.planning.badges import Badge
from api.planning.chips import ChipKind, Hold, Setting
from api.planning.grid import Counts, Row, grid, homes
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.forfait import Forfait
from scheduler.domain.people import AbsenceKind, Pair, PairKind
from scheduler.domain.posts import Posts
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota
from scheduler.finding import Effect, Verdict
from tests.api.export.samples import NAMES, finding, small


def texts(row: Row) -> dict[int, list[str]]:
    return {n: [c.text for c in cell] for n, cell in enumerate(row.cells, 1) if cell}


def test_a_month_has_a_column_a_day_with_weekends_and_holidays() -> None:
    columns = grid(small(), holidays={date(2026, 10, 12): "Fête locale"}).columns

    assert len(columns) == 31
    assert [c.day.day for c in columns if c.weekend] == [3, 4, 10, 11, 17, 18, 24, 25, 31]
    assert [(c.day.day, c.holiday) for c in columns if c.holiday] == [(12, "Fête locale")]


def test_sections_follow_the_order_of_names_and_name_their_sites() -> None:
    parc, quartier = grid(small(), names=NAMES).sections

    assert (parc.title, parc.agency) == ("Voyage à Nantes, Parc des Chantiers", "Nantes")
    assert quartier.sites == (
        ("BEL", "Bellevue", "Place Mendès-France, 44100 Nantes"),
        ("DER", "Dervallières", ""),
        ("PAC", "Parc des Chantiers", "Boulevard Léon-Bureau, 44200 Nantes"),
    )


def test_referents_come_first_then_the_longer_contract_then_the_name() -> None:
    parc, quartier = grid(small(), names=NAMES).sections

    assert [r.mediator.id for r in parc.rows] == ["rose", "anna"]
    assert [r.mediator.id for r in quartier.rows] == ["anna", "bilal"]


def test_a_cell_shows_a_code_and_times_and_that_the_night_ends_on_the_next_day() -> None:
    rose, anna = grid(small(), names=NAMES).sections[0].rows

    assert texts(anna) == {1: ["PAC 21h30–6h (+1)"], 6: ["BEL 14h–21h"]}
    # The night of 30 September is shown where it ends.
    assert texts(rose) == {1: ["PAC →6h", "PAC 21h30–6h (+1)"], 24: ["PAC 21h30–5h (+1)"]}


def test_training_is_one_entry_a_day_and_absence_has_no_reason() -> None:
    bilal = grid(small(), names=NAMES).sections[1].rows[1]

    assert texts(bilal) == {5: ["CFA 9h–17h"], 12: ["abs."], 13: ["abs."], 14: ["abs."]}
    assert bilal.badges == (Badge.APPRENTICE, Badge.MINOR)
    assert bilal.contract_words == "28\u00a0h"


def under(rota: Rota, **contracts: Contract) -> Rota:
    """Put people under other contracts."""
    people = tuple(
        replace(m, contracts=(contracts[m.id],)) if m.id in contracts else m
        for m in rota.problem.mediators
    )
    return Rota(problem=replace(rota.problem, mediators=people), assignments=rota.assignments)


@pytest.mark.parametrize(
    ("minutes", "words"), [(24 * 60, "24 h"), (31 * 60 + 30, "31 h 30"), (35 * 60, "35 h")]
)
def test_a_contract_is_told_in_hours_of_a_week(minutes: int, words: str) -> None:
    rota = under(
        small(),
        bilal=Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=minutes),
    )

    bilal = grid(rota, names=NAMES).sections[1].rows[1]

    assert bilal.contract_words == words.replace(" ", "\u00a0")


def test_hours_that_change_within_a_month_are_both_told_and_each_week_has_its_own() -> None:
    part = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=24 * 60)
    former = replace(part, end=date(2026, 10, 14))
    full = replace(part, start=date(2026, 10, 15), end=date(2026, 10, 24), weekly_minutes=35 * 60)
    rota = small()
    people = tuple(
        replace(m, contracts=(former, full)) if m.id == "bilal" else m
        for m in rota.problem.mediators
    )
    changed = Rota(problem=replace(rota.problem, mediators=people), assignments=rota.assignments)

    bilal = grid(changed, names=NAMES).sections[1].rows[1]

    assert bilal.contract_words == "24\u00a0h puis 35\u00a0h"
    # The week of the 12th ends under the new contract, as that of the 19th does; then none is left.
    mondays = [date(2026, 10, day) for day in (5, 12, 19, 26)]
    assert [bilal.weekly_of(monday) // 60 for monday in mondays] == [24, 35, 35, 0]


def test_a_forfait_in_days_has_no_hours_to_tell() -> None:
    signed = Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        basis=HoursBasis.DAYS,
        forfait=Forfait(days=214),
    )
    rota = under(small(), bilal=signed)

    assert grid(rota, names=NAMES).sections[1].rows[1].contract_words == "forfait"


def test_days_before_and_after_a_contract_are_neither_work_nor_rest() -> None:
    kind, start, end = ContractKind.APPRENTICESHIP, date(2026, 10, 5), date(2026, 10, 15)
    rota = under(small(), bilal=Contract(kind=kind, start=start, end=end))

    bilal = grid(rota, names=NAMES).sections[1].rows[1]

    assert texts(bilal) == {
        **{n: ["–"] for n in range(1, 5)},
        5: ["CFA 9h–17h"],
        **{n: ["abs."] for n in range(12, 15)},
        **{n: ["–"] for n in range(16, 32)},
    }
    assert {chip.kind for chip in bilal.cells[15]} == {ChipKind.OUTSIDE}
    assert bilal.badges == (Badge.APPRENTICE, Badge.MINOR)


def test_a_shift_after_a_contract_is_told_to_be_outside_of_it() -> None:
    left = Contract(
        kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 10, 5), weekly_minutes=1440
    )

    anna = grid(under(small(), anna=left), names=NAMES).sections[0].rows[1]

    assert {n: cell for n, cell in texts(anna).items() if n < 8} == {
        1: ["PAC 21h30–6h (+1)"],
        6: ["BEL 14h–21h", "–"],
        7: ["–"],
    }


def test_who_comes_in_mid_month_stands_where_the_contract_to_come_puts_them() -> None:
    late = Contract(kind=ContractKind.CDI, start=date(2026, 10, 15), weekly_minutes=36 * 60)

    quartier = grid(under(small(), bilal=late), names=NAMES).sections[1]

    assert [r.mediator.id for r in quartier.rows] == ["bilal", "anna"]


def test_who_has_no_known_contract_is_not_out_of_it() -> None:
    rota = small()
    people = tuple(replace(m, contracts=()) for m in rota.problem.mediators)
    other = Rota(problem=replace(rota.problem, mediators=people), assignments=rota.assignments)

    assert texts(grid(other).sections[0].rows[-1]) == texts(grid(rota).sections[0].rows[-1])


def test_the_reason_of_an_absence_changes_nothing() -> None:
    rota = small()
    others = tuple(replace(a, kind=AbsenceKind.OTHER) for a in rota.problem.absences)
    other = Rota(problem=replace(rota.problem, absences=others), assignments=rota.assignments)

    first, second = grid(rota).sections[1].rows[1], grid(other).sections[1].rows[1]

    assert first.cells == second.cells


def test_locks_and_foreign_dispositifs_are_marked() -> None:
    anna = grid(small(), names=NAMES).sections[0].rows[1]
    night, day = anna.cells[0][0], anna.cells[5][0]

    assert (night.dispositif, night.locked, night.kind) == ("parc", False, ChipKind.NIGHT)
    assert (day.dispositif, day.locked, day.kind) == ("quartier", True, ChipKind.DAY)


def row_of(rota: Rota, person: str, setting: Setting | None = None) -> Row:
    drawn = grid(rota, names=NAMES) if setting is None else grid(rota, names=NAMES, setting=setting)
    return next(row for s in drawn.sections for row in s.rows if row.mediator.id == person)


NIGHT, DAY = "parc-nuit-2026-10-01", "q-jour-2026-10-06"


def test_why_a_shift_stays_is_told_by_the_strongest_reason() -> None:
    def holds(setting: Setting | None = None) -> list[Hold | None]:
        cells = row_of(small(), "anna", setting).cells
        return [cells[0][0].hold, cells[5][0].hold]

    assert holds() == [None, Hold.LOCKED]
    assert holds(Setting(begun={NIGHT, DAY})) == [Hold.BEGUN, Hold.BEGUN]
    assert holds(Setting(begun={DAY}, frozen={NIGHT, DAY})) == [Hold.ELSEWHERE, Hold.ELSEWHERE]


def published(rota: Rota, *assignments: Assignment) -> Rota:
    problem = replace(rota.problem, previous=frozenset(assignments))
    return Rota(problem=problem, assignments=rota.assignments)


def test_a_change_since_publication_says_what_was_there() -> None:
    rota = published(small(), Assignment("anna", NIGHT), Assignment("bilal", DAY))

    anna, bilal = row_of(rota, "anna"), row_of(rota, "bilal")

    assert [(c.changed, c.unpublished) for c in anna.cells[0]] == [(False, False)]
    assert [(c.changed, c.unpublished) for c in anna.cells[5]] == [(True, False)]
    assert [c.text for c in bilal.before[5]] == ["BEL 14h–21h"]
    assert anna.before == ((),) * 31


def test_what_no_publication_has_is_not_changed() -> None:
    rota = published(small(), Assignment("anna", NIGHT))

    assert [(c.changed, c.unpublished) for c in row_of(rota, "anna").cells[5]] == [(False, True)]


def test_a_fixed_pair_is_told_where_both_hold_the_slot() -> None:
    plain = small()
    pair = Pair(first="bilal", second="anna", kind=PairKind.TOGETHER, until=date(2026, 10, 6))
    problem = replace(plain.problem, pairs=(pair,))
    alone = Rota(problem=problem, assignments=plain.assignments)
    both = replace(alone, assignments=plain.assignments | {Assignment("bilal", DAY)})

    assert row_of(alone, "anna").partners == ("bilal",)
    assert row_of(alone, "rose").partners == ()
    assert [(c.partners, c.pair) for c in row_of(alone, "anna").cells[5]] == [((), False)]
    assert [(c.partners, c.pair) for c in row_of(both, "anna").cells[5]] == [(("bilal",), True)]


def test_breaks_are_those_of_the_shift() -> None:
    night = row_of(small(), "anna").cells[0][0]

    assert [(pause.minutes, pause.start) for pause in night.breaks] == [(30, None)]


def test_holes_stand_on_their_day_and_coverage_below() -> None:
    quartier = grid(small(), names=NAMES).sections[1]

    holes = {n: [h.missing for h in cell] for n, cell in enumerate(quartier.holes, 1) if cell}
    (cover,) = quartier.coverage
    covered = {n: (c.have, c.target) for n, c in enumerate(cover.cells, 1) if c is not None}

    assert holes == {6: [1], 7: [2]}
    assert covered == {6: (1, 2), 7: (0, 2)}
    assert (quartier.posts.open, quartier.posts.under) == (3, 1)


def test_findings_are_counted_by_what_they_stop() -> None:
    findings = [
        finding(),
        finding(effect=Effect.WARN),
        finding(verdict=Verdict.TO_CONFIRM),
        finding("rose", effect=Effect.INFORM),
    ]

    rose, anna = grid(small(), findings, names=NAMES).sections[0].rows

    assert anna.findings == Counts(blocking=1, to_confirm=1, other=1)
    assert rose.findings == Counts(other=1)


def test_neither_what_has_begun_nor_what_is_answered_for_counts_as_stopping() -> None:
    begun, answered = replace(finding(), inherited=True), finding(verdict=Verdict.TO_CONFIRM)

    _, anna = grid(small(), [begun, answered], names=NAMES).sections[0].rows
    assert anna.findings == Counts(to_confirm=1, other=1)

    codes = {answered.code}
    _, anna = grid(small(), [begun, answered], names=NAMES, answered=codes).sections[0].rows
    assert anna.findings == Counts(other=2)

    _, anna = grid(small(), [finding()], names=NAMES, answered={finding().code}).sections[0].rows
    assert anna.findings == Counts(other=1)


def test_only_the_asked_dispositifs_are_shown() -> None:
    sections = grid(small(), names=NAMES, dispositifs=["quartier", "autre"]).sections

    assert [s.dispositif for s in sections] == ["quartier"]


def test_holes_and_coverage_are_worked_out_where_they_are_wanted() -> None:
    (whole,) = grid(small(), names=NAMES, dispositifs=["quartier"]).sections

    (bare,) = grid(small(), names=NAMES, dispositifs=["quartier"], covered=["autre"]).sections

    assert (bare.holes, bare.coverage) == ((), ())
    assert bare == replace(whole, holes=(), coverage=(), posts=Posts())


def test_who_works_for_several_has_a_row_where_they_have_worked_most() -> None:
    rota = small()
    day, night = (rota.problem.slot_of[slot].duty for slot in (DAY, NIGHT))
    free = frozenset(a for a in rota.assignments if a.mediator != "anna")

    def rows_after(*worked: Duty) -> frozenset[str]:
        past = tuple(
            Worked(mediator="anna", duty=replace(duty, id=f"past {n}"))
            for n, duty in enumerate(worked)
        )
        problem = replace(rota.problem, history=past)
        return homes(Rota(problem=problem, assignments=free), {"anna"})["anna"]

    assert (day.paid, night.paid) == (420, 480)
    assert rows_after(day, night) == {"parc"}
    assert rows_after(day, day, night) == {"quartier"}
    # Elsewhere than this month's dispositifs doesn't count, and of two alike the first has it.
    assert rows_after(replace(day, dispositif="autre")) == {"parc"}


def test_the_same_rota_gives_the_same_grid() -> None:
    assert grid(small(), names=NAMES) == grid(small(), names=NAMES)
