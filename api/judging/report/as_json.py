"""
Le rapport en JSON: the shape that programs may rely on; keys are never renamed, only added.

`periode`, `profil`, `legal`, `complet`, `bilan`; `constats`, each with its `partie` (`constat`,
`du`, `note`), its `code`, what was measured against what, its article, sanction and answer, and
`services`, the shifts that prove it, whose `compte_minutes` come to `total_minutes` where that is
the measure; `personnes`; then what was read: `sources`, `lectures` with each row that was refused
or set aside, and `hypotheses`. Durations are minutes, days are ISO dates, instants have their
offset.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from api.judging.report.report import Part
from api.judging.report.wording import KINDS, answer_words, link_of, version_of
from api.planning.summary import finding_json
from scheduler.finding import Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.data.errors import FileError, Where
    from api.intake.reading import Aside, Counts
    from api.judging.case import Read
    from api.judging.report.proof import Line
    from api.judging.report.report import Report, Told
    from scheduler.domain.duty import Duty

VERSION = 1


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain values (see the module)."""
    head, tail = _around(report)
    return {**head, "constats": [told_json(one) for one in report.told], **tail}


def json_pieces(
    report: Report, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    """
    Yield the text of the report's JSON, one finding at a time.

    All of a large employer's year at once would fill the memory. `before` and `after` are other
    keys, put first and last.
    """
    head, tail = _around(report)
    yield "{"
    comma = ""
    for key, value in {**before, **head}.items():
        yield f"{comma}\n {_text(key)}: {_text(value)}"
        comma = ","
    yield f'{comma}\n "constats": ['
    for n, one in enumerate(report.told):
        yield f"{',' if n else ''}\n  {_text(told_json(one))}"
    yield "\n ]"
    for key, value in {**tail, **after}.items():
        yield f",\n {_text(key)}: {_text(value)}"
    yield "\n}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _around(report: Report) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what comes before and after the findings."""
    case = report.case
    head = {
        "forme": VERSION,
        "periode": {"du": case.first.isoformat(), "au": case.last.isoformat()},
        "profil": case.profile.name,
        "legal": report.lawful,
        "complet": report.whole,
        "bilan": {
            "personnes": report.people,
            "bloquants": len(report.stopping),
            "constats": len(report.of(Part.WRONG)),
            "a_confirmer": sum(1 for t in report.told if t.finding.verdict is Verdict.TO_CONFIRM),
            "dus": len(report.of(Part.DUE)),
            "notes": len(report.of(Part.NOTE)),
        },
    }
    tail = {
        "personnes": [
            {
                "id": m.id,
                "nom": m.name,
                "constats": [t.finding.code for t in report.by_subject.get(m.id, ())],
            }
            for m in case.mediators
        ],
        "acquittements_sans_objet": [one.code for one in report.answers.moot],
        **read_json(case.read),
    }
    return head, tail


def read_json(read: Read) -> dict[str, Any]:
    """Return what was read, refused, set aside and assumed."""
    return {
        "sources": [
            {
                "fichier": origin.name,
                "sha256": origin.digest,
                **({} if origin.counts is None else counts_json(origin.counts)),
            }
            for origin in read.origins
        ],
        "lectures": {
            **counts_json(read.counts),
            "refus": [refusal_json(one) for one in read.refused],
            "mises_de_cote_detail": [aside_json(one) for one in read.aside],
        },
        "hypotheses": [{"texte": a.text, "personnes": list(a.about)} for a in read.assumed],
    }


def counts_json(counts: Counts) -> dict[str, int]:
    """Return the count of entries read."""
    return {
        "lues": counts.read,
        "utilisees": counts.used,
        "refusees": counts.refused,
        "mises_de_cote": counts.aside,
    }


def refusal_json(one: FileError) -> dict[str, Any]:
    """Return where something was refused, what was found and what was expected."""
    return {
        "fichier": one.file,
        "feuille": one.sheet,
        "ligne": one.line,
        "colonne": one.column,
        "lettre": one.letter,
        "recu": one.found,
        "attendu": one.expected,
        "message": one.message,
    }


def aside_json(one: Aside) -> dict[str, Any]:
    """Return what was set aside, and why."""
    return {"ou": str(one.where), "recu": one.found, "motif": one.why, "nombre": one.entries}


def told_json(one: Told) -> dict[str, Any]:
    """Return one finding with its proof."""
    finding = one.finding
    url = link_of(one.rule, finding.article)
    lines = zip(one.proof.lines, one.where, strict=True)
    return {
        "code": finding.code,
        "partie": one.part.value,
        "titre": one.title,
        **finding_json(finding, one.who),
        "url": url,
        "version": version_of(url),
        "valeur_depuis": None if one.value is None else one.value.day.isoformat(),
        "valeur_source": None if one.value is None else str(one.value.source),
        "sources": [{"article": str(s), "url": s.url} for s in one.rule.sources],
        "mesure_texte": shown(finding.measured, finding.unit),
        "limite_texte": shown(finding.limit, finding.unit),
        "ecart_texte": shown(finding.amount, finding.unit),
        "services": [_line(line, where) for line, where in lines],
        "compte": one.proof.how.value,
        "total_minutes": one.proof.total,
        "sanction": None if one.penalty is None else one.penalty.text,
        "sanction_reserves": [] if one.penalty is None else list(one.penalty.caveats),
        "acquittement": {"etat": one.answer.value, "texte": answer_words(one)},
    }


def _line(line: Line, where: Where | None) -> dict[str, Any]:
    return {
        **duty_json(line.duty),
        "compte_minutes": line.counted,
        "ou": None if where is None else str(where),
    }


def duty_json(duty: Duty) -> dict[str, Any]:
    """Return a shift as plain values."""
    return {
        "id": duty.id,
        "nature": KINDS[duty.kind],
        "debut": duty.span.start.isoformat(),
        "fin": duty.span.end.isoformat(),
        "pauses": [
            {
                "minutes": b.minutes,
                "debut": None if b.start is None else b.start.isoformat(),
                "genre": b.kind.value,
            }
            for b in duty.breaks
        ],
        "pauses_connues": duty.breaks_known,
        "travail_minutes": duty.work,
        "site": duty.site,
        "dispositif": duty.dispositif,
        "agence": duty.agency,
    }
