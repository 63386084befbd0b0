// One message as it looks in the chat.

import { element, iconButton } from "./elements.js";
import { richText } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { fileAddress } from "./server.js";
import { text, timeOf } from "./texts.js";

const SHOWN_WIDTH = 320; // pixels; a photo in the chat is never shown wider

/**
 * The article for a message. `chat` is the phone: its person, and what can be done with messages
 * (say, open, press, menu, showPhoto).
 */
export function bubble(message, chat, reactions) {
  const own = !message.from.is_bot;
  const who = own ? text("you") : message.from.first_name;
  const body = element("div", { class: "bubble" },
    message.forward_origin && element("p", { class: "forwarded" }, text("forwarded", { name: message.forward_origin.sender_user.first_name })),
    message.reply_to_message && quoted(message.reply_to_message),
    media(message, chat),
    words(message, chat),
    stamp(message),
    reactions.length > 0 && element("span", { class: "reaction" }, reactions.join("")));
  const more = iconButton("more", text("more"), () => chat.openMessageMenu(message, more), {
    class: "round more", "aria-haspopup": "menu", "aria-expanded": "false",
  });
  body.append(more);
  const shown = element("article", {
    class: own ? "own" : "bots",
    id: `message-${chat.person}-${message.message_id}`,
    "aria-label": `${who}, ${timeOf(message.date)}`,
    tabindex: "-1",
  }, body);
  if (message.reply_markup?.inline_keyboard) {
    shown.append(inlineKeyboard(message.reply_markup, (...tap) => chat.useButton(message, ...tap)));
  }
  return shown;
}

function quoted(original) {
  const said = original.text ?? original.caption ?? `[${text("photoAlt")}]`;
  return element("blockquote", { class: "reply" },
    element("strong", {}, original.from.is_bot ? original.from.first_name : text("you")),
    element("span", {}, said));
}

function words(message, chat) {
  const said = message.text ?? message.caption;
  if (!said) return null;
  const entities = message.entities ?? message.caption_entities;
  return element("div", { class: "words", "data-stamp": edited(message) + timeOf(message.date) }, richText(said, entities, chat));
}

function stamp(message) {
  return element("p", { class: "stamp" },
    edited(message),
    element("time", { datetime: new Date(message.date * 1000).toISOString() }, timeOf(message.date)));
}

function edited(message) {
  return message.edit_date ? `${text("edited")} ` : "";
}

function media(message, chat) {
  if (message.photo) return photo(message, chat);
  if (message.document) return file(message.document, chat);
  if (message.sticker) return element("img", { class: "sticker", alt: message.sticker.emoji, src: fileAddress(chat.person, message.sticker.file_id), width: 120, height: 120 });
  if (message.voice) return element("p", { class: "file" }, `▶ ${text("voice")} · ${message.voice.duration} s`);
  if (message.video) return element("p", { class: "file" }, `▶ ${text("video")} · ${message.video.duration} s`);
  if (message.location) return element("p", { class: "file" }, `📍 ${message.location.latitude}, ${message.location.longitude}`);
  if (message.contact) return element("p", { class: "file" }, `☎ ${message.contact.first_name}`, element("br"), message.contact.phone_number);
  return null;
}

function photo(message, chat) {
  const size = message.photo.find((each) => each.width >= SHOWN_WIDTH) ?? message.photo.at(-1);
  const largest = message.photo.at(-1);
  const scale = Math.min(1, SHOWN_WIDTH / size.width, 360 / size.height);
  const image = element("img", {
    alt: message.caption ? "" : text("photoAlt"),
    src: fileAddress(chat.person, size.file_id),
    width: Math.round(size.width * scale),
    height: Math.round(size.height * scale),
    draggable: "false",
  });
  const open = () => chat.showPhoto(fileAddress(chat.person, largest.file_id), message.caption ?? text("photoAlt"));
  return element("button", { type: "button", class: "photo", "aria-label": text("photoOpen"), onclick: open }, image);
}

function file(document, chat) {
  const size = Math.max(1, Math.round(document.file_size / 1024));
  return element("a", { class: "file", href: fileAddress(chat.person, document.file_id), download: document.file_name },
    `📄 ${document.file_name}`, element("small", {}, ` ${size} kB`));
}
