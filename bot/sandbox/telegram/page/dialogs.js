// Windows over the page: native dialogs, which keep the focus inside and close with Escape.

import { element, iconButton } from "./elements.js";
import { text } from "./texts.js";

/** Show a dialog with a title until it is closed; `content` gets a function that closes it. */
export function openDialog(title, content, { kind = "", onclose = () => {} } = {}) {
  const close = () => dialog.close();
  const heading = element("h2", {}, title);
  const dialog = element("dialog", { class: kind, "aria-label": title },
    element("header", {}, heading, iconButton("close", text("close"), close)));
  dialog.append(...content(close));
  dialog.addEventListener("close", () => {
    onclose();
    dialog.remove();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** An alert of the bot: stays until it is confirmed. */
export function showAlert(words, from) {
  openDialog(from, (close) => [
    element("p", { class: "alert" }, words),
    element("footer", {}, element("button", { type: "button", class: "main", autofocus: true, onclick: close }, text("ok"))),
  ], { kind: "small" });
}

/** Ask before a link leads away from this computer. */
export function askToOpen(url) {
  openDialog(text("openLink"), (close) => [
    element("p", { class: "address" }, url),
    element("footer", {},
      element("button", { type: "button", onclick: close }, text("cancel")),
      element("a", { class: "main", href: url, target: "_blank", rel: "noreferrer noopener", onclick: close }, text("open"))),
  ], { kind: "small" });
}

/** Name and language of an agent, and which of the roles; `save` gets the names and the role. */
export function askForNames(title, names, save, roles = []) {
  openDialog(title, (close) => {
    const name = element("input", { type: "text", value: names.first_name, required: true, maxlength: 64, autofocus: true });
    const language = element("select", {},
      element("option", { value: "en", selected: names.language_code !== "bn" }, "English"),
      element("option", { value: "bn", selected: names.language_code === "bn" }, "বাংলা"));
    const role = element("select", {}, roles.map((each) => element("option", { value: each }, text(each))));
    const done = (event) => {
      event.preventDefault();
      close();
      save({ ...names, first_name: name.value.trim(), language_code: language.value }, role.value);
    };
    return [element("form", { class: "names", onsubmit: done },
      element("label", {}, text("agentName"), name),
      element("label", {}, text("agentLanguage"), language),
      roles.length > 0 && element("label", {}, text("agentRole"), role),
      element("footer", {},
        element("button", { type: "button", onclick: close }, text("cancel")),
        element("button", { type: "submit", class: "main" }, text("save"))))];
  }, { kind: "small" });
}
