// What shall go wrong: troubles to ask for, and a line about those that are still to happen.

import { element } from "./elements.js";
import { causeTrouble, endTroubles, pendingTroubles } from "./server.js";
import { number, text } from "./texts.js";

const WRONG_SELFIE = "someone_elses_selfie"; // needs no service: the page sends another picture
const EVERY_MILLISECONDS = 1000;

export class Troubles {
  /** `kinds` are those of the desk; the line is shown in `place`. */
  constructor(kinds, place) {
    this.kinds = kinds.length ? [WRONG_SELFIE, ...kinds] : [];
    this.place = place;
    this.wrongSelfie = false;
    this.look();
  }

  /** Whether the next selfie shall be someone else's; only once. */
  takeWrongSelfie() {
    const isWrong = this.wrongSelfie;
    this.wrongSelfie = false;
    this.look();
    return isWrong;
  }

  /** All troubles in words, each with a button; `close` ends the dialog. */
  panel(close) {
    const ask = (kind) => () => {
      close();
      this.ask(kind);
    };
    return element("div", { class: "troubles" },
      element("p", { class: "hint" }, text("troublesHint")),
      this.kinds.map((kind) => element("section", { "aria-label": text(kind) },
        element("h3", {}, text(kind)),
        element("p", {}, text(`${kind}_happens`)),
        element("p", {}, element("b", {}, text("theBot")), " ", text(`${kind}_bot`)),
        element("button", { type: "button", "aria-label": text("letHappen", { trouble: text(kind) }), onclick: ask(kind) }, text("letIt")))));
  }

  async ask(kind) {
    if (kind === WRONG_SELFIE) this.wrongSelfie = true;
    else await causeTrouble(kind);
    this.look();
  }

  async end() {
    this.wrongSelfie = false;
    await endTroubles();
    this.look();
  }

  /** Show what is still to happen, and look again while there is something. */
  async look() {
    clearTimeout(this.next);
    if (!this.kinds.length) return;
    let pending = this.pending ?? [];
    try {
      pending = (await pendingTroubles()).troubles;
    } catch {
      // The trial is ending, which the page says elsewhere.
    }
    this.pending = pending;
    this.show(this.wrongSelfie ? [...pending, { kind: WRONG_SELFIE, ends_in: null }] : pending);
    clearTimeout(this.next); // another look may have begun meanwhile
    if (pending.length) this.next = setTimeout(() => this.look(), EVERY_MILLISECONDS);
  }

  show(pending) {
    this.place.hidden = pending.length === 0;
    const words = pending.map(({ kind, ends_in }) =>
      ends_in === null ? text(kind) : `${text(kind)} (${text("seconds", { count: number(Math.ceil(ends_in)) })})`);
    const said = `${text("pendingTroubles")} ${words.join(" · ")}`;
    if (this.said === said && this.place.childElementCount) return;
    this.said = said;
    this.place.replaceChildren(element("span", {}, said),
      element("button", { type: "button", onclick: () => this.end() }, text("endTroubles")));
  }
}
