// Photos of a form: shown before they are sent, and made smaller here, so that a slow line carries
// them. What the browser cannot open is sent as it is, and the server looks at it.
"use strict";

{
  const EDGE = 2560; // pixels; pages show 1600
  const HEAVY = 1.5 * 2 ** 20; // bytes
  const SMALL = 240; // pixels of a thumbnail
  const PHOTO = /^image\/(jpeg|png|webp|hei[cf])$|\.(jpe?g|jfif|png|webp|hei[cf])$/i;
  const preparing = new Set();

  const made = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const size = (bytes) => (bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`);

  // The picture upright, or null where this browser cannot open the file.
  const opened = async (file) => {
    if (!PHOTO.test(file.type) && !PHOTO.test(file.name)) return null;
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      return null;
    }
  };

  const drawn = (picture, edge, cut = false) => {
    const canvas = made("canvas");
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(cut ? edge : picture.width * scale));
    canvas.height = Math.max(1, Math.round(cut ? (edge * 3) / 4 : picture.height * scale));
    const fit = cut ? Math.max(canvas.width / picture.width, canvas.height / picture.height) : scale;
    const [width, height] = [picture.width * fit, picture.height * fit];
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff"; // JPEG knows no transparency
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
    return canvas;
  };

  const smaller = async (file, picture) => {
    if (Math.max(picture.width, picture.height) <= EDGE && file.size <= HEAVY) return file;
    const drawing = drawn(picture, EDGE);
    const blob = await new Promise((done) => drawing.toBlob(done, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size) return file;
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
  };

  const watch = (zone) => {
    const chooser = zone.querySelector("[multiple]");
    const camera = zone.querySelector("[capture]");
    const list = zone.querySelector("[data-picked]");
    let chosen = []; // {from: the file as picked, file: as sent, line}

    const hand = () => {
      const files = new DataTransfer();
      chosen.forEach((one) => files.items.add(one.file));
      chooser.files = files.files;
    };

    const remove = (one) => {
      chosen = chosen.filter((other) => other !== one);
      one.line.remove();
      hand();
      chooser.focus();
    };

    const show = (one, picture) => {
      const face = picture ? drawn(picture, SMALL, true) : made("span", one.file.name.split(".").pop().toUpperCase(), { className: "shot-file" });
      const button = made("button", "", { type: "button", title: zone.dataset.remove.replace("{name}", one.file.name) });
      button.setAttribute("aria-label", button.title);
      button.append(made("span", "×"));
      button.addEventListener("click", () => remove(one));
      face.setAttribute("aria-hidden", "true");
      one.line.replaceChildren(face, made("bdi", one.file.name, { title: one.file.name }), made("small", size(one.file.size)), button);
    };

    const prepare = async (one) => {
      const picture = await opened(one.from);
      if (picture) one.file = await smaller(one.from, picture);
      show(one, picture);
      if (picture) picture.close();
    };

    // One after another: a phone has little memory.
    const add = async (files) => {
      const fresh = files.map((file) => ({ from: file, file, line: made("li", file.name) }));
      chosen.push(...fresh);
      list.append(...fresh.map((one) => one.line));
      hand();
      for (const one of fresh) await prepare(one);
      hand();
    };

    const take = (files) => {
      const work = add(files);
      preparing.add(work);
      work.finally(() => preparing.delete(work));
    };

    chooser.addEventListener("change", () => take([...chooser.files]));
    camera.addEventListener("change", () => {
      take([...camera.files]);
      camera.value = "";
    });
    chooser.form.addEventListener("reset", () => {
      chosen = [];
      list.replaceChildren();
    });
    chooser.form.addEventListener("photos", (event) => take(event.detail));
    for (const name of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.toggle("over", name === "dragover");
        if (name === "drop") take([...event.dataTransfer.files]);
      });
    }
  };
  document.querySelectorAll("[data-photos]").forEach(watch);
  window.watchPhotos = watch; // for forms that a script draws

  // Fulfilled when every picture is ready to be sent.
  window.photosReady = () => Promise.all(preparing);
}
