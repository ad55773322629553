"""
`systemctl` where no systemd runs: it starts what a unit says, as whom and with what it says.

It stands in the roots of `bare_debian.py`. What only systemd can hold (the confinement of units) is
read by `systemd-analyze verify`. It needs Debian 12's Python and nothing else.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS = Path("/etc/systemd/system")
RUNNING = Path("/run/essai")
OF_DEBIAN = {"nginx": ["nginx"], "caddy": []}
"""What Debian's own units come to here. Caddy would ask for a certificate: it isn't started."""


def main() -> None:
    """Do as told, unit by unit."""
    verb, *words = sys.argv[1:]
    names = [word.removesuffix(".service") for word in words if not word.startswith("-")]
    start = verb in {"start", "restart", "reload"} or (verb == "enable" and "--now" in words)
    for name in names:
        if name.endswith(".timer"):
            continue
        if verb in {"stop", "restart"}:
            stop(name)
        if start and name in OF_DEBIAN:
            subprocess.run(OF_DEBIAN[name] or ["true"], check=True)
        elif start:
            begin(name)


def begin(name: str) -> None:
    """Start a unit; wait for its end if it is one that ends."""
    stem, at, instance = name.partition("@")
    text = (UNITS / f"{stem}{at}.service").read_text("utf-8").replace("%i", instance)
    said: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
        said.setdefault(key, []).append(value.replace("%%", "%").replace("$$", "$"))
    os.umask(int(said["UMask"][0], 8))
    for command in said.get("ExecStartPre", []):
        subprocess.run(as_told(said, command), env=settings(said), check=True)
    RUNNING.mkdir(exist_ok=True)
    with (RUNNING / f"{name}.log").open("ab") as log:
        running = subprocess.Popen(
            as_told(said, said["ExecStart"][0]),
            env=settings(said),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    if said["Type"] == ["oneshot"]:
        sys.exit(running.wait() and f"{name} : {(RUNNING / f'{name}.log').read_text('utf-8')}")
    (RUNNING / name).write_text(str(running.pid), "utf-8")


def as_told(said: dict[str, list[str]], command: str) -> list[str]:
    """Return the words of a command that runs where and as whom a unit says."""
    inside = f"cd {said['WorkingDirectory'][0]} && exec {command}"
    return ["runuser", "-u", said["User"][0], "--", "/bin/sh", "-c", inside]


def settings(said: dict[str, list[str]]) -> dict[str, str]:
    """Return the environment of a unit."""
    lines = Path(said["EnvironmentFile"][0]).read_text("utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {"PATH": os.environ["PATH"], **{name: shlex.split(value)[0] for name, _, value in pairs}}


def stop(name: str) -> None:
    """Tell a unit's process to end, and wait for it."""
    path = RUNNING / name
    if not path.exists():
        return
    number = int(path.read_text("utf-8"))
    path.unlink()
    for _ in range(900):
        try:
            os.kill(number, signal.SIGTERM if _ == 0 else 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    sys.exit(f"{name} ne s’arrête pas")


if __name__ == "__main__":
    main()
