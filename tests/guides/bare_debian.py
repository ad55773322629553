"""A Debian with nothing on it, in a folder, where what the operator's guide shows is typed."""

import fcntl
import http.client
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.prove.service.container import CERTIFICATES, CHROOT, LENT, debootstrap, lent

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NAME = "planning.exemple.org"
PATIENCE = 600.0
SERVICES = "roulement-worker@1 roulement-worker@2 roulement"


class Machine:
    """A root, and what is typed in it as root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def type(self, script: str, *, must: bool = True) -> str:
        """Run lines of a shell, each of which must succeed; return what they print."""
        # A proxy that re-signs traffic is the affair of the machine below.
        env = {
            "PATH": PATH,
            "HOME": "/root",
            "DEBIAN_FRONTEND": "noninteractive",
            "LANG": "C.UTF-8",
        }
        done = subprocess.run(
            [CHROOT, self.root, "/bin/sh", "-c", f"set -e\ncd /root\n{script}"],
            env=env | {"SSL_CERT_FILE": LENT, "PIP_CERT": LENT, "PIP_NO_INPUT": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        assert not must or done.returncode == 0, f"{script}\n{done.stdout[-6000:]}\n{self.logs()}"
        return done.stdout

    def write(self, name: str, text: str, mode: int = 0o644) -> None:
        """Write a file of the machine."""
        path = self.root / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(mode)

    def logs(self) -> str:
        """Return the end of what each unit has said."""
        logs = sorted((self.root / "run/essai").glob("*.log"))
        return "\n".join(f"{path.name}: {path.read_text('utf-8')[-1500:]}" for path in logs)

    def ready(self) -> None:
        """Wait until the service says that it is."""
        until = time.monotonic() + PATIENCE
        while self.status("/sante/pret") != 200:
            assert time.monotonic() < until, self.logs()
            time.sleep(1)

    def status(self, path: str, token: str = "") -> int | None:
        """Ask the service itself for an address (None: it doesn't answer)."""
        asking = http.client.HTTPConnection("127.0.0.1", 8000, timeout=30)
        try:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            asking.request("GET", path, headers={"Host": NAME, **headers})
            return asking.getresponse().status
        except OSError:
            return None
        finally:
            asking.close()


def status_by_https(path: str) -> int:
    """Ask the proxy of this machine for an address, under the service's name."""
    trusting = ssl._create_unverified_context()  # noqa: S323 - a certificate made a moment ago
    with (
        socket.create_connection(("127.0.0.1", 443), timeout=30) as plain,
        trusting.wrap_socket(plain, server_hostname=NAME) as line,
    ):
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status


@contextmanager
def bare_debian(suite: str) -> Iterator[Machine]:
    """Make the machine, alone on this one's ports; stop what runs there, and take it away."""
    with (
        (Path(tempfile.gettempdir()) / "roulement-guide.verrou").open("w") as turn,
        tempfile.TemporaryDirectory(prefix="debian-", dir="/var/tmp") as scratch,
    ):
        fcntl.flock(turn, fcntl.LOCK_EX)
        root = Path(scratch) / suite
        # A machine has systemd, which `minbase` leaves out.
        debootstrap(root, suite, "systemd")
        machine = Machine(root)
        with lent(root):
            shutil.copy(Path("/", CERTIFICATES), root / LENT.lstrip("/"))
            machine.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
            shim = Path(__file__).with_name("systemctl.py").read_text("utf-8")
            machine.write("/usr/local/bin/systemctl", f"#!/usr/bin/python3\n{shim}", 0o755)
            try:
                yield machine
            finally:
                machine.type(f"systemctl stop {SERVICES}; nginx -s quit", must=False)
                machine.type("pg_ctlcluster $(pg_lsclusters -h | cut -d' ' -f1,2) stop", must=False)
