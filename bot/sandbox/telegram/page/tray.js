// The tray of specimen photos: made-up people to register, with good pictures and bad ones.

import { openDialog } from "./dialogs.js";
import { element } from "./elements.js";
import { specimenAddress, specimens } from "./server.js";
import { currentLanguage, number, text } from "./texts.js";

const MOST = 10; // pictures in one album

/** Show the tray; `send(files, asFile)` gets the chosen pictures in the order of choosing. */
export async function openTray(send) {
  const citizens = await specimens();
  const chosen = []; // buttons, in the order of choosing
  openDialog(text("specimens"), (close) => {
    const count = element("span", { role: "status" });
    const sendAs = (asFile) => async () => {
      const files = await Promise.all(chosen.map(fetched));
      close();
      send(files, asFile);
    };
    const photos = element("button", { type: "button", class: "main", disabled: true, onclick: sendAs(false) }, text("sendPhotos"));
    const files = element("button", { type: "button", disabled: true, onclick: sendAs(true) }, text("sendFiles"));
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
    return [
      element("p", { class: "hint" }, text(citizens.length ? "specimensHint" : "noSpecimens")),
      element("div", { class: "citizens" }, citizens.map((each) => citizenRow(each, choose))),
      element("footer", {}, count, files, photos),
    ];
  }, { kind: "tray" });
}

function citizenRow(citizen, choose) {
  const bangla = currentLanguage() === "bn";
  const name = bangla ? citizen.customer_name_ben : citizen.customer_name_eng;
  return element("section", { "aria-label": name },
    element("h3", {}, name, element("small", {}, `NID ${citizen.nid_no} · ${citizen.dob}`)),
    element("div", { class: "pictures" }, citizen.kinds.map((kind) => {
      const picture = element("button", {
        type: "button",
        "aria-pressed": "false",
        "aria-label": text("specimenOf", { kind: text(kind), name }),
        onclick: () => choose(picture),
      },
      element("img", { src: specimenAddress(citizen.number, kind), alt: "", loading: "lazy", width: 104, height: 78 }),
      element("span", {}, text(kind)));
      picture.dataset.address = specimenAddress(citizen.number, kind);
      picture.dataset.name = `${String(citizen.number).padStart(2, "0")}_${kind}.jpg`;
      return picture;
    })));
}

async function fetched(picture) {
  const blob = await (await fetch(picture.dataset.address)).blob();
  return new File([blob], picture.dataset.name, { type: "image/jpeg" });
}
