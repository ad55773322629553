"""
The Containerfile's steps, executed one by one in roots made by debootstrap: no engine is needed.

Every stage is a folder. `RUN` is a shell in it, `COPY` a copy, `USER`, `WORKDIR` and `ENV` hold for
what follows; then the image's own command is run as its user, and its health check must succeed.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[3]
FILE = ROOT / ".deploy" / "Containerfile"
SUITE = "trixie"
#: What a root needs of this machine to reach the network as it does.
BORROWED = ("etc/resolv.conf", "etc/hosts")
CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"
LENT = "/tmp/certificats.pem"  # noqa: S108 - in a root of our own
LEFT_OUT = (".git", ".venv", ".tools", "tests", "sortie", ".preuve")
PATIENCE = 60
CHROOT = shutil.which("chroot", path="/usr/sbin:/usr/bin:/sbin:/bin") or "chroot"


@dataclass
class Stage:
    """One stage: its root, and what was said for all that follows."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    user: str = ""
    workdir: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    cmd: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def run(
        self, words: list[str], *, user: str = "", out: IO[bytes] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program in the root, as a user and with the stage's environment alone."""
        who = ["--userspec", f"{user}:{user}"] if user else []
        inside = f"cd {shlex.quote(self.workdir)} && exec {shlex.join(words)}"
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": self.workdir, **self.env}
        return subprocess.Popen(
            [CHROOT, *who, str(self.root), "/bin/sh", "-c", inside],
            env=env,
            cwd="/",
            stdout=out,
            stderr=out,
        )


def proved() -> list[str]:
    """Build the image in roots, run it, look at its health; return lines that tell it."""
    with tempfile.TemporaryDirectory(prefix="conteneur-") as scratch, ExitStack() as mounts:
        base = Path(scratch) / "base"
        debootstrap(base, SUITE)
        begun = time.monotonic()
        stages, steps = _built(base, Path(scratch), mounts)
        took = time.monotonic() - begun
        image = stages[-1]
        health = _healthy(image)
        return [
            f"Containerfile : {steps} étapes exécutées en {took:.0f} s",
            f"{shlex.join(image.entrypoint + image.cmd)} en tant que {image.user} : {health}",
        ]


def debootstrap(base: Path, suite: str, *more: str) -> None:
    """Make a minimal root of a Debian, with more packages, from this machine's own mirror."""
    mirror = next(
        word
        for path in sorted(Path("/etc/apt").rglob("*"))
        if path.suffix in (".sources", ".list")
        for line in path.read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
        if word.startswith(("http://", "https://"))
    )
    subprocess.run(
        ["debootstrap", "--variant=minbase", *_including(more), suite, str(base), mirror],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _including(packages: tuple[str, ...]) -> list[str]:
    return [f"--include={','.join(packages)}"] if packages else []


def _built(base: Path, scratch: Path, mounts: ExitStack) -> tuple[list[Stage], int]:
    stages: list[Stage] = []
    named: dict[str, Stage] = {}
    steps = 0
    text = FILE.read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        verb, _, rest = line.partition(" ")
        if not verb or verb.startswith("#"):
            continue
        steps += 1
        if verb == "FROM":
            root = scratch / f"racine-{len(stages)}"
            subprocess.run(["cp", "-a", str(base), str(root)], check=True)
            mounts.enter_context(lent(root))
            stages.append(Stage(root=root))
            if " AS " in rest:
                named[rest.rpartition(" AS ")[2]] = stages[-1]
            continue
        _step(stages[-1], verb, rest, named)
    return stages, steps


def _step(stage: Stage, verb: str, rest: str, named: dict[str, Stage]) -> None:
    match verb:
        case "ENV":
            stage.env |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        case "RUN":
            _execute(stage, rest)
        case "COPY":
            _copy(stage, shlex.split(rest), named)
        case "WORKDIR":
            stage.workdir = rest
            (stage.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        case "USER":
            stage.user = rest
        case "ENTRYPOINT" | "CMD":
            setattr(stage, verb.lower(), json.loads(rest))
        case "HEALTHCHECK":
            stage.health = json.loads(rest.partition(" CMD ")[2])
        case "VOLUME" | "EXPOSE" | "STOPSIGNAL":
            return
        case _:
            raise SystemExit(f"mot inconnu du Containerfile : {verb}")


def _execute(stage: Stage, command: str) -> None:
    # A proxy that re-signs traffic is this machine's affair, not the image's.
    lent = {"SSL_CERT_FILE": LENT, "PIP_CERT": LENT}
    shutil.copy(Path("/", CERTIFICATES), stage.root / LENT.lstrip("/"))
    before, stage.env = stage.env, stage.env | lent
    with tempfile.TemporaryFile() as out:
        done = stage.run(["/bin/sh", "-c", command], user=stage.user, out=out).wait()
        out.seek(0)
        if done:
            raise SystemExit(f"étape refusée ({done}) : RUN {command}\n{out.read().decode()}")
    stage.env = before


def _copy(stage: Stage, words: list[str], named: dict[str, Stage]) -> None:
    other = named[words.pop(0).partition("=")[2]].root if words[0].startswith("--") else None
    shutil.copytree(
        (other or ROOT) / words[0].lstrip("/"),
        stage.root / words[1].lstrip("/"),
        symlinks=True,
        dirs_exist_ok=True,
        ignore=None if other else shutil.ignore_patterns(*LEFT_OUT),
    )


def _healthy(image: Stage) -> str:
    """Run the image's command until its health check succeeds; end it as an engine would."""
    with (
        tempfile.TemporaryFile() as out,
        image.run([*image.entrypoint, *image.cmd], user=image.user, out=out) as running,
    ):
        try:
            until = time.monotonic() + PATIENCE
            while image.run(image.health, user=image.user, out=out).wait():
                if running.poll() is not None or time.monotonic() > until:
                    out.seek(0)
                    raise SystemExit(f"l’image ne va pas bien :\n{out.read().decode()[-3000:]}")
                time.sleep(0.5)
        finally:
            running.send_signal(signal.SIGTERM)
        code = running.wait(PATIENCE)
    if code:
        raise SystemExit(f"l’image finit avec le code {code} quand on lui demande de s’arrêter")
    return "en bonne santé, s’arrête quand on le demande"


@contextmanager
def lent(root: Path) -> Iterator[None]:
    """Lend a root what it needs of this machine, and take it back."""
    for name in BORROWED:
        if Path("/", name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path("/", name), root / name)
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    subprocess.run(["mount", "--bind", "/dev", str(root / "dev")], check=True)
    try:
        yield
    finally:
        for name in ("dev", "proc"):
            subprocess.run(["umount", "-l", str(root / name)], check=True)


def possible() -> str:
    """Say why this can't be done here (empty: it can)."""
    if os.geteuid() != 0:
        return "il faut être root"
    return "" if shutil.which("debootstrap") else "debootstrap manque"
