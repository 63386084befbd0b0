// The tray: made-up customers, whose card and selfie are sent by one click each, and what shall go wrong.

import { openDialog } from "./dialogs.js";
import { element } from "./elements.js";
import { specimenAddress, specimens } from "./server.js";
import { currentLanguage, number, text } from "./texts.js";

const MOST = 10; // pictures in one album

/** Show the tray of a phone, which has sendFiles(files, caption, asFile) and remembers its customer. */
export async function openTray(phone, troubles) {
  const citizens = await specimens();
  openDialog(text("customers"), (close) => {
    const send = async (citizen, kinds, asFile = false) => {
      close();
      phone.customer = citizen;
      await phone.sendFiles(await Promise.all(kinds.map((kind) => fetched(citizen, kind))), "", asFile);
    };
    const selfie = () => (troubles.takeWrongSelfie() ? "strangers_selfie" : "selfie_a");
    const customers = element("div", { class: "citizens" },
      element("p", { class: "hint" }, text(citizens.length ? "customersHint" : "noSpecimens")),
      citizens.map((each) => citizenRow(each, phone.customer, {
        card: () => send(each.number, ["front", "back"]),
        selfie: () => send(each.number, [selfie()]),
        some: (kinds, asFile) => send(each.number, kinds, asFile),
      })));
    if (!troubles.kinds.length) return [customers];
    return tabs([[text("pictures"), customers], [text("troubles"), troubles.panel(close)]]);
  }, { kind: "tray" }).querySelector(".citizens .main")?.scrollIntoView({ block: "nearest" });
}

/** Panels of which one is shown, with a tab for each. */
function tabs(panels) {
  const show = (shown) => panels.forEach(([, panel], at) => {
    panel.hidden = at !== shown;
    made[at].setAttribute("aria-selected", String(at === shown));
  });
  const made = panels.map(([label], at) => element("button", { type: "button", role: "tab", onclick: () => show(at) }, label));
  panels.forEach(([label, panel]) => {
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-label", label);
  });
  show(0);
  return [element("div", { class: "tabs", role: "tablist" }, made), ...panels.map(([, panel]) => panel)];
}

/** `send` has card, selfie and some(kinds, asFile); `last` is the customer whose pictures were sent last. */
function citizenRow(citizen, last, send) {
  const name = currentLanguage() === "bn" ? citizen.customer_name_ben : citizen.customer_name_eng;
  const isNext = citizen.number === last;
  const button = (label, onclick, attributes) =>
    element("button", { type: "button", "aria-label": text("specimenOf", { kind: text(label), name }), onclick, ...attributes }, text(label));
  return element("section", { "aria-label": name },
    element("div", { class: "customer" },
      element("h3", {}, name, element("small", {}, `NID ${citizen.nid_no} · ${citizen.dob}`)),
      button("sendCard", send.card),
      button("sendSelfie", send.selfie, { class: isNext && "main", autofocus: isNext })),
    element("details", {}, element("summary", {}, text("otherPictures")), picturesOf(citizen, name, send.some)));
}

function picturesOf(citizen, name, send) {
  const chosen = []; // buttons, in the order of choosing
  const sendAs = (asFile) => () => send(chosen.map((each) => each.dataset.kind), asFile);
  const photos = element("button", { type: "button", class: "main", disabled: true, onclick: sendAs(false) }, text("sendPhotos"));
  const files = element("button", { type: "button", disabled: true, onclick: sendAs(true) }, text("sendFiles"));
  const count = element("span", { role: "status" });
  const choose = (picture) => {
    const at = chosen.indexOf(picture);
    if (at >= 0) chosen.splice(at, 1);
    else if (chosen.length < MOST) chosen.push(picture);
    picture.setAttribute("aria-pressed", String(chosen.includes(picture)));
    delete picture.dataset.place;
    chosen.forEach((each, place) => (each.dataset.place = number(place + 1)));
    photos.disabled = files.disabled = chosen.length === 0;
    count.textContent = chosen.length ? text("chosen", { count: number(chosen.length) }) : "";
  };
  return element("div", {},
    element("div", { class: "pictures" }, citizen.kinds.map((kind) => {
      const picture = element("button", {
        type: "button",
        "aria-pressed": "false",
        "aria-label": text("specimenOf", { kind: text(kind), name }),
        onclick: () => choose(picture),
      },
      element("img", { src: specimenAddress(citizen.number, kind), alt: "", loading: "lazy", width: 104, height: 78 }),
      element("span", {}, text(kind)));
      picture.dataset.kind = kind;
      return picture;
    })),
    element("footer", {}, count, files, photos));
}

async function fetched(citizen, kind) {
  const blob = await (await fetch(specimenAddress(citizen, kind))).blob();
  return new File([blob], `${String(citizen).padStart(2, "0")}_${kind}.jpg`, { type: "image/jpeg" });
}
