from dataclasses import replace
from datetime import date

from constraints.law.records.schedule_posting import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Employer
from scheduler.domain.problem import Worked
from scheduler.finding import Effect, Finding, Severity, Verdict
from tests.constraints.small import judged, person, problem, rota, slot, worked

ANA, BOB = person("ana"), person("bob")
MISSION = Contract(kind=ContractKind.TEMP, start=date(2026, 6, 2), end=date(2026, 6, 5))
TOLD = Employer(declared=True)
TUESDAY = slot("a", "02 14:00", "02 18:00")
SATURDAY_NIGHT = slot("n", "06 20:00", "07 02:00")


def teams(*findings: Finding) -> list[str]:
    return [f.message for f in findings if f.article == "D3171-7"]


def rests(*findings: Finding) -> list[Finding]:
    return [f for f in findings if f.article == "R3172-1"]


def test_teams_are_listed_by_name_temps_included() -> None:
    temp = person("tom", contracts=(MISSION,))
    of = problem([ANA, temp], [TUESDAY], employer=TOLD)

    [finding] = RULE.audit(rota(of, "ana a", "tom a"))

    assert (finding.verdict, finding.severity, finding.effect) == (
        Verdict.NOTE,
        Severity.PROCEDURAL,
        Effect.INFORM,
    )
    assert (finding.subject, finding.measured, finding.on) == ("employeur", 2, date(2026, 6, 2))
    assert finding.message == (
        "Employeur : "
        "2 personnes au planning par équipes ou par roulement à partir du 02/06/2026, dont 1 en "
        "intérim : composition nominative datée, signée et affichée avant le début, ou tenue en "
        "registre."
    )


def test_a_rota_made_elsewhere_is_one_by_rotation_too() -> None:
    past = worked("ana", "h", "02 14:00", "02 18:00")
    decided = replace(past, duty=replace(past.duty, decided=True))

    def sentences(history: tuple[Worked, ...]) -> list[str]:
        return teams(*RULE.audit(rota(problem([ANA], [], history=history, employer=TOLD))))

    assert len(sentences((decided,))) == 1
    assert sentences((past,)) == []


def test_a_team_without_temps_says_so() -> None:
    [message] = teams(*RULE.audit(rota(problem([ANA], [TUESDAY], employer=TOLD), "ana a")))

    assert ", sans intérimaire :" in message


def test_who_works_on_a_sunday_has_rest_days_told_beforehand() -> None:
    of = problem([ANA, BOB], [TUESDAY, SATURDAY_NIGHT], employer=TOLD)

    [finding] = rests(*RULE.audit(rota(of, "ana a", "bob n")))

    assert (finding.measured, finding.evidence) == (1, ("n",))
    assert finding.message == (
        "Employeur : "
        "1 personne au travail un dimanche à partir du 06/06/2026 : leurs jours et heures de "
        "repos sont communiqués aux salariés et, avant, à l’inspection du travail (R3172-1), ou "
        "portés avant exécution au registre spécial (R3172-2, R3172-4)."
    )


def test_a_saturday_that_ends_at_midnight_is_no_sunday() -> None:
    eve = slot("s", "06 20:00", "07 00:00")

    assert rests(*RULE.audit(rota(problem([ANA], [eve], employer=TOLD), "ana s"))) == []


def test_the_sunday_before_the_horizon_is_the_past_s() -> None:
    history = (worked("ana", "h", "01 00:00", "01 04:00"),)

    assert list(RULE.audit(rota(problem([ANA], [], history=history, employer=TOLD)))) == []


def test_nothing_is_said_where_the_employer_told_nothing() -> None:
    assert judged(RULE, rota(problem([ANA], [SATURDAY_NIGHT]), "ana n")) == []
