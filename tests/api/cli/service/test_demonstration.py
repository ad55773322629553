import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from api.cli.service.demonstration import (
    NOWHERE,
    NotDemonstrationError,
    demonstration_settings,
    prepare,
)
from api.cli.service.moved import last_published
from api.database.errors import NotEmptyError
from api.settings import Settings
from scheduler.domain.time import PARIS
from tests.api.access.people import NOW, opened_account
from tests.api.commands import framed, rota
from tests.api.jobs.processes import ROTA, Process, started
from tests.api.service import loaded

PREPARED = 180.0
"""Seconds that it may take to be ready, on a busy machine."""


def accounts(process: Process) -> tuple[str, str, list[str]]:
    """Return the address, the password and the e-mails that a demonstration printed."""
    process.until(r"Rien n’est gardé|Tout est gardé", PREPARED)
    said = process.until(r"ouvrez (\S+) et choisissez .+ pour cette fois : (\S+)")
    lines = process.said().splitlines()
    return said.group(1), said.group(2), [x.split()[0] for x in lines if "@roulement.demo " in x]


@contextmanager
def signed_in(address: str, email: str, password: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, headers={"accept": "text/html"}, timeout=120) as client:
        answer = client.post("/connexion", data={"email": email, "password": password})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        yield client


def opened(client: httpx2.Client, address: str) -> httpx2.Response:
    """Open a page; while plannings are read for the first time, it asks to be opened again."""
    for _ in range(int(PREPARED)):
        page = client.get(address, follow_redirects=True)
        if page.status_code != 503 or "Refresh" not in page.headers:
            break
        time.sleep(float(page.headers["Refresh"]))
    return page


def stopped(client: httpx2.Client) -> None:
    """Stop the calculation, which takes all cores for a minute that no test here needs."""
    root = "/api/v1/responsable"
    drafts = client.get(f"{root}/plannings").json()["items"]
    [rota] = [row["id"] for row in drafts if row["title"] == "À essayer"]
    # The page of a calculation to ask for leads to the one that runs.
    running = client.get(f"/plannings/{rota}/calculer", headers={"accept": "text/html"})
    job = running.headers["Location"].rpartition("/")[2]
    answer = client.post(f"{root}/calculs/{job}/arret", json={})
    assert answer.status_code == 202, answer.text


@pytest.mark.long
def test_a_demonstration_leaves_nothing(tmp_path: Path) -> None:
    words = [*ROTA, "serve", "--demo"]
    with started(words, tmp_path, f"sqlite:///{tmp_path}/reelle.db", port=0) as process:
        process.until(r"Rien n’est gardé", PREPARED)
        code = process.end()

    assert code == 0
    ended = "Arrêté : ce qui a été essayé est effacé (pour le garder : --garder FICHIER.db)."
    assert process.said().rstrip().endswith(ended)
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".txt"]  # what it said, alone


@pytest.mark.first
@pytest.mark.long
def test_a_kept_demonstration_lets_each_role_in_and_opens_again_with_another_password(
    tmp_path: Path,
) -> None:
    words = [*ROTA, "serve", "--demo", "--garder", "demo.db"]
    last = last_published(datetime.now(PARIS).date())
    url = f"sqlite:///{tmp_path}/reelle.db"
    with started(words, tmp_path, url, port=0) as process:
        address, first, emails = accounts(process)
        with signed_in(address, emails[0], first) as client:
            stopped(client)
        for email in emails:
            with signed_in(address, email, first) as client:
                assert (email, opened(client, "/").status_code) == (email, 200)
        with signed_in(address, emails[0], first) as client:
            listed = opened(client, "/plannings").text
            month = opened(client, f"/mois/{last:%Y-%m}?agency=nantes").text
            home = opened(client, "/").text
            requests = opened(client, "/demandes").text
        with signed_in(address, emails[2], first) as client:
            counted = opened(client, "/rh/compteurs").text
        with signed_in(address, emails[3], first) as client:
            covered = opened(client, f"/couverture?month={last:%Y-%m}").text
            before = opened(client, f"/couverture?month={last - timedelta(days=1):%Y-%m}").text
            paid = opened(client, "/marches").text
        with httpx2.Client(base_url=address, headers={"accept": "text/html"}) as client:
            clicked = client.post("/demonstration/compte", data={"email": emails[2]})
            mailbox = client.get("/demonstration/courriels")
        code = process.end()
    with started(words, tmp_path, url, port=0) as process:
        address, second, _ = accounts(process)
        with signed_in(address, emails[0], second):
            pass
        process.end()

    assert [email.partition("@")[0] for email in emails] == [
        "responsable",
        "mediateur",
        "rh",
        "commanditaire",
        "admin",
    ]
    assert (clicked.status_code, mailbox.status_code) == (303, 200)
    assert "À essayer" in listed
    assert "Abdoulaye Touré" in month
    assert "Congés (1)" in requests
    months = re.findall(r'<option value="(20\d\d-\d\d)"', counted)
    assert (months[0], len(months)) == (f"{last:%Y-%m}", 12)
    assert "Remplacer sur ce service" in home
    for shown in (covered, before):
        assert "pas de données" not in shown
        assert "Créneaux au minimum promis" in shown
    assert "Médiation de quartier, Nantes" in paid
    assert code == 0
    assert first != second
    assert f"Tout est gardé dans {tmp_path}/demo.db" in process.said()
    assert process.said().rstrip().endswith("les calculs en cours reprendront.")
    assert "se calcule" not in process.said()
    assert not (tmp_path / "reelle.db").exists()


def test_a_file_that_holds_other_accounts_is_left_alone(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)

    with pytest.raises(NotDemonstrationError, match="des comptes qui ne sont pas ceux"):
        prepare(sqlite_engine, Settings(), NOW)


def test_a_file_that_holds_another_association_is_left_alone(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)

    with pytest.raises(NotEmptyError):
        prepare(sqlite_engine, Settings(), NOW)


def test_of_the_settings_it_takes_the_address_alone() -> None:
    real = Settings(
        port=8123,
        public_url="https://planning.exemple.org",
        smtp_host="courriel.exemple.org",
        oidc_issuer="https://compte.exemple.org",
    )

    with demonstration_settings(real, None) as settings:
        folder = Path(settings.database_url.removeprefix("sqlite:///")).parent
        assert folder.is_dir()

    assert settings.public_url == "http://127.0.0.1:8123"
    assert (settings.smtp_host, settings.oidc_issuer) == (NOWHERE, "")
    assert NOWHERE.endswith(".invalid")
    assert not folder.exists()


def test_keeping_is_for_demonstrations() -> None:
    result = rota("serve", "--garder", "demo.db")

    assert result.exit_code == 2
    assert "--garder va avec --demo" in framed(result)
