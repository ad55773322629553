"""
The story of a program that plans a month, by a Python client generated from the document alone.

Run by `test_story.py` where the client is; prints what it saw, as JSON. Environment: `ADDRESS`,
`TOKEN` (a service account without the right to publish), `PUBLISHER` (one with it), `PAYROLL` (one
for payroll alone), `ADMIN` (an administrator, who adds the address that events are sent to).
"""

import json
import os
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any, TypeVar

from roulement_client import AuthenticatedClient
from roulement_client.api.abonnements import post_abonnements
from roulement_client.api.calculs import (
    get_responsable_calculs_job_id,
    post_responsable_plannings_rota_id_calculs,
)
from roulement_client.api.données import get_donnees_kind, post_donnees
from roulement_client.api.paie import get_paie_documents_kind
from roulement_client.api.plannings import (
    get_responsable_plannings_rota_id,
    get_responsable_plannings_rota_id_versions_number_creneaux,
    patch_responsable_plannings_rota_id,
    post_responsable_plannings,
)
from roulement_client.api.publications import (
    get_responsable_plannings_rota_id_apercu,
    post_responsable_plannings_rota_id_publications,
)
from roulement_client.api.événements import get_evenements, post_admin_evenements
from roulement_client.models import (
    Agences,
    AskJob,
    Besoins,
    BesoinsRolesItem,
    ChangeAgences,
    ChangeBesoins,
    ChangeContrats,
    ChangeDispositifs,
    ChangeGabarits,
    ChangePersonnes,
    ChangePersonnesAction,
    Changes,
    ChangeSites,
    Contrats,
    ContratsKind,
    Dispositifs,
    EditIn,
    EventType,
    FeedKind,
    Gabarits,
    JobConfig,
    JobInput,
    JobInputKind,
    NewDraft,
    NewFeed,
    NewWebhook,
    Operation,
    PayFormat,
    Personnes,
    PersonnesRole,
    ProblemOut,
    PublishIn,
    RowPersonnes,
    Sites,
    Verb,
)
from standardwebhooks import Webhook

T = TypeVar("T")
PEOPLE = ("ana", "bob", "cleo", "dan", "eve", "fares")
DAYS = (date(2030, 3, 5), date(2030, 3, 6), date(2030, 3, 7))
MESSAGES: Queue[tuple[dict[str, str], bytes]] = Queue()


class Receiver(BaseHTTPRequestHandler):
    """Take the messages that the service posts."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        MESSAGES.put((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the test wants no other output."""


