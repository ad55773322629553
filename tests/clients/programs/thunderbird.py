"""Thunderbird: subscribes to a feed, reads it again, and tells what it shows as JSON.

It runs without a window and is told what to do through Marionette, its own automation port.
"""

import itertools
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PREFERENCES = {
    "app.update.enabled": False,
    "calendar.registry.flux.cache.enabled": True,
    "calendar.registry.flux.name": "roulement",
    "calendar.registry.flux.readOnly": True,
    "calendar.registry.flux.refreshInterval": "0",
    "calendar.registry.flux.type": "ics",
    "calendar.list.sortOrder": "flux",
    "calendar.timezone.local": "Europe/Paris",
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

READ = """
const done = arguments[arguments.length - 1];
(async () => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const calendar = cal.manager.getCalendars().find(one => one.name == "roulement");
  await new Promise(resolve => {
    const seen = {
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onStartBatch() {}, onEndBatch() {}, onAddItem() {}, onModifyItem() {}, onDeleteItem() {},
      onError() { resolve(); }, onPropertyChanged() {}, onPropertyDeleting() {},
      onLoad() { resolve(); },
    };
    calendar.addObserver(seen);
    calendar.refresh();
    setTimeout(resolve, 3000);
  });
  const filter = Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
  const items = await calendar.getItemsAsArray(filter, 0, null, null);
  const utc = cal.dtz.UTC;
  const moment = one => one.isDate
    ? one.icalString.replace(/^(....)(..)(..)$/, "$1-$2-$3")
    : one.getInTimezone(utc).icalString.replace(
        /^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return items.map(one => [one.id, moment(one.startDate), moment(one.endDate), one.title]);
})().then(found => done(JSON.stringify(found)), error => done("!" + error + error.stack));
"""


class Marionette:
    """The automation port of a Thunderbird that runs."""

    def __init__(self, port: int) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.numbers = itertools.count(1)
        self.answer()
        self.ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})
        self.ask("Marionette:SetContext", {"value": "chrome"})
        self.ask("WebDriver:SetTimeouts", {"script": 60000})

    def ask(self, name: str, values: dict[str, Any]) -> Any:
        text = json.dumps([0, next(self.numbers), name, values]).encode()
        self.line.sendall(b"%d:%b" % (len(text), text))
        _, _, error, value = self.answer()
        if error:
            raise RuntimeError(f"{name} : {error}")
        return value

    def answer(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            got = self.line.recv(1)
            if not got:
                raise RuntimeError("Thunderbird a fermé la ligne")
            size += got
        left, parts = int(size[:-1]), []
        while left:
            parts.append(self.line.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))


def started(profile: Path, url: str) -> tuple[subprocess.Popen[bytes], Marionette]:
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in {**PREFERENCES, "calendar.registry.flux.uri": url}.items()
    ]
    (profile / "user.js").write_text("\n".join(lines))
    process = subprocess.Popen(
        [
            "thunderbird",
            "--headless",
            "--no-remote",
            "--marionette",
            "--remote-allow-system-access",
            "--profile",
            str(profile),
        ],
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
    )
    port_file = profile / "MarionetteActivePort"
    for _ in range(600):
        if port_file.is_file() and port_file.read_text().strip():
            return process, Marionette(int(port_file.read_text()))
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise RuntimeError("Thunderbird ne démarre pas")


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process, line = started(Path(folder), sys.stdin.readline().strip())
        try:
            tell(line)
            for _ in sys.stdin:
                tell(line)
        finally:
            process.terminate()
            process.wait()


def tell(line: Marionette) -> None:
    """Make it read the feed again, and write what it shows."""
    script = {"script": READ, "args": [], "newSandbox": True}
    answer = line.ask("WebDriver:ExecuteAsyncScript", script)["value"]
    sys.stdout.write(answer + "\n")
    sys.stdout.flush()


main()
