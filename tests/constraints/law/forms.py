"""
Cases as others write them, put into the form that `cases` reads.

Others' names for what we know become ours, what is left out is the usual, an agreement may be named
freely. What no timeline of ours holds is listed: it is never silently left aside.
"""

import re
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple, cast

from constraints.registry import agreements
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import AbsenceKind
from tests.constraints.law.facts import KNOWN
from tests.constraints.law.workers import KINDS

VERDICTS = ("ok", "violation", "to_confirm")
#: What a case says of itself, and what is judged of it.
TOP = frozenset(
    (
        *("id", "rule", "article", "description_fr", "worker", "shifts", "history", "context"),
        *("expected", "expected_value", "first_violation_date", "amount", "measured", "unit"),
        *("note", "confidence", "also_violates"),
    )
)
#: What each part may tell. What is told in another part than its own is taken from there.
PARTS = {
    "worker": frozenset(
        (
            *("age", "birth", "contract", "weekly_hours", "part_time", "night_worker"),
            *("night_worker_since", "medical_visit", "contract_start", "contract_end"),
            *("next_weekly_hours", "basis", "short_hours", "days", "annual_minutes", "group"),
            "priority_area",
        )
    ),
    "context": KNOWN,
    "history": frozenset({"weeks_minutes", "outside_minutes"}),
}
SHIFT = frozenset({"start", "end", "break_minutes", "break_start", "kind"})

#: Others' names, and how many of our units one of theirs is.
ALIASES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("birth_date", "birthdate", "date_of_birth", "birthday"), ("birth", 1)),
    **dict.fromkeys(
        ("profile", "convention", "collective_agreement", "company_agreement"), ("agreement", 1)
    ),
    **dict.fromkeys(("hired", "hire_date", "contract_start_date"), ("contract_start", 1)),
    "contract_end_date": ("contract_end", 1),
    "contract_type": ("contract", 1),
    "contract_days": ("days", 1),
    "weekly_minutes": ("weekly_hours", 1 / 60),
    "annual_hours": ("annual_minutes", 60),
    "limit_hours": ("limit_minutes", 60),
    "limit": ("limit_minutes", 1),
    "quota_minutes": ("limit_minutes", 1),
    "quota_hours": ("limit_minutes", 60),
    "overtime_hours_year": ("overtime_minutes_year", 60),
    "employees": ("headcount", 1),
    "exceptional_circumstances": ("exceptional", 1),
    "sunday_basis": ("sunday_derogation", 1),
    "night_agreement": ("night_basis", 1),
}
CONTRACTS = {
    "apprentissage": "apprenti",
    "apprentice": "apprenti",
    "apprenticeship": "apprenti",
    "interimaire": "interim",
    "temp": "interim",
    "adulte relais": "adulte-relais",
    **{kind.lower(): kind for kind in KINDS},
}
ABSENCES = {
    "leave": AbsenceKind.LEAVE,
    "paid_leave": AbsenceKind.LEAVE,
    "sick": AbsenceKind.SICK,
    "sick_leave": AbsenceKind.SICK,
    **{kind.value: kind for kind in AbsenceKind},
}
#: How else an agreement is named than by its id or its number.
ALSO_NAMED = {
    "aci": "ateliers_chantiers_insertion",
    "regies": "regies_de_quartier",
    "centres sociaux": "alisfa",
}
#: What an agreement told as an object says of itself.
INSIDE = {
    "name": "agreement",
    "label": "agreement",
    "since": "agreement_start",
    "start": "agreement_start",
}
NO_AGREEMENT = frozenset({"", "code", "code du travail", "none", "aucun", "aucune"})
EMPTY: tuple[Any, ...] = (None, "", [], {})


class Form(NamedTuple):
    """A case in our form, and what of it no timeline of ours holds: where it was told, and what."""

    case: dict[str, Any]
    missing: tuple[str, ...]


