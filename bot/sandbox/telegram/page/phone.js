// One agent's chat with the bot: what is on the screen of one phone.

import { chooseFiles, preview, takeFiles } from "./attachments.js";
import { openCamera } from "./camera.js";
import { Composer } from "./composer.js";
import { askForNames, askToOpen, openDialog, showAlert } from "./dialogs.js";
import { element, iconButton } from "./elements.js";
import { replyKeyboard } from "./keyboards.js";
import { Log } from "./log.js";
import { openMenu } from "./menus.js";
import * as server from "./server.js";
import { text } from "./texts.js";
import { openTray } from "./tray.js";

const TOAST_MILLISECONDS = 3500;
const ACTION_MILLISECONDS = 5500; // a bot that goes on with something says so again before
const PRESS_MILLISECONDS = 15000; // then Telegram's apps stop waiting for the answer

export class Phone {
  /** `page` has closed(phone), renamed(phone), trayOpened() and troubles. */
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.cursor = 0;
    this.customer = null; // the number of the one whose pictures were sent last
    this.invitation = null; // {role, link} of somebody who was just added
    this.presses = new Map(); // buttons that wait for an answer, by the id of the press
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.keyboard = element("div", { class: "keyboard", role: "group", "aria-label": text("botKeyboard"), hidden: true });
    this.toast = element("p", { class: "toast", role: "status", hidden: true });
    this.title = element("h2");
    this.status = element("p", { class: "status", "aria-live": "polite" });
    this.owner = element("p", { class: "owner" });
    this.initials = element("span", { class: "avatar", "aria-hidden": "true" });
    this.start = element("div", { class: "start" });
    const options = iconButton("options", text("options"), () => this.openOptions(options), { "aria-haspopup": "menu", "aria-expanded": "false" });
    this.element = element("section", { class: "phone", id: `phone-${person}` },
      element("header", {}, this.initials, element("div", { class: "who" }, this.title, this.status), this.owner, options),
      element("div", { class: "middle" }, this.log.list, this.log.down, this.toast),
      this.keyboard, this.start, this.composer.element);
    this.element.dataset.drop = text("dropHere");
    takeFiles(this.element, (files) => this.lookAt(files, false));
  }

  /** Show everything as it is now; nobody with this id is introduced under `names` first. */
  async load(names) {
    await server.introduce(this.person, names, { unlessKnown: true });
    const chat = await server.chatOf(this.person);
    this.names = chat.user;
    this.bot = chat.bot;
    this.cursor = chat.cursor;
    this.standing = chat.standing;
    this.title.textContent = chat.bot.first_name;
    this.initials.textContent = chat.bot.first_name.slice(0, 2);
    this.status.textContent = text("bot");
    this.owner.textContent = `${chat.user.first_name} · ${this.person}`;
    this.owner.title = this.owner.textContent;
    this.element.setAttribute("aria-label", text("chatWith", { agent: chat.user.first_name, bot: chat.bot.first_name }));
    this.description = chat.description;
    this.log.clear();
    this.log.reactions = new Map(chat.reactions);
    chat.messages.forEach((message) => this.log.show(message));
    this.log.toEnd();
    this.showKeyboard(chat.keyboard);
    this.showStanding();
  }

  /** An event of this person's journal. */
  receive(event) {
    this.cursor = event.number;
    if (event.chat_id !== this.person) return this.receiveFromGroup(event);
    switch (event.kind) {
      case "message":
        this.hushAction(event.message);
        this.log.show(event.message);
        if (this.standing === "stranger") this.standing = "member";
        return this.showStanding();
      case "edit":
        return this.log.show(event.message);
      case "delete":
        return this.log.remove(event.message_ids);
      case "answer":
        return this.answered(event);
      case "action":
        return this.showAction(event.action);
      case "keyboard":
        return this.showKeyboard(event.keyboard);
      case "reaction":
        return this.log.react(event.message_id, event.emoji);
      case "member":
        this.standing = event.status === "kicked" ? "kicked" : "member";
        return this.showStanding();
    }
  }

  receiveFromGroup(event) {
    if (event.kind === "member") this.notify(text(event.status === "left" ? "botLeft" : "botJoined"));
    if (event.kind === "message") this.notify(`${text("group")}: ${event.message.text ?? text("photoAlt")}`);
  }

  /** Instead of the line to write in: Start in a new chat, Unblock after blocking. */
  showStanding() {
    const hadFocus = this.start.contains(document.activeElement);
    const fresh = this.standing === "stranger" && this.log.messages.size === 0;
    const blocked = this.standing === "kicked";
    this.composer.element.hidden = fresh || blocked;
    this.start.hidden = !fresh && !blocked;
    const invited = fresh && this.invitation;
    const begin = invited ? () => this.open(invited.link) : () => this.say("/start");
    this.start.replaceChildren(
      element("p", {}, blocked ? text("blocked") : this.description || text("emptyChat")),
      invited ? element("p", { class: "invitation" }, text("invited", { role: text(invited.role) }), element("code", {}, invited.link)) : "",
      element("button", { type: "button", class: "main", onclick: blocked ? () => this.do("unblock") : begin },
        text(blocked ? "unblock" : invited ? "openInvitation" : "start")));
    if (hadFocus && !fresh && !blocked) this.composer.focus();
  }

  /** Get an invitation from the desk, so that Start enrols this person. */
  async invite(role) {
    const made = await this.tried(() => server.invite(this.names.first_name, role));
    if (!made) return;
    this.invitation = { role, link: made.link };
    this.showStanding();
  }

  // what the person does

  async do(action, body = {}) {
    return this.tried(() => server.act(this.person, action, body));
  }

  async tried(attempt) {
    try {
      return await attempt();
    } catch (error) {
      this.notify(text("failed", { reason: error.message }));
      return null;
    }
  }

  say(words, replyTo = null) {
    return this.do("text", { text: words, reply_to: replyTo?.message_id ?? 0 });
  }

  edit(message, words) {
    return this.do("edit", { message_id: message.message_id, text: words });
  }

  commands() {
    return server.commandsOf(this.person);
  }

  open(url) {
    const address = new URL(url);
    const code = address.searchParams.get("start");
    if (address.host === "t.me" && address.pathname === `/${this.bot.username}`) this.say(`/start ${code ?? ""}`.trim());
    else askToOpen(url);
  }

  /** A tap on an inline button. */
  async useButton(message, button, row, column, made) {
    if (button.url) return this.open(button.url);
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text);
      return this.notify(text("copied"));
    }
    made.classList.add("waiting");
    const reply = await this.do("press", { message_id: message.message_id, row, column });
    if (!reply || this.presses.get(reply.callback_query_id) === "answered") return made.classList.remove("waiting");
    this.presses.set(reply.callback_query_id, made);
    setTimeout(() => made.classList.remove("waiting"), PRESS_MILLISECONDS);
  }

  /** The bot's answer to a press; it may come before the press itself is acknowledged. */
  answered(event) {
    const made = this.presses.get(event.callback_query_id);
    if (made) made.classList.remove("waiting");
    this.presses.set(event.callback_query_id, "answered");
    if (event.alert && event.text) showAlert(event.text, this.bot.first_name);
    else if (event.text) this.notify(event.text);
  }

  lookAt(files, asFile) {
    preview(files, asFile, (chosen, caption, sendAsFile) => this.sendFiles(chosen, caption, sendAsFile));
  }

  async sendFiles(files, caption, asFile) {
    await this.tried(() => server.upload(this.person, asFile ? "documents" : "photos", files, caption));
    this.composer.focus();
  }

  async openSpecimens() {
    this.page.trayOpened();
    await this.tried(() => openTray(this, this.page.troubles));
  }

  openAttachMenu(button) {
    openMenu(button, text("attach"), [
      [text("photo"), async () => this.lookAt(await chooseFiles("image/*"), false)],
      [text("camera"), () => this.openCamera()],
      [text("file"), async () => this.lookAt(await chooseFiles(""), true)],
      [text("contact"), () => this.do("contact")],
      [text("location"), () => this.do("location", { latitude: 23.8103, longitude: 90.4125 })],
      [text("sticker"), () => this.do("sticker")],
      [text("voice"), () => this.do("voice")],
      [text("video"), () => this.do("video")],
    ]);
  }

  async openCamera() {
    if (!(await openCamera((file) => this.lookAt([file], false)))) this.notify(text("noCamera"));
  }

  openMessageMenu(message, button) {
    const own = !message.from.is_bot;
    const said = message.text ?? message.caption;
    const about = { message_id: message.message_id };
    const items = [[text("reply"), () => this.composer.enterContext("reply", message)]];
    if (own && said) items.push([text("edit"), () => this.composer.enterContext("edit", message)]);
    if (said) items.push([text("copy"), () => this.copy(said)]);
    if (!message.has_protected_content) items.push([text("forward"), () => this.do("forward", about)]);
    items.push([text("delete"), () => this.do("delete", about)]);
    openMenu(button, text("more"), items);
  }

  async copy(words) {
    await navigator.clipboard.writeText(words);
    this.notify(text("copied"));
  }

  lastOwnText() {
    return [...this.log.messages.values()].filter((each) => !each.from.is_bot && each.text).at(-1);
  }

  openOptions(button) {
    const group = `${this.names.first_name}: ${text("group")}`;
    openMenu(button, text("options"), [
      [text("rename"), () => askForNames(text("rename"), this.names, (names) => this.rename(names))],
      [text("toGroup"), () => this.do("group", { title: group })],
      [text("block"), () => this.do("block")],
      [text("closeChat"), () => this.page.closed(this)],
    ]);
  }

  async rename(names) {
    await this.tried(() => server.introduce(this.person, names));
    await this.load(names);
    this.page.renamed(this);
  }

  showPhoto(address, caption) {
    openDialog(caption, () => [element("img", { src: address, alt: caption })], { kind: "viewer" });
  }

  // what the bot shows besides messages

  notify(words) {
    this.toast.textContent = words;
    this.toast.hidden = false;
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => (this.toast.hidden = true), TOAST_MILLISECONDS);
  }

  showAction(action) {
    const known = { typing: "typing", upload_photo: "upload_photo", upload_document: "upload_document" };
    this.status.textContent = text(known[action] ?? "working");
    this.status.classList.add("busy");
    clearTimeout(this.actionEnds);
    this.actionEnds = setTimeout(() => this.hushAction({ from: this.bot }), ACTION_MILLISECONDS);
  }

  hushAction(message) {
    if (!message.from.is_bot) return;
    this.status.textContent = text("bot");
    this.status.classList.remove("busy");
  }

  showKeyboard(markup) {
    const rows = markup.keyboard ? replyKeyboard(markup, (button) => this.useKeyboard(markup, button)) : [];
    this.keyboard.replaceChildren(...rows);
    this.keyboard.hidden = rows.length === 0;
    this.composer.field.placeholder = markup.input_field_placeholder || text("message");
    if (markup.force_reply) this.composer.focus();
    this.log.toEnd();
  }

  useKeyboard(markup, button) {
    if (markup.one_time_keyboard) this.keyboard.hidden = true;
    if (button.request_contact) return this.do("contact");
    if (button.request_location) return this.do("location", { latitude: 23.8103, longitude: 90.4125 });
    return this.say(button.text);
  }
}
