// The messages of a chat in their order, with days between them and albums held together.

import { bubble } from "./bubbles.js";
import { element, iconButton } from "./elements.js";
import { dayOf, text } from "./texts.js";

const NEAR = 120; // pixels from the end; who has scrolled farther up is not pulled down

export class Log {
  constructor(chat) {
    this.chat = chat;
    this.messages = new Map();
    this.reactions = new Map(); // emoji of the bot, by message
    this.list = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" });
    this.down = iconButton("down", text("newMessages"), () => this.toEnd(), { class: "round down", hidden: true });
    this.follows = true; // the end, until the reader scrolls up
    this.list.addEventListener("scroll", () => {
      this.follows = this.isNearEnd();
      if (this.follows) this.down.hidden = true;
    });
    // Pictures that arrive and keyboards that open must not push the end out of sight.
    const keepEnd = () => this.follows && this.toEnd();
    this.list.addEventListener("load", keepEnd, true);
    new ResizeObserver(keepEnd).observe(this.list);
  }

  clear() {
    this.messages.clear();
    this.list.replaceChildren();
    delete this.list.dataset.day;
  }

  isNearEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.follows = true;
    this.down.hidden = true;
  }

  /** Show a message, new or changed; a new own one always scrolls to the end. */
  show(message) {
    const known = this.articleOf(message.message_id);
    const article = bubble(message, this.chat, this.reactions.get(message.message_id) ?? []);
    this.messages.set(message.message_id, message);
    if (known) known.replaceWith(article);
    else this.place(message, article);
    if (this.follows || (!known && !message.from.is_bot)) this.toEnd();
    else if (!known) this.down.hidden = false;
  }

  place(message, article) {
    const day = dayOf(message.date);
    if (this.list.dataset.day !== day) {
      this.list.dataset.day = day;
      this.list.append(element("p", { class: "day" }, day));
    }
    const album = message.media_group_id;
    const last = this.list.lastElementChild;
    if (!album) this.list.append(article);
    else if (last?.dataset.album === album) last.append(article);
    else {
      const side = message.from.is_bot ? "bots" : "own";
      const held = element("div", { class: `album ${side}` }, article);
      held.dataset.album = album;
      this.list.append(held);
    }
  }

  remove(messageIds) {
    for (const id of messageIds) {
      this.articleOf(id)?.remove();
      this.messages.delete(id);
    }
    if (this.messages.size === 0) this.clear();
  }

  react(messageId, emoji) {
    this.reactions.set(messageId, emoji);
    if (this.messages.has(messageId)) this.show(this.messages.get(messageId));
  }

  articleOf(messageId) {
    return document.getElementById(`message-${this.chat.person}-${messageId}`);
  }
}
