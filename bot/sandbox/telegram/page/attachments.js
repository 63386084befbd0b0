// Pictures and files on their way into a chat: chosen, pasted, dropped, and looked at before.

import { openDialog } from "./dialogs.js";
import { element } from "./elements.js";
import { text } from "./texts.js";

/** Let the person choose files; resolves when they have, and never if they do not. */
export function chooseFiles(accept) {
  return new Promise((resolve) => {
    const input = element("input", { type: "file", accept, multiple: true, hidden: true });
    input.addEventListener("change", () => {
      resolve([...input.files]);
      input.remove();
    });
    document.body.append(input);
    input.click();
  });
}

/** Take pictures and files that are pasted or dropped on `area`. */
export function takeFiles(area, take) {
  area.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("dropping");
  });
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) area.classList.remove("dropping");
  });
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("dropping");
    if (event.dataTransfer.files.length) take([...event.dataTransfer.files]);
  });
}

/** Show the files with a line for a caption; `send(files, caption, asFile)` if the person agrees. */
export function preview(files, asFile, send) {
  const shown = files.map((file) => ({ file, address: isPicture(file) ? URL.createObjectURL(file) : null }));
  const forget = () => shown.forEach((each) => each.address && URL.revokeObjectURL(each.address));
  openDialog(text("preview"), (close) => {
    const caption = element("input", { type: "text", "aria-label": text("caption"), placeholder: text("caption"), maxlength: 1024, autofocus: true });
    const box = element("input", { type: "checkbox", checked: asFile || !files.every(isPicture), disabled: !files.every(isPicture) });
    const done = (event) => {
      event.preventDefault();
      close();
      send(files, caption.value.trim(), box.checked);
    };
    return [element("form", { onsubmit: done },
      element("div", { class: "pictures" }, shown.map(({ file, address }) =>
        address ? element("img", { src: address, alt: file.name }) : element("p", { class: "file" }, `📄 ${file.name}`))),
      caption,
      element("label", { class: "check" }, box, text("asFile")),
      element("footer", {},
        element("button", { type: "button", onclick: close }, text("cancel")),
        element("button", { type: "submit", class: "main" }, text("send"))))];
  }, { onclose: forget });
}

function isPicture(file) {
  return file.type.startsWith("image/");
}
