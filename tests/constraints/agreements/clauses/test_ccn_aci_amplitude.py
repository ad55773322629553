from constraints.agreements.clauses.ccn_aci_amplitude import RULE
from tests.constraints.agreements.clauses.judged import said
from tests.constraints.law.make import audited, duty, timeline


def test_ten_hours_are_usual_and_more_than_twelve_are_not_lawful() -> None:
    days = (
        duty("2026-06-15 08:00 18:00"),
        duty("2026-06-16 08:00 18:01"),
        duty("2026-06-17 08:00 20:01"),
    )

    assert said(RULE, *days) == [
        ("2026-06-16", 601, 600, "to_confirm"),
        ("2026-06-17", 721, 720, "violation"),
    ]


def test_the_finding_cites_the_agreement() -> None:
    (finding,) = audited(RULE, timeline(duty("2026-06-15 08:00 20:01")))

    assert finding.article == "art. VII-s2-3 (Ateliers et chantiers d’insertion, IDCC 3016)"
