// The two kinds of keyboards that a bot shows: buttons under a message, and answers under the chat.

import { element, icon } from "./elements.js";
import { text } from "./texts.js";

/** The buttons of a message; a tap is `use(button, row, column, element)`. */
export function inlineKeyboard(markup, use) {
  const rows = markup.inline_keyboard.map((row, at) =>
    element("div", { class: "row" }, row.map((button, column) =>
      inlineButton(button, (made) => use(button, at, column, made)))));
  return element("div", { class: "inline", role: "group", "aria-label": text("buttons") }, rows);
}

function inlineButton(button, use) {
  const kind = button.url ? "url" : button.copy_text ? "copy" : button.callback_data ? "press" : "other";
  const meaning = { url: text("opensLink"), copy: text("copies") }[kind];
  const made = element("button", {
    type: "button",
    class: `${kind} ${button.style ?? ""}`,
    "aria-label": meaning ? `${button.text}, ${meaning}` : null,
    disabled: kind === "other",
    onclick: () => use(made),
  }, button.text, meaning && icon(kind));
  return made;
}

/** The reply keyboard; `answer(button)` is what a tap does. */
export function replyKeyboard(markup, answer) {
  return markup.keyboard.map((row) =>
    element("div", { class: "row" }, row.map((button) =>
      element("button", { type: "button", class: button.style ?? "", onclick: () => answer(button) }, button.text))));
}
