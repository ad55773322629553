// The story of a program that plans a month, by types generated from the document alone. Run by
// test_story.py; prints what it saw, as JSON. Environment: see story.py.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { env: Record<string, string | undefined> };

type Change = components["schemas"]["AnyChange"];
const { ADDRESS = "", TOKEN = "", PUBLISHER = "" } = process.env;
const people = ["ana", "bob", "cleo", "dan", "eve", "fares"];
const days = ["2030-03-05", "2030-03-06", "2030-03-07"];

function entering(token: string) {
  return createClient<paths>({ baseUrl: ADDRESS, headers: { Authorization: `Bearer ${token}` } });
}

function got<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const changes: Change[] = [
  { kind: "agences", action: "ajouter", values: { id: "port", name: "Port" } },
  { kind: "dispositifs", action: "ajouter", values: { id: "Q", name: "Quais", agency: "port" } },
  { kind: "sites", action: "ajouter", values: { id: "halle", name: "Halle", agency: "port" } },
  ...people.flatMap((who): Change[] => [
    {
      kind: "personnes",
      action: "ajouter",
      values: { id: who, name: who, role: "mediateur", agency: "port", dispositifs: ["Q"], birth: "1990-05-12" },
    },
    { kind: "contrats", action: "ajouter", values: { mediator: who, kind: "CDI", start: "2027-01-01", weekly_minutes: 2100 } },
  ]),
  ...days.flatMap((day, n): Change[] => [
    {
      kind: "gabarits",
      action: "ajouter",
      values: { id: `Q-${n}`, dispositif: "Q", site: "halle", weekdays: [n + 1], start: "09:00", end: "14:00", since: day, until: day },
    },
    { kind: "besoins", action: "ajouter", values: { template: `Q-${n}`, roles: ["mediateur"], minimum: 1, target: 1, maximum: 1 } },
  ]),
];

const client = entering(TOKEN);
const publisher = entering(PUBLISHER);
const seen: Record<string, unknown> = {};

const made = got(await client.POST("/api/v1/donnees", { body: { changes } }));
seen.rows = made.items.length;

const begun = await client.POST("/api/v1/responsable/plannings", { body: { month: "2030-03", agency: "port" } });
const rota_id = got(begun).id;
seen.location = begun.response.headers.get("Location")?.endsWith(rota_id);

const job = got(
  await client.POST("/api/v1/responsable/plannings/{rota_id}/calculs", {
    params: { path: { rota_id } },
    body: { config: { seconds: 60 }, model_input: { kind: "solve" } },
  }),
);
for (;;) {
  const followed = got(await client.GET("/api/v1/responsable/calculs/{job_id}", { params: { path: { job_id: job.id } } }));
  seen.outcome = followed.outcome;
  if (followed.ended !== null) break;
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const head = await client.GET("/api/v1/responsable/plannings/{rota_id}", { params: { path: { rota_id } } });
const number = got(head).head;
const slots = got(
  await client.GET("/api/v1/responsable/plannings/{rota_id}/versions/{number}/creneaux", { params: { path: { rota_id, number } } }),
).items;
seen.slots = slots.map((slot) => slot.people.length);

const slot = slots[0]!;
const free = people.find((who) => !slot.people.includes(who))!;
const edited = await client.PATCH("/api/v1/responsable/plannings/{rota_id}", {
  params: { path: { rota_id }, header: { "If-Match": head.response.headers.get("ETag") ?? "" } },
  body: { operations: [{ verb: "give", slot: slot.id, person: slot.people[0]!, to_person: free }] },
});
seen.edit = [got(edited).version - number, got(edited).blocking];
const header = { "If-Match": edited.response.headers.get("ETag") ?? "" };

const publish = "/api/v1/responsable/plannings/{rota_id}/publications";
const refused = await client.POST(publish, { params: { path: { rota_id }, header }, body: {} });
seen.refused = [refused.error?.status, refused.error?.code];

const preview = got(await publisher.GET("/api/v1/responsable/plannings/{rota_id}/apercu", { params: { path: { rota_id } } }));
const published = got(
  await publisher.POST(publish, {
    params: { path: { rota_id }, header: { ...header, "Idempotency-Key": "une-fois" } },
    body: { seen: preview.register_number },
  }),
);
seen.entries = published.entries;

const feed = got(await publisher.POST("/api/v1/abonnements", { body: { kind: "dispositif", target: "Q" } }));
const calendar = await (await fetch(feed.address.https)).text();
seen.events = calendar.split("BEGIN:VEVENT").length - 1;
console.log(JSON.stringify(seen));
