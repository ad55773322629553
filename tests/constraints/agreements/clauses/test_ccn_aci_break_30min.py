from constraints.agreements.clauses.ccn_aci_break_30min import RULE
from tests.constraints.agreements.clauses.judged import said
from tests.constraints.law.make import audited, duty, pause, timeline


def test_thirty_minutes_cut_the_day_and_twenty_nine_do_not() -> None:
    days = (
        duty("2026-06-15 09:00 17:00", pause(30)),
        duty("2026-06-16 09:00 17:00", pause(29)),
    )

    assert said(RULE, *days) == [("2026-06-16", 29, 30, "violation")]


def test_the_finding_cites_the_agreement() -> None:
    (finding,) = audited(RULE, timeline(duty("2026-06-15 09:00 12:00")))

    assert finding.article == "art. VII-s10 (Ateliers et chantiers d’insertion, IDCC 3016)"
