// Text with Telegram's entities as DOM nodes. Offsets are UTF-16 units, as in JavaScript strings.

import { element } from "./elements.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote",
};

/** Nodes for `text`; `actions` has say(text) for commands and open(url) for links. */
export function richText(text, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, sorted, 0, text.length, actions);
}

function pieces(text, entities, begin, end, actions) {
  const nodes = [];
  let at = begin;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const ends = Math.min(entity.offset + entity.length, end);
    let inside = next + 1;
    while (inside < entities.length && entities[inside].offset < ends) inside += 1;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const within = pieces(text, entities.slice(next + 1, inside), entity.offset, ends, actions);
    nodes.push(dressed(entity, text.slice(entity.offset, ends), within, actions));
    at = ends;
    next = inside;
  }
  if (at < end) nodes.push(text.slice(at, end));
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
      return quote(within);
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

function quote(within) {
  return element("details", { class: "quote", open: true }, element("summary", {}, "…"), element("blockquote", {}, within));
}
