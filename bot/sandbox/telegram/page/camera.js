// A picture from the computer's or the phone's camera.

import { openDialog } from "./dialogs.js";
import { element } from "./elements.js";
import { text } from "./texts.js";

/** Open the camera; `take(file)` gets the picture. Gives false where there is no camera. */
export async function openCamera(take) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch {
    return false;
  }
  const view = element("video", { autoplay: true, playsinline: true, muted: true });
  view.srcObject = stream;
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  openDialog(text("camera"), (close) => {
    const release = async () => {
      const file = await still(view);
      close();
      take(file);
    };
    const button = element("button", { type: "button", class: "main", disabled: true, onclick: release }, text("take"));
    view.addEventListener("loadeddata", () => {
      button.disabled = false;
      button.focus();
    });
    return [view, element("footer", {}, element("button", { type: "button", onclick: close }, text("cancel")), button)];
  }, { onclose: stop });
  return true;
}

async function still(view) {
  const canvas = element("canvas", { width: view.videoWidth, height: view.videoHeight });
  canvas.getContext("2d").drawImage(view, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  return new File([blob], "camera.jpg", { type: "image/jpeg" });
}
