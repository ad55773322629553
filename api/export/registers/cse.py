"""List what the CSE is informed or consulted on, with the figures of R3123-1 and D3121-27."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.export.pdf import pdf
from api.export.registers.records import (
    Record,
    Registers,
    bound_by,
    notice_words,
    scheme_words,
    sundays,
    worked,
)
from api.export.workbook import Cell, Duration, words_of
from api.french.plural import plural
from api.french.words import ROLES, hours, month_name, of_month, short_date
from constraints.consultation import Point, points
from scheduler.domain.employment.employer import Scheme
from scheduler.domain.people import StaffRole

ENDING = (
    "Liste établie d’après les données du planning et les avis enregistrés. Un accord, ou "
    "l’absence de CSE, peut dispenser de certaines lignes. Les documents de décompte sont à la "
    "disposition du CSE (L3171-2)."
)
NO_GROUP = "non renseigné"
NO_QUOTA = "sans objet"
SEX = (
    "Le sexe des salariés n’est pas dans les données : à ajouter, le bilan le demande (R3123-1). "
    "Les refus de passage à temps plein ou partiel sont à expliquer en réunion."
)


@dataclass(frozen=True, kw_only=True)
class PartTime:
    """Part-timers of one role, group and weekly hours; `complementary`: minutes of the year."""

    role: StaffRole
    group: str
    weekly: int
    people: int
    complementary: int


@dataclass(frozen=True, kw_only=True)
class Programme:
    """The hours of people under an arrangement: minimum, mean and maximum minutes of each week."""

    scheme: Scheme
    people: int
    weeks: tuple[tuple[date, int, int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """The month's checklist and its figures; `overtime`: the records of those who did some."""

    points: tuple[Point, ...]
    overtime: tuple[Record, ...]
    part_time: tuple[PartTime, ...]
    programmes: tuple[Programme, ...]


def consultation(registers: Registers) -> Consultation:
    """Gather the points on which the CSE is informed or consulted in the month."""
    return Consultation(
        points=tuple(points(registers.rota)),
        overtime=tuple(filter(_has_overtime, registers.records)),
        part_time=tuple(_part_time(registers)),
        programmes=tuple(_programmes(registers)),
    )


def consultation_pdf(registers: Registers, facts: Consultation) -> bytes:
    """Return the PDF of the checklist and its figures."""
    data = {
        "title": f"Consultation du CSE {of_month(registers.first)}",
        "month": month_name(registers.first),
        "edition": registers.edition.title,
        "statement": registers.basis,
        "points": [{"cells": row, "strong": p.missing} for p, row in checklist(facts)],
        "tables": [
            _overtime_table(facts),
            _part_time_table(facts),
            *(_programme_table(programme) for programme in facts.programmes),
        ],
        "ending": ENDING,
    }
    return pdf("registers/cse.typ", data, registers.edition.made)


def checklist(facts: Consultation) -> Iterator[tuple[Point, list[str]]]:
    """Yield each point with its row: subject, facts, people, opinion, what the law requires."""
    for point in facts.points:
        request = f"{point.duty} ({point.source.article})"
        row = [point.title, point.facts, str(point.people), opinion_words(point), request]
        yield point, [text.replace("'", "’") for text in row]


def opinion_words(point: Point) -> str:
    """Write the CSE's opinion on a point, as it is recorded."""
    if point.opinion is None:
        return f"aucun au {short_date(point.by)}"
    day = short_date(point.opinion.day)
    return f"{day}, il y a un an ou plus" if point.stale else day


def _has_overtime(record: Record) -> bool:
    return bool(record.overtime_year or record.counters.years[-1].overtime)


def _part_time(registers: Registers) -> Iterator[PartTime]:
    table: dict[tuple[StaffRole, str, int], list[Record]] = {}
    for record in registers.records:
        contract = record.part_time
        if contract is not None:
            key = (record.mediator.role, contract.group, contract.weekly_minutes)
            table.setdefault(key, []).append(record)
    for (role, group, weekly), members in sorted(table.items()):
        yield PartTime(
            role=role,
            group=group,
            weekly=weekly,
            people=len(members),
            complementary=sum(record.complementary_year for record in members),
        )


