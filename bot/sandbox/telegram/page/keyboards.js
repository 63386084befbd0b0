// The two kinds of keyboards that a bot shows: buttons under a message, and answers under the chat.

import { element } from "./elements.js";
import { text } from "./texts.js";

/** The buttons of a message; `use(button, row, column)` resolves when the tap has arrived. */
export function inlineKeyboard(markup, use) {
  const rows = markup.inline_keyboard.map((row, at) =>
    element("div", { class: "row" }, row.map((button, column) => inlineButton(button, () => use(button, at, column)))));
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
  }, button.text);
  made.addEventListener("click", async () => {
    made.classList.add("waiting");
    await use();
    // A press waits for the bot's answer, which takes the mark away; see Phone.answered.
    if (kind !== "press") made.classList.remove("waiting");
  });
  return made;
}

/** The reply keyboard; `answer(button)` is what a tap does. */
export function replyKeyboard(markup, answer) {
  const rows = markup.keyboard.map((row) =>
    element("div", { class: "row" }, row.map((button) =>
      element("button", { type: "button", class: button.style ?? "", onclick: () => answer(button) }, button.text))));
  return rows;
}
