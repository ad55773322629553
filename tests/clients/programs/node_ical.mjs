// node-ical: reads a feed from its address and tells what it shows as JSON.

import ical from "node-ical";
import { createInterface } from "node:readline";

const moment = (time) =>
  time.dateOnly
    ? `${time.getFullYear()}-${String(time.getMonth() + 1).padStart(2, "0")}-` +
      String(time.getDate()).padStart(2, "0")
    : time.toISOString().replace(".000Z", "Z");

for await (const url of createInterface({ input: process.stdin })) {
  const found = await ical.async.fromURL(url);
  const told = Object.values(found)
    .filter((one) => one.type === "VEVENT")
    .map((one) => [one.uid, moment(one.start), moment(one.end), one.summary]);
  console.log(JSON.stringify(told));
}