def _programmes(registers: Registers) -> Iterator[Programme]:
    weeks = sundays(registers)
    for scheme in registers.rota.problem.employer.schemes:
        bound = list(bound_by(registers, scheme))
        if bound:
            by_week = zip(weeks, zip(*(worked(r, weeks) for r in bound), strict=True), strict=True)
            yield Programme(
                scheme=scheme,
                people=len(bound),
                weeks=tuple(
                    (monday, min(all_), round(sum(all_) / len(all_)), max(all_))
                    for monday, all_ in by_week
                ),
            )


def _overtime_table(facts: Consultation) -> dict[str, Any]:
    people = facts.overtime
    total = sum(record.overtime_year for record in people)
    beyond = [minutes for record in people if (minutes := record.counters.years[-1].beyond)]
    lines = ["Aucune heure supplémentaire connue depuis le 1er janvier."]
    if people:
        excess = hours(sum(beyond))
        lines = [
            (
                f"{plural(len(people), 'salarié')}, {hours(total)} depuis le 1er janvier ; au-delà "
                f"du contingent : {plural(len(beyond), 'salarié')}, {excess} (L3121-33, L3121-40)."
            )
        ]
    rows = [(overtime_row(record), bool(record.counters.years[-1].beyond)) for record in people]
    return _table("Heures supplémentaires et contingent", lines, OVERTIME_HEADS, rows, 1)


OVERTIME_HEADS = (
    *("Salarié", "Connues depuis le", "Accomplies", "Imputées au contingent"),
    *("Contingent", "Reste", "Au-delà"),
)


def overtime_row(record: Record) -> list[Cell]:
    """Return a person's overtime of the year, compared with the quota if there is one."""
    year = record.counters.years[-1]
    quota: list[Cell] = [NO_QUOTA, ""]
    if year.quota is not None:
        quota = [Duration(year.quota), Duration(max(0, year.quota - year.overtime))]
    done = (Duration(record.overtime_year), Duration(year.overtime))
    return [record.mediator.name, year.since, *done, *quota, Duration(year.beyond)]


PART_TIME_HEADS = (
    *("Qualification", "Groupe", "Horaire par semaine"),
    *("Salariés", "Heures complémentaires depuis le 1er janvier"),
)


def _part_time_table(facts: Consultation) -> dict[str, Any]:
    groups = facts.part_time
    people = sum(group.people for group in groups)
    lines = [
        f"{plural(people, 'salarié')} à temps partiel. {SEX}" if groups else "Aucun temps partiel."
    ]
    rows = [(part_time_row(group), False) for group in groups]
    return _table("Bilan du temps partiel (L3123-15, R3123-1)", lines, PART_TIME_HEADS, rows, 2)


def part_time_row(group: PartTime) -> list[Cell]:
    """Return a row of the report on part-timers."""
    return [
        *(ROLES[group.role], group.group or NO_GROUP, Duration(group.weekly)),
        *(group.people, Duration(group.complementary)),
    ]


PROGRAMME_HEADS = ("Semaine du", "Au moins", "En moyenne", "Au plus")


def _programme_table(programme: Programme) -> dict[str, Any]:
    recorded = programme.scheme.opinion
    opinion = (
        f"avis du CSE le {short_date(recorded)}" if recorded else "sans avis enregistré avec lui"
    )
    notice = notice_words(programme.scheme)
    lines = [
        f"{plural(programme.people, 'salarié')} ; {opinion} ; changements annoncés {notice} avant."
    ]
    rows = [(row, False) for row in programme_rows(programme)]
    title = f"Programme de variation (D3121-27) : {scheme_words(programme.scheme)}"
    return _table(title, lines, PROGRAMME_HEADS, rows, 1)


def programme_rows(programme: Programme) -> list[list[Cell]]:
    """Return a row per week: minimum, mean and maximum hours of the people concerned."""
    return [[monday, *map(Duration, bounds)] for monday, *bounds in programme.weeks]


def _table(
    title: str,
    lines: list[str],
    heads: tuple[str, ...],
    rows: list[tuple[list[Cell], bool]],
    right: int,
) -> dict[str, Any]:
    """Return a table of the PDF; each row with whether it is in bold."""
    words = [{"cells": [words_of(cell) for cell in row], "strong": strong} for row, strong in rows]
    return {"title": title, "lines": lines, "heads": heads, "rows": words, "right": right}
