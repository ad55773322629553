"""Evolution-data-server, GNOME's: subscribes, reads again, and tells what it shows as JSON."""

import json
import sys
from typing import Any

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
from gi.repository import ECal, EDataServer, GLib, ICalGLib  # noqa: E402


def source_of(registry: Any, url: str) -> Any:
    source = EDataServer.Source.new(None, None)
    source.set_display_name("roulement")
    source.set_parent("webcal-stub")
    source.get_extension("Calendar").set_backend_name("webcal")
    address = GLib.Uri.parse(url, GLib.UriFlags.NONE)
    source.get_extension("WebDAV Backend").set_uri(address)
    source.get_extension("Security").set_method("none")
    source.get_extension("Authentication").set_host(address.get_host())
    source.get_extension("Authentication").set_port(address.get_port())
    source.get_extension("Refresh").set_enabled(False)
    registry.commit_source_sync(source, None)
    return source


def moment(client: Any, value: Any) -> str:
    time = value.get_value()
    day = f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    if time.is_date():
        return day
    name = value.get_tzid()
    if name:
        _, zone = client.get_timezone_sync(name, None)
        time.set_timezone(zone)
    utc = time.convert_to_zone(ICalGLib.Timezone.get_utc_timezone())
    return (
        f"{utc.get_year():04}-{utc.get_month():02}-{utc.get_day():02}"
        f"T{utc.get_hour():02}:{utc.get_minute():02}:{utc.get_second():02}Z"
    )


def main() -> None:
    registry = EDataServer.SourceRegistry.new_sync(None)
    client = None
    for line in sys.stdin:
        if client is None:
            source = source_of(registry, line.strip())
            client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None)
        client.refresh_sync(None)
        _, components = client.get_object_list_as_comps_sync("#t", None)
        events = [
            (
                component.get_uid(),
                moment(client, component.get_dtstart()),
                moment(client, component.get_dtend()),
                component.get_summary().get_value(),
            )
            for component in components
        ]
        sys.stdout.write(json.dumps(events) + "\n")
        sys.stdout.flush()


main()
