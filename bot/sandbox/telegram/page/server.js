// What the page and the pretend Telegram say to each other.

/** Telegram does not let a person do this; the message says why. */
export class Impossible extends Error {}

async function answered(reply) {
  const body = reply.headers.get("content-type")?.includes("json") ? await reply.json() : {};
  if (!reply.ok) throw new Impossible(body.description ?? `HTTP ${reply.status}`);
  return body;
}

function sent(method, body) {
  if (body instanceof FormData) return { method, body };
  return { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** Everything in a person's chat. */
export async function chatOf(person) {
  return answered(await fetch(`/people/${person}/chat`));
}

/** Say who a person is; `unlessKnown` leaves somebody as they are. */
export async function introduce(person, names, { unlessKnown = false } = {}) {
  const query = unlessKnown ? "?unless_known" : "";
  return answered(await fetch(`/people/${person}/${query}`, sent("PUT", names)));
}

export async function commandsOf(person) {
  return answered(await fetch(`/people/${person}/commands`));
}

/** Something that a person does: text, press, edit, block… */
export async function act(person, action, body = {}) {
  return answered(await fetch(`/people/${person}/${action}`, sent("POST", body)));
}

/** Send files as photos (several are an album) or as documents. */
export async function upload(person, action, files, caption = "") {
  const form = new FormData();
  form.append("caption", caption);
  for (const file of files) form.append("file", file, file.name ?? "photo.jpg");
  return act(person, action, form);
}

export function fileAddress(person, fileId) {
  return `/people/${person}/files/${encodeURIComponent(fileId)}`;
}

export async function specimens() {
  return answered(await fetch("/specimens"));
}

export function specimenAddress(number, kind) {
  return `/specimens/${number}/${kind}.jpg`;
}

/** What whoever runs the whole trial offers: the roles of an invitation, and troubles to ask for. */
export async function deskOffer() {
  return answered(await fetch("/desk"));
}

export async function invite(name, role) {
  return answered(await fetch("/desk/invitations", sent("POST", { name, role })));
}

export async function pendingTroubles() {
  return answered(await fetch("/desk/troubles"));
}

export async function causeTrouble(kind) {
  return answered(await fetch("/desk/troubles", sent("POST", { kind })));
}

export async function endTroubles() {
  return answered(await fetch("/desk/troubles", { method: "DELETE" }));
}

/**
 * Events of all these people, until closed; `cursors` maps a person to the last event seen.
 * The browser reconnects automatically; `onlost` is called when that no longer helps.
 */
export function follow(cursors, onevent, onlost) {
  const after = [...cursors].map(([person, cursor]) => `${person}:${cursor}`).join(",");
  const source = new EventSource(`/stream?after=${encodeURIComponent(after)}`);
  source.onmessage = (message) => onevent(JSON.parse(message.data));
  source.onerror = () => onlost(source.readyState === EventSource.CLOSED);
  source.onopen = () => onlost(null);
  return source;
}
