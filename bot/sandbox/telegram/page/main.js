// The page: several agents side by side, its language, its colours, and one stream of events.

import { askForNames } from "./dialogs.js";
import { element } from "./elements.js";
import { Phone } from "./phone.js";
import { deskOffer, follow } from "./server.js";
import { currentLanguage, text, useLanguage } from "./texts.js";
import { Troubles } from "./troubles.js";

const FIRST_AGENT = 1001;
const NAMES = ["Rahim", "Nusrat", "Karim", "Ayesha", "Jamal", "Shirin"];
const RETRY_MILLISECONDS = 2000;

const place = new URLSearchParams(location.search);
const phones = new Map(); // by person, in the order of the page
let stream = null;
let offer = { roles: [], troubles: [] }; // of the desk; nothing where the pretend Telegram runs alone

if (place.has("language")) localStorage.language = place.get("language"); // the address is rewritten
useLanguage(localStorage.language ?? navigator.language.slice(0, 2));
useTheme(place.get("theme") ?? localStorage.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));

const page = {
  troubles: null, // since the beginning
  closed(phone) {
    if (phones.size === 1) return;
    phones.delete(phone.person);
    phone.element.remove();
    listen();
    select([...phones.keys()][0]);
  },
  renamed: () => showAgents(),
  trayOpened: () => phones.forEach((phone) => phone.composer.hideHint()),
};

function useTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

function defaultNames(person) {
  const first_name = NAMES[(person - FIRST_AGENT) % NAMES.length] ?? `Agent ${person}`;
  return { first_name, language_code: currentLanguage() };
}

async function open(person, names = defaultNames(person)) {
  const phone = new Phone(person, page);
  phones.set(person, phone);
  document.getElementById("phones").append(phone.element);
  await phone.load(names);
}

/** Take the events of all phones from where each of them is. */
function listen() {
  stream?.close();
  const cursors = new Map([...phones].map(([person, phone]) => [person, phone.cursor]));
  stream = follow(cursors, (event) => phones.get(event.person)?.receive(event), lost);
}

/** `over`: null is connected again, true needs a new start, false is tried by the browser. */
function lost(over) {
  document.querySelector(".lost").hidden = over === null;
  if (over === true) setTimeout(startAgain, RETRY_MILLISECONDS);
}

async function startAgain() {
  try {
    for (const [person, phone] of phones) await phone.load(phone.names ?? defaultNames(person));
    listen();
  } catch {
    setTimeout(startAgain, RETRY_MILLISECONDS);
  }
}

function select(person) {
  for (const [each, phone] of phones) phone.element.classList.toggle("selected", each === person);
  phones.get(person).log.toEnd(); // a chat that was not shown had no end to scroll to
  showAgents(person);
}

function selectedPerson() {
  return Number(document.querySelector(".phone.selected")?.id.slice("phone-".length));
}

/** On a narrow screen one chat is shown at a time, and these buttons change between them. */
function showAgents(selected = selectedPerson()) {
  const agents = document.querySelector(".agents");
  agents.setAttribute("aria-label", text("agents"));
  agents.hidden = phones.size < 2;
  agents.replaceChildren(...[...phones].map(([person, phone]) =>
    element("button", { type: "button", "aria-current": person === selected ? "true" : null, onclick: () => select(person) },
      phone.names?.first_name ?? person)));
  const address = new URLSearchParams([...phones.keys()].map((person) => ["agent", person]));
  history.replaceState(null, "", `?${address}`);
}

function showTexts() {
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = text(each.dataset.text);
  document.getElementById("language").lang = currentLanguage() === "en" ? "bn" : "en";
  const dark = document.documentElement.dataset.theme === "dark";
  document.getElementById("theme").textContent = text(dark ? "themeLight" : "themeDark");
}

async function changeLanguage() {
  useLanguage(currentLanguage() === "en" ? "bn" : "en");
  localStorage.language = currentLanguage();
  const people = [...phones].map(([person, phone]) => [person, phone.names]);
  const shown = selectedPerson();
  phones.clear();
  document.getElementById("phones").replaceChildren();
  await begin(people, shown);
}

function addAgent() {
  const person = Math.max(...phones.keys()) + 1;
  askForNames(text("newAgent"), defaultNames(person), async (names, role) => {
    await open(person, names);
    listen();
    select(person);
    if (role) await phones.get(person).invite(role);
  }, offer.roles);
}

async function begin(people, shown = people[0][0]) {
  showTexts();
  try {
    offer = await deskOffer();
    page.troubles = new Troubles(offer.troubles, document.querySelector(".pending"));
    for (const [person, names] of people) await open(person, names);
    if (offer.troubles.length && !localStorage.hinted) phones.get(people[0][0]).composer.showHint();
  } catch {
    lost(true);
    return;
  }
  select(shown);
  listen();
}

document.getElementById("language").addEventListener("click", changeLanguage);
document.getElementById("add-agent").addEventListener("click", addAgent);
document.getElementById("theme").addEventListener("click", () => {
  useTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  localStorage.theme = document.documentElement.dataset.theme;
  showTexts();
});

const asked = place.getAll("agent").map(Number).filter(Number.isSafeInteger);
await begin([...new Set(asked.length ? asked : [FIRST_AGENT])].map((person) => [person]));
