// The line at the bottom: what is being written, replied to or corrected, and what can be attached.

import { element, icon, iconButton } from "./elements.js";
import { openMenu } from "./menus.js";
import { text } from "./texts.js";

export class Composer {
  /** `chat` has say, edit, attach, openSpecimens and commands. */
  constructor(chat) {
    this.chat = chat;
    this.context = null; // {kind: "reply" or "edit", message}
    this.field = element("textarea", { rows: 1, "aria-label": text("message"), placeholder: text("message"), maxlength: 4096, dir: "auto" });
    this.field.addEventListener("keydown", (event) => this.typed(event));
    this.field.addEventListener("input", () => this.changed());
    this.bar = element("div", { class: "context", hidden: true });
    this.suggestions = element("div", { class: "suggestions", hidden: true });
    const menuButton = (name, label, open) => {
      const button = iconButton(name, label, () => open(button), { "aria-haspopup": "menu", "aria-expanded": "false" });
      return button;
    };
    this.hint = element("div", { class: "tray-hint", role: "note", hidden: true },
      element("p", {}, text("trayHint")), iconButton("close", text("close"), () => this.hideHint()));
    this.element = element("footer", { class: "composer" }, this.hint, this.suggestions, this.bar,
      element("div", { class: "line" },
        menuButton("menu", text("menu"), (button) => this.openCommands(button)),
        menuButton("attach", text("attach"), (button) => this.chat.openAttachMenu(button)),
        element("button", { type: "button", class: "round tray-opener", onclick: () => this.chat.openSpecimens() },
          icon("card"), element("small", {}, text("customers"))),
        this.field,
        iconButton("send", text("send"), () => this.send(), { class: "round send" })));
  }

  /** Say once where the pictures are. */
  showHint() {
    this.hint.hidden = false;
  }

  hideHint() {
    if (!this.hint.hidden) localStorage.hinted = "yes";
    this.hint.hidden = true;
  }

  focus() {
    this.field.focus();
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
    if (event.key === "Escape" && this.context) this.leaveContext();
    if (event.key === "ArrowUp" && !this.field.value && !this.context) {
      const last = this.chat.lastOwnText();
      if (last) this.enterContext("edit", last);
    }
  }

  async changed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    const written = this.field.value;
    const begun = /^\/(\w*)$/.exec(written);
    const matching = begun ? (await this.chat.commands()).filter((each) => each.command.startsWith(begun[1])) : [];
    if (this.field.value !== written) return; // the answer came late; what is written now has its own
    this.suggestions.replaceChildren(...matching.map((each) =>
      element("button", { type: "button", onclick: () => this.chooseCommand(each.command) },
        element("b", {}, `/${each.command}`), element("small", {}, each.description))));
    this.suggestions.hidden = matching.length === 0;
  }

  chooseCommand(command) {
    this.clear();
    this.chat.say(`/${command}`);
    this.focus();
  }

  async openCommands(button) {
    const commands = await this.chat.commands();
    if (commands.length === 0) return this.chat.notify(text("noCommands"));
    openMenu(button, text("menu"), commands.map((each) =>
      [`/${each.command}`, () => this.chooseCommand(each.command), each.description]));
  }

  send() {
    const said = this.field.value.trim();
    if (!said) return;
    const context = this.context;
    this.clear();
    if (context?.kind === "edit") this.chat.edit(context.message, said);
    else this.chat.say(said, context?.message);
    this.focus();
  }

  clear() {
    this.field.value = "";
    this.leaveContext();
    this.changed();
  }

  enterContext(kind, message) {
    this.context = { kind, message };
    const said = message.text ?? message.caption ?? text("photoAlt");
    const name = message.from.is_bot ? message.from.first_name : text("you");
    const title = kind === "edit" ? text("editing") : text("replyTo", { name });
    this.bar.replaceChildren(
      element("p", {}, element("strong", {}, title), element("span", {}, said)),
      iconButton("close", text("stop"), () => this.leaveContext()));
    this.bar.hidden = false;
    if (kind === "edit") this.field.value = said;
    this.focus();
    this.changed();
  }

  leaveContext() {
    if (this.context?.kind === "edit") this.field.value = "";
    this.context = null;
    this.bar.hidden = true;
  }
}
