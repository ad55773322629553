"""Check that the calculations that the settings allow at once have room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.ops.check import Check, warning, well

if TYPE_CHECKING:
    from api.settings import Settings

NAME = "mémoire"
ITSELF_MB = 512
"""What the service itself takes beside calculations."""

KB, MB = 1 << 10, 1 << 20
GROUP = Path("/sys/fs/cgroup/memory.max")
MACHINE = Path("/proc/meminfo")


def memory(settings: Settings, group: Path = GROUP, machine: Path = MACHINE) -> Check:
    """Compare the memory that calculations may take to what the machine, or its container, has."""
    there = min((limit for limit in (_group(group), _machine(machine)) if limit), default=0)
    if not there:
        return warning(NAME, "quantité inconnue sur cette machine")
    wanted = settings.solves * settings.solve_processes * settings.solve_memory_mb + ITSELF_MB
    words = f"{there} Mo, dont {wanted} que les calculs peuvent prendre"
    if wanted > there:
        return warning(NAME, f"{words} : baissez ROULEMENT_SOLVES ou ROULEMENT_SOLVE_MEMORY_MB")
    return well(NAME, words)


def _group(path: Path) -> int:
    """Return the memory limit of the container, in MB (0: none)."""
    try:
        text = path.read_text("ascii").strip()
    except OSError:
        return 0
    return int(text) // MB if text.isdigit() else 0


def _machine(path: Path) -> int:
    try:
        first = path.read_text("ascii").partition("\n")[0]
    except OSError:
        return 0
    parts = first.split()
    return int(parts[1]) // KB if first.startswith("MemTotal:") else 0
