"""
The examples of deployment, run: systemd reads the units, nginx and Caddy keep feeds secret, and
send the service nothing but what came for its name.
"""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.prove.service import container

DEPLOY = Path(__file__).parents[3] / ".deploy"
SECRET = "Zb1-xQ_9kPq3v0cV7uHk2LmN8sRtYwAaBbCcDdEeFf4"  # noqa: S105 - an invented one
PATHS = (f"/feeds/{SECRET}.ics", f"/feeds/{SECRET}", f"/api/v1/moi?jeton={SECRET}")
EXPOSED = 2.0
"""What systemd may find exposed of our units, of ten."""

OK = 200
NAME, OTHER = "planning.exemple.org", "autre.exemple.org"
"""The host that the examples are for, and one that they aren't."""

FRONT, BACK = 18443, 18000


def proved() -> list[str]:
    """Run each example; return lines that tell what was seen."""
    lines = []
    for program, part in (
        ("systemd-analyze", _units),
        ("nginx", _nginx),
        ("caddy", _caddy),
    ):
        lines.append(part() if shutil.which(program) else f"{program} manque : non essayé")
    why = container.possible()
    return [*lines, *(container.proved() if not why else [f"conteneur non essayé : {why}"])]


def _units() -> str:
    with tempfile.TemporaryDirectory() as scratch:
        names = []
        for path in sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]):
            # systemd looks whether the program is there; here it stands elsewhere.
            text = path.read_text("utf-8").replace("/opt/roulement/bin/rota", "/bin/true")
            names.append(Path(scratch) / path.name.replace("@.", "@1."))
            names[-1].write_text(text, "utf-8")
        done = _run("systemd-analyze", "verify", "--man=no", *names)
        if done.stderr.strip():
            raise SystemExit(f"systemd-analyze verify : {done.stderr}")
        services = [name for name in names if name.suffix == ".service"]
        scores = [
            float(re.findall(r"exposure level for \S+: ([\d.]+)", _exposure(service))[0])
            for service in services[1:]  # the backup's own unit is short
        ]
    if max(scores) > EXPOSED:
        raise SystemExit(f"unités exposées à {max(scores)} sur 10 (attendu : au plus {EXPOSED})")
    return f"systemd : {len(names)} unités lues sans remarque, exposition {max(scores)} sur 10"


def _exposure(path: Path) -> str:
    return _run("systemd-analyze", "security", "--offline=true", path).stdout


def _nginx() -> str:
    with tempfile.TemporaryDirectory() as scratch, _answering() as hosts:
        folder = Path(scratch)
        _certificate(folder)
        text = (DEPLOY / "nginx.conf").read_text("utf-8")
        text = text.replace("/etc/ssl/roulement", scratch).replace("/var/log/nginx", scratch)
        text = re.sub(r"listen (\[::\]:)?443", rf"listen \g<1>{FRONT}", text)
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{BACK}")
        (folder / "nginx.conf").write_text(
            f"pid {scratch}/pid; error_log {scratch}/depart.log;\n"
            f"events {{}}\nhttp {{\n{text}\n}}\n",
            "utf-8",
        )
        config = ("-p", scratch, "-c", f"{scratch}/nginx.conf")
        _run("nginx", "-t", *config)
        return _kept_secret("nginx", ["nginx", *config, "-g", "daemon off;"], folder, hosts)


def _caddy() -> str:
    with tempfile.TemporaryDirectory() as scratch, _answering() as hosts:
        folder = Path(scratch)
        _certificate(folder)
        text = (DEPLOY / "Caddyfile").read_text("utf-8")
        text = text.replace("/var/log/caddy", scratch)
        text = text.replace(
            f"\n{NAME} {{",
            f"\nhttps://{NAME}:{FRONT} {{\n\ttls {scratch}/certificat.pem {scratch}/cle.pem",
        )
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{BACK}")
        (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}", "utf-8")
        config = ("--config", f"{scratch}/Caddyfile", "--adapter", "caddyfile")
        _run("caddy", "validate", *config)
        return _kept_secret("caddy", ["caddy", "run", *config], folder, hosts)


def _kept_secret(name: str, command: list[str], folder: Path, hosts: list[str]) -> str:
    """
    Ask for feeds through a proxy; nothing that it wrote may hold their secret.

    `hosts`: the names under which the service was asked, of which there may be one alone.
    """
    with (
        (folder / "sortie").open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=out) as running,
    ):
        try:
            _until(lambda: _status(PATHS[0]) == OK)
            answers = [_status(path) for path in PATHS]
            came = len(hosts)
            for sent in (OTHER, f"{OTHER}:{FRONT}", "127.0.0.1"):
                _status("/", host=sent)
            for server in (OTHER, None):
                _status("/", server=server)
        finally:
            running.terminate()
    written = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    log = next(folder.glob("*roulement.log")).read_text("utf-8")
    if SECRET.encode() in written or answers != [OK] * len(PATHS):
        raise SystemExit(f"{name} : un secret est au journal, ou {answers}")
    if set(hosts) != {NAME} or len(hosts) != came:
        raise SystemExit(f"{name} : le service est demandé sous un autre nom, {sorted(set(hosts))}")
    return f"{name} : {len(log.splitlines())} demandes au journal, aucun secret"


def _status(path: str, *, host: str = f"{NAME}:{FRONT}", server: str | None = NAME) -> int | None:
    """
    Ask a proxy for an address, and return the status of its answer (None: it gave none).

    `server`: the name that TLS is begun with; `host`: the one that the request tells.
    """
    trusting = ssl._create_unverified_context()  # noqa: S323 - made a moment ago
    with socket.create_connection(("127.0.0.1", FRONT), timeout=5) as plain:
        try:
            with trusting.wrap_socket(plain, server_hostname=server) as line:
                line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                answer = http.client.HTTPResponse(line)
                answer.begin()
                return answer.status
        except (ssl.SSLError, http.client.HTTPException, ConnectionError):
            return None


def _until(ready: Callable[[], bool]) -> None:
    for _ in range(100):
        try:
            if ready():
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("le relais ne répond pas")


def _certificate(folder: Path) -> None:
    _run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
        *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
        *("-keyout", folder / "cle.pem", "-out", folder / "certificat.pem"),
    )


def _run(*words: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} : {done.stdout}{done.stderr}")
    return done


@contextmanager
def _answering() -> Iterator[list[str]]:
    """Answer 200 to everything, as the service behind; give the hosts that it is asked for."""
    hosts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            hosts.append(self.headers["Host"])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", BACK), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield hosts
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
