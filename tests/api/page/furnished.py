"""An association with something to show on every page, and the addresses of all pages."""

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from typing import Any

from sqlalchemy import update

from api import PAGES, modules
from api.access.caller import Role
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import writing
from api.database.tables.asking import WorkedRow
from api.database.tables.feeds import FeedRow
from api.database.tables.jobs import JobRow
from api.hours.worked import Kind as Said
from api.jobs.states import Outcome, State, move
from api.shell.guides import INDEX, guides
from tests.api.month.planned import EVENING, MONDAY, TUESDAY, add, begin, edit
from tests.api.month.planned import publish as publish_draft
from tests.api.page.every_role import HTML
from tests.api.rights import Doors
from tests.api.service import NOW, Service
from tests.api.two_agencies import OWN, furnished

UNWELL: tuple[dict[str, Any], ...] = (
    {"mediator": "brice", "start": "2026-03-10", "end": "2026-03-12", "kind": "maladie"},
    {"mediator": "chloe", "start": "2026-03-16", "end": "2026-03-20", "kind": "accident_travail"},
    {"mediator": "elsa", "start": "2026-03-23", "end": "2026-03-31", "kind": "maternite_paternite"},
)
"""Absences of one's own agency whose reasons RH alone may read."""

PROTECTED: tuple[dict[str, Any], ...] = (
    {
        "mediator": "farid",
        "reason": "grossesse",
        "since": "2026-02-02",
        "until": "2026-12-31",
        "no_night_since": "2026-02-09",
        "no_night_by": "demande",
        "pregnant_since": "2025-12-01",
        "birth": "2026-09-01",
        "day_minutes": 60,
    },
    {"mediator": "brice", "reason": "sante", "since": "2026-02-02", "day_minutes": 60},
)
"""Constraints that the month's shifts break, and whose reasons RH alone may read."""

LOCK = {"mediator": "ada", "slot": TUESDAY, "by": "Inès", "why": "Visite d’un élu"}
"""Somebody whom no calculation moves."""

FOREIGN = """mars 2026;
Nom;16;17;18;19;20
Lemoine;6h-18h;6h-18h;N;M;CP
Lemoyne;6h-18h;6h-18h;N;M;CP
"""
"""A rota made elsewhere: an unknown code, usual ones, and two near names that are nobody's here."""

ASSETS = ("/favicon.ico", "/statique/")

QUERIES = {
    "/moi/echanges/choisir": f"?service={MONDAY}",
    "/moi/echanges/essai": f"?service={MONDAY}&avec=chloe",
    "/moi/pourquoi": f"?service={MONDAY}",
    "/moi/compteurs": "?mois=2026-03",
    "/moi/heures": "?mois=2026-03",
    "/mois/{month}": f"?agency={OWN}",
    "/mois/{month}/documents/{kind}": f"?agency={OWN}",
    "/mois/{month}/absence": "?personne=ada&jour=2026-03-03",
    "/mois/{month}/regrouper": f"?agency={OWN}&jour=2026-03-03&vers=place",
    "/mon-tableau/fini": "?fait=1-1-1-1-1",
    "/rh": f"?month=2026-03&agency={OWN}&basis=worked",
    "/rh/acquittements": f"?month=2026-03&basis=worked&agency={OWN}&regle=break_20min",
    "/rh/constat": "?{proof}",
    "/rh/controle/constat": "?code={foreign}",
    "/rh/compteurs": f"?month=2026-03&agency={OWN}",
    "/prevision": "?first=2026-03&last=2026-03",
    "/rh/obligations": "?month=2026-03",
    "/rh/obligations/document": "?month=2026-03&nom=registres-2026-03.xlsx",
    "/rh/obligations/documents.zip": "?month=2026-03",
    "/rh/paie": f"?first=2026-03-01&last=2026-03-31&agency={OWN}",
    "/rh/paie/documents/{kind}": f"?first=2026-03-01&last=2026-03-31&agency={OWN}",
    "/rh/preuves/{person}": "?month=2026-03",
    "/equite/comptes.csv": "?first=2026-03&last=2026-03",
    "/couverture": "?month=2026-03",
    "/plannings/{rota_id}/acquittements": "?code={code}",
    "/plannings/{rota_id}/services/{slot_id}/deplacer": "?personne={holder}",
    "/plannings/{rota_id}/services/{slot_id}/echanger": "?personne={holder}",
    "/plannings/{rota_id}/absence": "?personne={holder}&jour=2026-03-03",
    "/plannings/{rota_id}/remplacer": "?personne={holder}",
    "/page/plannings/{rota_id}/case": "?person=ada&day=2026-03-03",
    "/page/plannings/{rota_id}/depuis": "?version=1",
    "/page/plannings/{rota_id}/remplacements": "?person={holder}",
    "/page/plannings/{rota_id}/candidats": f"?slot={TUESDAY}",
}
"""What a page is asked beside its address, for it to have something to show."""