def listening() -> str:
    """Receive in a thread, and return the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/roulement"


def entering(token: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=os.environ["ADDRESS"], token=token)


def rows() -> list[Any]:
    """Return what a new association begins with: a place, its people, its slots."""
    people = [
        change
        for who in PEOPLE
        for change in (
            ChangePersonnes(
                kind="personnes",
                values=Personnes(
                    id=who,
                    name=who.title(),
                    role=PersonnesRole.MEDIATEUR,
                    agency="port",
                    dispositifs=["Q"],
                    birth=date(1990, 5, 12),
                ),
            ),
            ChangeContrats(
                kind="contrats",
                values=Contrats(
                    mediator=who,
                    kind=ContratsKind.CDI,
                    start=date(2027, 1, 1),
                    weekly_minutes=2100,
                ),
            ),
        )
    ]
    slots = [
        change
        for day in DAYS
        for change in (
            ChangeGabarits(
                kind="gabarits",
                values=Gabarits(
                    id=f"Q-{day.day}",
                    dispositif="Q",
                    site="halle",
                    weekdays=[day.weekday()],
                    start="09:00",
                    end="14:00",
                    since=day,
                    until=day,
                ),
            ),
            ChangeBesoins(
                kind="besoins",
                values=Besoins(
                    template=f"Q-{day.day}",
                    roles=[BesoinsRolesItem.MEDIATEUR],
                    minimum=1,
                    target=1,
                    maximum=1,
                ),
            ),
        )
    ]
    return [
        ChangeAgences(kind="agences", values=Agences(id="port", name="Port")),
        ChangeDispositifs(
            kind="dispositifs", values=Dispositifs(id="Q", name="Quais", agency="port")
        ),
        ChangeSites(kind="sites", values=Sites(id="halle", name="Halle", agency="port")),
        *people,
        *slots,
    ]


def got(answer: T | ProblemOut | None) -> T:
    """Return an answer, which is no refusal."""
    assert answer is not None
    assert not isinstance(answer, ProblemOut), answer
    return answer


def changed(client: AuthenticatedClient) -> list[list[int]]:
    """Change a person; return keys of people and of contracts changed since, less theirs."""
    before = get_donnees_kind.sync_detailed("personnes", client=client)
    number = int(before.headers["Roulement-Data"])
    ana = next(row for row in got(before.parsed).items if row.values.id == "ana")
    assert isinstance(ana, RowPersonnes)
    ana.values.licence = True
    change = ChangePersonnes(
        kind="personnes",
        action=ChangePersonnesAction.MODIFIER,
        key=ana.key,
        number=ana.number,
        values=ana.values,
    )
    got(post_donnees.sync(client=client, body=Changes(changes=[change])))
    lists = [
        got(get_donnees_kind.sync(kind, client=client, since=number)).items
        for kind in ("personnes", "contrats")
    ]
    return [[row.key - ana.key for row in rows] for rows in lists]


def main() -> None:
    client, publisher = entering(os.environ["TOKEN"]), entering(os.environ["PUBLISHER"])
    seen: dict[str, Any] = {}

    made = got(post_donnees.sync(client=client, body=Changes(changes=rows())))
    seen["rows"] = len(made.items)
    address = NewWebhook(url=listening(), types=[EventType.MONTH_PUBLISHED])
    secret = got(
        post_admin_evenements.sync(client=entering(os.environ["ADMIN"]), body=address)
    ).secret

    begun = post_responsable_plannings.sync_detailed(
        client=client, body=NewDraft(month="2030-03", agency="port")
    )
    rota = got(begun.parsed).id
    seen["location"] = begun.headers["Location"].rpartition("/")[2] == rota

    wish = AskJob(config=JobConfig(seconds=60.0), model_input=JobInput(kind=JobInputKind.SOLVE))
    job = got(post_responsable_plannings_rota_id_calculs.sync(rota, client=client, body=wish))
    while (
        followed := got(get_responsable_calculs_job_id.sync(job.id, client=client))
    ).ended is None:
        time.sleep(0.2)
    seen["outcome"] = str(followed.outcome)

    head = get_responsable_plannings_rota_id.sync_detailed(rota, client=client)
    version = got(head.parsed).head
    slots = got(
        get_responsable_plannings_rota_id_versions_number_creneaux.sync(
            rota, version, client=client
        )
    ).items
    seen["slots"] = [len(slot.people) for slot in slots]

    free = next(who for who in PEOPLE if who not in slots[0].people)
    gesture = Operation(verb=Verb.GIVE, slot=slots[0].id, person=slots[0].people[0], to_person=free)
    edited = patch_responsable_plannings_rota_id.sync_detailed(
        rota, client=client, body=EditIn(operations=[gesture]), if_match=head.headers["ETag"]
    )
    seen["edit"] = [got(edited.parsed).version - version, got(edited.parsed).blocking]
    tag = edited.headers["ETag"]

    refused = post_responsable_plannings_rota_id_publications.sync(
        rota, client=client, body=PublishIn(), if_match=tag
    )
    assert isinstance(refused, ProblemOut)
    seen["refused"] = [refused.status, refused.code]

    last = got(get_evenements.sync(client=client)).items[-1]
    preview = got(get_responsable_plannings_rota_id_apercu.sync(rota, client=publisher))
    published = got(
        post_responsable_plannings_rota_id_publications.sync(
            rota,
            client=publisher,
            body=PublishIn(seen=preview.register_number),
            if_match=tag,
            idempotency_key="une-fois",
        )
    )
    seen["entries"] = published.entries

    feed = got(
        post_abonnements.sync(client=publisher, body=NewFeed(kind=FeedKind.DISPOSITIF, target="Q"))
    )
    calendar = publisher.get_httpx_client().get(feed.address.https)
    seen["events"] = calendar.text.count("BEGIN:VEVENT")

    headers, body = MESSAGES.get(timeout=60)
    message = Webhook(secret).verify(body, headers)
    news = got(get_evenements.sync(client=client, since=last.id)).items
    seen["received"] = [message["type"], message["data"]["people"] == news[0].data["people"]]
    seen["news"] = [last.type_, [event.type_ for event in news], news[0].id == message["id"]]

    paid = get_paie_documents_kind.sync_detailed(
        PayFormat.CSV,
        client=entering(os.environ["PAYROLL"]),
        first=date(2030, 3, 1),
        last=date(2030, 3, 31),
    )
    text = paid.content.decode("utf-8-sig")
    seen["payroll"] = [paid.status_code, sum(who.title() in text for who in PEOPLE)]

    seen["changed"] = changed(client)
    print(json.dumps(seen))  # noqa: T201 - what the test reads


main()
