// The story of a program that plans a month, by types generated from the document alone. Run by
// test_story.py; prints what it saw, as JSON. Environment: see story.py.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import createClient from "openapi-fetch";
import { Webhook } from "standardwebhooks";
import type { components, paths } from "./schema.js";

type Change = components["schemas"]["AnyChange"];
type Message = components["schemas"]["Event"];
const { ADDRESS = "", TOKEN = "", PUBLISHER = "", PAYROLL = "", ADMIN = "" } = process.env;
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

const receiver = createServer();
const received = new Promise<{ headers: IncomingHttpHeaders; body: string }>((resolve) => {
  receiver.on("request", async (request, response) => {
    resolve({ headers: request.headers, body: await text(request) });
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/roulement`;
const address = { url, types: ["month.published" as const] };
const { secret } = got(await entering(ADMIN).POST("/api/v1/admin/evenements", { body: address }));

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

const last = got(await client.GET("/api/v1/evenements")).items.at(-1)!;
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

const { headers, body } = await received;
const message = new Webhook(secret).verify(body, headers as Record<string, string>) as Message;
const news = got(await client.GET("/api/v1/evenements", { params: { query: { since: last.id } } })).items;
seen.received = [message.type, String(message.data.people) === String(news[0]?.data.people)];
seen.news = [last.type, news.map((event) => event.type), news[0]?.id === message.id];

const paid = await entering(PAYROLL).GET("/api/v1/paie/documents/{kind}", {
  params: { path: { kind: "csv" }, query: { first: "2030-03-01", last: "2030-03-31" } },
  parseAs: "text",
});
const lines = String(got(paid));
seen.payroll = [paid.response.status, people.filter((who) => lines.includes(who)).length];

const list = "/api/v1/donnees/{kind}";
const before = await client.GET(list, { params: { path: { kind: "personnes" } } });
const since = Number(before.response.headers.get("Roulement-Data"));
const ana = got(before).items.find((row) => row.kind === "personnes" && row.values.id === "ana");
if (ana?.kind !== "personnes") throw new Error("ana");
const { kind, key, number: revision, values } = ana;
const change: Change = { kind, action: "modifier", key, number: revision, values: { ...values, licence: true } };
got(await client.POST("/api/v1/donnees", { body: { changes: [change] } }));
seen.changed = [];
for (const kind of ["personnes", "contrats"]) {
  const rows = got(await client.GET(list, { params: { path: { kind }, query: { since } } })).items;
  (seen.changed as unknown[]).push(rows.map((row) => row.key - key));
}
receiver.close();
receiver.closeAllConnections();
console.log(JSON.stringify(seen));
