// Building DOM elements without markup strings, so that nothing anybody wrote is ever parsed.

/**
 * element("button", {class: "x", onclick: act, disabled: true}, "text", child, null)
 * Attributes that begin with "on" are listeners; false, null and undefined ones are left out.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

const PATHS = {
  attach: "M20 11.5 11.8 19.7a5 5 0 0 1-7.1-7.1l8.500-8.500a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7",
  send: "m3 4 18 8-18 8 3-8zm3 8h8",
  card: "M3 5h18v14H3zm4 4h4v5H7zm7 0h4m-4 3h4m-4 3h4",
  menu: "M4 6h16M4 12h16M4 18h10",
  options: "M12 5v.01M12 12v.01M12 19v.01",
  close: "m6 6 12 12M18 6 6 18",
  more: "m6 9 6 6 6-6",
  down: "M12 5v14m-6-6 6 6 6-6",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  url: "M7 17 17 7m-9 0h9v9",
};

/** A line drawing that means nothing to a screen reader; the button around it has a label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says `label`. */
export function iconButton(name, label, onclick, attributes = {}) {
  const named = { type: "button", class: "round", "aria-label": label, title: label, onclick };
  return element("button", { ...named, ...attributes }, icon(name));
}