def furnish(service: Service) -> dict[str, str]:
    """
    Fill a database; return what stands for each parameter of pages' addresses.

    March of our agency was planned, published as n° 3 and changed since; a calculation has ended;
    leave, a swap, hours and a subscription are there; the other agency has its own of each.
    """
    service.app.state.now = lambda: NOW
    own, _ = furnished(service.engine)
    with writing(service.engine) as session:
        rows.apply(session, [rows.Add(KINDS["absences"], values) for values in UNWELL])
        (away,) = rows.of_person(session, KINDS["personnes"], UNWELL[0]["mediator"])
        # Eleven hours: RH have a finding to read.
        hours = session.get_one(WorkedRow, own.values["hours_id"])
        hours.kind, hours.end = Said.WORK, hours.start + timedelta(hours=11)
    client = service.client("responsable", agency=OWN)
    where = begin(client)
    operations = [add("ada", TUESDAY), add("brice", TUESDAY)]
    assert edit(client, where, 1, *operations).status_code == 200
    published = publish_draft(client, where, 2)
    assert published.status_code == 201, published.text
    # During an apprentice's courses: there are findings to read, to prove and to answer for.
    assert edit(client, where, 2, add("dorian", TUESDAY), add("farid", EVENING)).status_code == 200
    rota = where.rpartition("/")[2]
    with writing(service.engine) as session:
        rows.apply(session, [rows.Add(KINDS["verrous"], LOCK)])
        kind = KINDS["contraintes_personnelles"]
        rows.apply(session, [rows.Add(kind, values) for values in PROTECTED])
    page = client.get(f"/plannings/{rota}", headers=HTML).text
    codes = re.findall(r'/acquittements\?code=([^"&]+)', page)
    findings = service.client("rh").get(address_of("/rh", {}), headers=HTML).text
    proofs = re.findall(r'"/rh/constat\?([^"]+)"', findings)
    return {
        **own.values,
        "rota_id": rota,
        "slot_id": TUESDAY,
        "holder": "ada",
        "dispositif": "P",
        "day": "2026-03-03",
        "job_id": _calculated(service, client, rota),
        "number": str(published.json()["number"]),
        "month": "2026-03",
        "code": codes[0],
        "proof": unescape(proofs[0]),
        "kind": "personnes",
        "key": str(away.key),
    }


def _calculated(service: Service, client: Any, rota: str) -> str:
    """Ask for a calculation and end it as a worker would, without searching."""
    form = {"key": "k", "kind": "solve", "seconds": "20"}
    answer = client.post(
        f"/plannings/{rota}/calculer", data=form, headers=HTML, follow_redirects=False
    )
    job = str(answer.headers["location"].rpartition("/")[2])
    with writing(service.engine) as session:
        row = session.get_one(JobRow, job)
        move(session, row, State.SOLVING)
        row.outcome = Outcome.UNKNOWN
        move(session, row, State.COMPLETED, "rien de mieux n’a été trouvé")
    return job


def have_judged(doors: Doors) -> str:
    """Have RH audit a file made elsewhere, with a question left; return the code of a finding."""
    sent = {"files": [("fichiers", ("mars.csv", FOREIGN.encode()))], "headers": HTML}
    shown = {"headers": HTML}
    doors.answers([(Role.RH, "POST", "/rh/controle", sent)])
    [page] = doors.answers([(Role.RH, "GET", "/rh/controle", shown)])
    token = re.findall(r'name="jeton" value="([^"]+)"', page.text)[0]
    form = {"jeton": token, "geste": "tel-quel"}
    doors.answers([(Role.RH, "POST", "/rh/controle/reponses", {"data": form, "headers": HTML})])
    [page] = doors.answers([(Role.RH, "GET", "/rh/controle", shown)])
    return str(re.findall(r'/rh/controle/constat\?code=([^"]+)"', page.text)[0])


def give(service: Service, values: Mapping[str, str], user: str) -> None:
    """Make the furnished subscription an account's own, as pages show one's own alone."""
    with writing(service.engine) as session:
        session.execute(update(FeedRow).where(FeedRow.id == values["feed_id"]).values(user=user))


def paths(method: str = "GET") -> list[str]:
    """
    Return the paths of all pages and fragments of pages, found in their screens' routes.

    The guides' routes are made with the app, for whoever may open their screens.
    """
    help_pages = {INDEX, *(guide.address for guide in guides())} if method == "GET" else set()
    return sorted(
        help_pages
        | {
            route.path
            for module in modules("api.page.*routes", PAGES)
            for route in getattr(getattr(module, "router", None), "routes", ())
            if method in route.methods and not route.path.startswith(ASSETS)
        }
    )


def address_of(path: str, values: Mapping[str, str]) -> str:
    """
    Return an address of a page that shows something.

    Raises
    ------
    KeyError
        A parameter has no value: `furnish` has to make what it names.
    """
    kind = {"kind": "xlsx"} if "/documents/" in path else {}
    return (path + QUERIES.get(path, "")).format_map({**values, **kind})