def read(written: dict[str, Any]) -> Form:
    """Return a case in our form, with what can't be held of it."""
    written = deepcopy(written)
    case = {key: value for key, value in written.items() if key in TOP and key not in PARTS}
    parts: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    missing: list[str] = []
    for part, key, value in _entries(written):
        name, factor = ALIASES.get(key, (key, 1))
        home = next((p for p in (part, *PARTS) if name in PARTS.get(p, ())), None)
        if home is not None and name not in parts[home]:
            parts[home][name] = value if factor == 1 else _times(value, factor)
        elif home is None or parts[home][name] != value:
            missing.append(f"{part}.{key} « {value} »".removeprefix("."))
    missing += _agreement(parts["context"])
    missing += _worker(parts["worker"])
    missing += _absences(parts["context"])
    shifts = written.get("shifts") or []
    missing += [
        f"shifts.{key} « {value} »"
        for shift in shifts
        for key, value in shift.items()
        if key not in SHIFT and value not in EMPTY
    ]
    case["shifts"] = [{k: v for k, v in s.items() if k in SHIFT and v is not None} for s in shifts]
    for shift in case["shifts"]:
        if shift.get("kind", "work") not in list(DutyKind):
            missing.append(f"shifts.kind « {shift.pop('kind')} »")
    if case.get("expected", "ok") not in VERDICTS:
        missing.append(f"expected « {case['expected']} »")
    usual = {"id": "", "rule": "", "expected": "ok"}
    usual |= dict.fromkeys(("first_violation_date", "amount", "measured"))  # type: ignore[arg-type]
    return Form({**usual, **case, **parts}, tuple(dict.fromkeys(missing)))


def _entries(case: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield what is told, by part and key; what an agreement tells inside itself is context."""
    for part in PARTS:
        for key, value in (case.get(part) or {}).items():
            if ALIASES.get(key, (key, 1))[0] == "agreement" and isinstance(value, dict):
                for inner, content in cast("dict[str, Any]", value).items():
                    yield part, INSIDE.get(inner, inner), content
            elif value not in EMPTY:
                yield part, key, value
    for key, value in case.items():
        if key not in TOP and value not in EMPTY:
            yield "", key, value


def _times(value: Any, factor: float) -> Any:
    """Return a number in our unit; what is no number stays, and is refused where it is read."""
    return value * factor if isinstance(value, int | float) else value


def _agreement(context: dict[str, Any]) -> Iterator[str]:
    """Know the agreement named; any other name is that of the source of the limit told."""
    if "agreement" not in context:
        return
    label = context.pop("agreement")
    text = _words(label)
    named = {str(a.idcc): a.id for a in agreements().values()}
    named |= {_words(a.id): a.id for a in agreements().values()} | ALSO_NAMED
    known = next((i for name, i in named.items() if f" {name} " in f" {text} "), None)
    if known is not None:
        context["agreement"] = known
    elif text in NO_AGREEMENT or label is False:
        return
    elif "limit_minutes" in context:
        context["agreement_name"] = str(label) if isinstance(label, str) else "accord du cas"
    else:
        yield f"context.agreement « {label} », sans la valeur qu’il fixe"


def _worker(worker: dict[str, Any]) -> Iterator[str]:
    """Fill in the usual person: thirty years old, in CDI, of thirty-five hours."""
    if "birth" not in worker:
        worker.setdefault("age", 30)
    label = str(worker.setdefault("contract", "CDI"))
    kind = CONTRACTS.get(_words(label)) or CONTRACTS.get(label.lower())
    if kind is None:
        yield f"worker.contract « {label} »"
    worker["contract"] = kind or "CDI"
    worker.setdefault("weekly_hours", 35)
    worker.setdefault("part_time", float(worker["weekly_hours"]) < 35)
    worker.setdefault("night_worker", "auto")


def _absences(context: dict[str, Any]) -> Iterator[str]:
    for absence in context.get("absences", ()):
        kind = ABSENCES.get(str(absence.get("kind")))
        if kind is None:
            yield f"context.absences « {absence.get('kind')} »"
        absence["kind"] = kind or AbsenceKind.OTHER


def _words(label: object) -> str:
    """Return a name in small letters, without accents: words alone."""
    plain = unicodedata.normalize("NFKD", str(label)).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))
