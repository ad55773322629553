"""
Send events to the addresses that asked for them, each at least once, in a thread of its own.

A sending is claimed by one process at a time and noted afterwards, as mails are: who dies between
the two leaves it to be sent again, under the same id. A message that isn't taken is tried again for
a day, after longer and longer pauses; then it is a dead letter, which an administrator may replay.
"""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Event as Stop
from threading import Thread

import httpx2
import structlog
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from api.data.stored.association import read
from api.database.counters import DATA, stamp
from api.database.engine import reading, writing
from api.database.queue import NEVER, claim, end, keep_sending, pause, put_off, waits
from api.database.tables.events import EventRow, WebhookRow, WebhookSendingRow
from api.events.facts import EventType, Fact, record, written
from api.events.message import Event, body_of, event_of, headers_of
from api.events.targets import Target, target_of
from api.mail.refusals import RefusedError
from api.settings import Settings
from scheduler.domain.time import civil_day

SECONDS = 10.0
"""How long an address may take to answer, from the connection on."""

LEASE = timedelta(minutes=2)
"""How long a claim lasts: several times what a try may take."""

A_DAY = timedelta(days=1)
GONE = 410
"""The address wants no more, says the standard."""

log = structlog.get_logger("evenements")


def start(engine: Engine, settings: Settings, stop_event: Stop) -> Thread:
    """Send what is queued, in a thread that ends soon after `stop_event` is set."""
    seen: list[tuple[int, datetime | None, date]] = []

    def look() -> None:
        send_due(engine, settings, stopped=stop_event.is_set)
        now = datetime.now(UTC)
        with reading(engine) as session:
            state = (*stamp(session, DATA), civil_day(now))
            if state in seen:
                return
            seen[:] = [state]  # data with faults are looked at again once they change
            if not ends_unsaid(session, settings, now):
                return
        with writing(engine) as session:
            record(session, *ends_unsaid(session, settings, now), now=now)

    return keep_sending("evenements", look, stop_event, log)


def send_due(
    engine: Engine,
    settings: Settings,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Send all that is due now; return how many messages were taken."""
    open_ = select(WebhookRow.id).where(WebhookRow.paused.is_(None), WebhookRow.closed.is_(None))
    count = 0
    while not stopped():
        only = WebhookSendingRow.webhook.in_(open_)
        sending = claim(engine, WebhookSendingRow, only, now=now(), lease=LEASE)
        if sending is None:
            break
        with reading(engine) as session:
            webhook = session.get(WebhookRow, sending.webhook)
            event = session.get(EventRow, sending.event)
        if webhook is None or event is None:  # deleted meanwhile, and the sending with it
            continue
        try:
            deliver(settings, webhook, event_of(event), now())
        except RefusedError as error:
            _refused(engine, sending, error, now())
        else:
            end(engine, sending, sent=now(), error="")
            if webhook.failures:
                with writing(engine, alone=False) as session:
                    session.get_one(WebhookRow, webhook.id).failures = 0
            count += 1
            log.info("evenement_envoye", evenement=event.id, adresse=webhook.id)
    return count


def deliver(settings: Settings, webhook: WebhookRow, event: Event, now: datetime) -> None:
    """
    Send one message, once.

    Redirections aren't followed, and nothing of the answer but its status is read. RefusedError: it
    wasn't taken (`down`: nobody answered; `final`: the address wants no more).
    """
    target, body = target_of(webhook.url, settings.event_networks), body_of(event)
    headers = {**headers_of(webhook, event.id, body, now), "Host": target.netloc}
    try:
        status = asyncio.run(asyncio.wait_for(_post(target, headers, body), SECONDS))
    except (TimeoutError, httpx2.TimeoutException):
        raise RefusedError("l’adresse n’a pas répondu à temps", down=True) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        words = "le certificat de l’adresse n’est pas valable" if _is_certificate(error) else ""
        raise RefusedError(words or "l’adresse n’est pas joignable", down=True) from None
    if status // 100 != 2:  # noqa: PLR2004 - success
        raise RefusedError(f"l’adresse répond {status}", final=status == GONE)


async def _post(target: Target, headers: dict[str, str], body: bytes) -> int:
    """Post to the first IP address that takes a connection; the certificate is the name's."""
    failed: httpx2.HTTPError | None = None
    # Our own proxy settings aren't used: a proxy would resolve the name again.
    async with httpx2.AsyncClient(
        verify=ssl.create_default_context(), trust_env=False, timeout=SECONDS
    ) as client:
        for url in target.urls:
            request = client.build_request(
                "POST",
                url,
                content=body,
                headers=headers,
                extensions={"sni_hostname": target.host},
            )
            try:
                answer = await client.send(request, stream=True, follow_redirects=False)
            except httpx2.ConnectError as error:
                failed = error
            else:
                await answer.aclose()
                return answer.status_code
    assert failed is not None  # noqa: S101 - a target has addresses
    raise failed


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _refused(
    engine: Engine, sending: WebhookSendingRow, error: RefusedError, now: datetime
) -> None:
    """Put a message off, or give it up; spare others what their address would do to them now."""
    if error.final or sending.made + A_DAY <= now:
        end(engine, sending, given_up=now, error=error.reason)
    else:
        put_off(engine, sending, now, error=error.reason)
    log.warning("evenement_refuse", id=sending.id, tries=sending.tries, reason=error.reason)
    if not (error.final or error.down):
        return
    table = WebhookSendingRow
    theirs = update(table).where(table.webhook == sending.webhook, *waits(table))
    with writing(engine) as session:
        webhook = session.get(WebhookRow, sending.webhook)
        if webhook is None:  # deleted meanwhile
            return
        if error.final:
            webhook.closed = now
        else:
            webhook.failures += 1
            due = now + pause(webhook.failures)
            session.execute(theirs.where(table.next_try < due).values(next_try=due))
            theirs = theirs.where(table.made <= now - A_DAY)
        session.execute(theirs.values(given_up=now, next_try=NEVER, error=error.reason))


def ends_unsaid(session: Session, settings: Settings, now: datetime) -> list[Fact]:
    """
    Return what is to be written of contracts that have ended.

    A contract that another follows the next day hasn't ended anybody's work. Ends older than events
    are kept are nobody's news: those of an association that was just imported stay unsaid.
    """
    today = civil_day(now)
    first = today - timedelta(days=settings.event_days)
    facts = [
        Fact(
            type=EventType.LEFT,
            data={"person": person.id, "end": end.isoformat()},
            agency=person.agency,
            dispositifs=person.dispositifs,
            key=f"{EventType.LEFT}:{person.id}:{end}",
        )
        for person in read(session).mediator_of.values()
        for end in (contract.end for contract in person.contracts)
        if end is not None and first < end < today
        if person.contract_on(end + timedelta(days=1)) is None
    ]
    said = written(session, [fact.key for fact in facts])
    return [fact for fact in facts if fact.key not in said]
