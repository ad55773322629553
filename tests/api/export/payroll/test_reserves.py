"""What payroll says of weeks known in part, and of minutes that differ from the findings'."""

from dataclasses import replace
from datetime import date

from api.export.payroll.reserves import FLOATING, UNTOLD
from api.export.payroll.table import Payroll, rows_of
from constraints.counters.count import counters
from constraints.registry import base
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import Span, days_span, midnight
from tests.api.export.payroll.test_table import DAY, read, rows, timeline, week
from tests.api.judging.samples import JUNE, duty, mediator


def test_weeks_known_in_part_are_named_with_the_days_that_are_known() -> None:
    # April 2026 goes from a Wednesday to a Thursday, and nothing else is known.
    april, end = date(2026, 4, 1), date(2026, 4, 30)
    line = timeline(*week(date(2026, 4, 6)), first=april, last=end)
    [row] = rows(replace(line, known=Span(midnight(april), midnight(end + DAY))))

    assert row.incomplete == (
        "semaine du lundi 30/03/2026 (connue depuis le mercredi 01/04)",
        "semaine du lundi 27/04/2026 (connue jusqu’au jeudi 30/04)",
    )


def test_weeks_of_a_month_that_are_described_whole_are_not_named() -> None:
    # June 2026 begins on a Monday; its last week goes on in July, which is known.
    assert rows(timeline(*week(JUNE)))[0].incomplete == ()


def test_overtime_of_a_straddling_week_is_said_to_be_paid_later() -> None:
    june, july = rows(timeline(*week(date(2026, 6, 29))))

    assert june.remarks == (
        (
            "Semaine du lundi 29/06/2026 : 5\u00a0h\u00a000 supplémentaires dans les constats, à "
            "payer avec le dimanche 05/07/2026, où elle finit."
        ),
    )
    assert july.remarks == ()


def test_breaks_without_a_time_are_said_where_they_change_minutes() -> None:
    night, day = duty(JUNE, "21:30-06:00", pause=30), duty(JUNE + 2 * DAY, pause=30)

    assert [row.remarks for row in rows(timeline(night))] == [(FLOATING,), ()]
    assert [row.remarks for row in rows(timeline(day))] == [(), ()]


def test_a_duty_that_an_absence_overlaps_is_counted_and_to_be_looked_into() -> None:
    noon, evening = (midnight(JUNE).replace(hour=hour) for hour in (16, 18))
    half = Absence(mediator="ada", span=Span(noon, evening), kind=AbsenceKind.SICK)
    after = Absence(mediator="ada", span=days_span(JUNE + 2 * DAY, JUNE + 3 * DAY))
    duties = (duty(JUNE, "09:00-16:30"), duty(JUNE + DAY), duty(JUNE + 3 * DAY, "09:00-13:00"))

    june, _ = rows(timeline(*duties, absences=(half, after)))
    touching, _ = rows(timeline(duty(JUNE, "09:00-16:00"), absences=(half,)))

    assert june.remarks == (
        (
            "Pendant une absence, compté comme travaillé, à vérifier : "
            "01/06/2026 (6\u00a0h\u00a030), 04/06/2026 (3\u00a0h\u00a000)."
        ),
    )
    assert "maladie" not in repr(june.remarks)
    # The absence begins as the shift ends.
    assert touching.remarks == ()


def test_breaks_that_nobody_tells_are_said() -> None:
    june, _ = rows(timeline(duty(JUNE, pause=None)))

    assert june.remarks == (UNTOLD,)


def test_remarks_on_a_week_stand_in_its_month_alone() -> None:
    line = timeline(*week(JUNE), who=mediator("zoe", "Zoé"))
    sheet = replace(
        counters(line, base().person_rules),
        remarks=(
            *("Semaine du 01/06/2026 : a.", "Semaine du 13/07/2026 : b.", "Toujours."),
            "Semaine du 01/06/2026 : connue en partie, le total peut être plus élevé.",
        ),
    )

    june, july = rows_of(sheet, line)

    assert june.remarks == ("Semaine du 01/06/2026 : a.", "Toujours.")
    assert july.remarks == ("Semaine du 13/07/2026 : b.", "Toujours.")


def test_hours_of_a_contract_that_are_assumed_are_said_to_be() -> None:
    line = timeline(*week(JUNE))
    made = Payroll()
    made.add(rows_of(counters(line, base().person_rules), line, assumed=True))

    assert [row["contrat"] for row in read(made, JUNE)] == ["CDI (35 h supposées)"]
