// Small menus that open at a button: arrow keys move, Escape and a click elsewhere close.

import { element } from "./elements.js";

/** Open a menu at `anchor`; items are [label, act, secondLine?]. The anchor gets the focus back. */
export function openMenu(anchor, label, items) {
  const close = () => {
    menu.hidePopover();
  };
  const entries = items.map(([name, act, more]) =>
    element("button", {
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      onclick: () => {
        close();
        act();
      },
    }, element("span", {}, name), more && element("small", {}, more)));
  const menu = element("div", { class: "menu", popover: "auto", role: "menu", "aria-label": label }, entries);
  menu.addEventListener("keydown", (event) => move(event, entries));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    if (menu.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  place(menu, anchor.getBoundingClientRect());
  entries[0]?.focus();
}

function move(event, entries) {
  const at = entries.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  entries.at(next % entries.length).focus();
}

function place(menu, anchor) {
  const size = menu.getBoundingClientRect();
  const left = Math.min(anchor.left, innerWidth - size.width - 8);
  const above = anchor.top - size.height - 6;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${above > 8 ? above : Math.min(anchor.bottom + 6, innerHeight - size.height - 8)}px`;
}
