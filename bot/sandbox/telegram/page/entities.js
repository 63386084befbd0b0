// Text with Telegram's entities as DOM nodes. Offsets are UTF-16 units, as in JavaScript strings.

import { element } from "./elements.js";
import { text } from "./texts.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote",
};

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/** Nodes for `words`; `actions` has say(text) for commands and open(url) for links. */
export function richText(words, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(words, sorted, 0, words.length, actions);
}

function pieces(words, entities, begin, end, actions) {
  const nodes = [];
  let at = begin;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const ends = Math.min(entity.offset + entity.length, end);
    let inside = next + 1;
    while (inside < entities.length && entities[inside].offset < ends) inside += 1;
    if (entity.offset > at) nodes.push(words.slice(at, entity.offset));
    const within = pieces(words, entities.slice(next + 1, inside), entity.offset, ends, actions);
    nodes.push(dressed(entity, words.slice(entity.offset, ends), within, actions));
    at = ends;
    // A quote ends its line: apps draw no empty one for the line break after it.
    if (BLOCKS.has(entity.type) && words[at] === "\n" && at < end) at += 1;
    next = inside;
  }
  if (at < end) nodes.push(words.slice(at, end));
  return nodes;
}

function dressed(entity, words, within, actions) {
  switch (entity.type) {
    case "bot_command":
      return element("button", { type: "button", class: "link", onclick: () => actions.say(words) }, within);
    case "text_link":
      return link(entity.url, within, actions);
    case "url":
      return link(/^https?:/.test(words) ? words : `https://${words}`, within, actions);
    case "spoiler":
      return spoiler(within);
    case "expandable_blockquote":
      return isLong(words) ? quote(within) : element("blockquote", {}, within);
    case "hashtag":
    case "mention":
    case "email":
      return element("span", { class: "link" }, within);
    case "date_time":
      return element("time", {}, within);
    default:
      return entity.type in TAGS ? element(TAGS[entity.type], {}, within) : element("span", {}, within);
  }
}

function link(url, within, actions) {
  const follow = (event) => {
    event.preventDefault();
    actions.open(url);
  };
  return element("a", { href: url, rel: "noreferrer noopener", target: "_blank", onclick: follow }, within);
}

function spoiler(within) {
  const shown = element("button", { type: "button", class: "spoiler", "aria-expanded": "false" }, element("span", {}, within));
  shown.addEventListener("click", () => shown.setAttribute("aria-expanded", "true"));
  return shown;
}

function isLong(words) {
  return words.length > 160 || words.split("\n").length > 3;
}

/** A quote of which three lines are shown until it is unfolded. */
function quote(within) {
  const folded = element("blockquote", { class: "folded" }, within);
  const unfold = element("button", { type: "button", class: "link", "aria-expanded": "false" }, text("showAll"));
  unfold.addEventListener("click", () => {
    const open = folded.classList.toggle("folded");
    unfold.setAttribute("aria-expanded", String(!open));
    unfold.textContent = text(open ? "showAll" : "showLess");
  });
  return element("div", { class: "quote" }, folded, unfold);
}
