// ical.js, which Thunderbird and Nextcloud are built on: reads a feed from a file, tells it as JSON.

import ICAL from "ical.js";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const moment = (time) =>
  time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000Z", "Z");

for await (const name of createInterface({ input: process.stdin })) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(name, "utf8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    const known = new ICAL.Timezone(zone);
    ICAL.TimezoneService.remove(known.tzid);
    ICAL.TimezoneService.register(known.tzid, known);
  }
  const told = calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return [event.uid, moment(event.startDate), moment(event.endDate), event.summary];
  });
  console.log(JSON.stringify(told));
}
