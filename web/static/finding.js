// The form of a finding: it opens again with what waits under its key, and gets ready to be opened
// without a network.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const page = document.documentElement;
  const form = document.querySelector("form[data-outbox]");
  const { outbox } = window;
  const asked = new URL(location.href).searchParams.get("form");
  const key = form.elements.namedItem("key");

  // A unit is chosen with a network, and typed with its number without one.
  const fitting = (input, value) => {
    if (input.matches("select")) return /#\d+$/.test(value) ? value.split("#").pop() : value;
    return [...(input.list?.options || [])].find((option) => option.value.endsWith(`#${value}`))?.value || value;
  };

  const fill = (entry) => {
    const values = new Map();
    for (const [name, value] of entry.fields) values.set(name, [...(values.get(name) || []), value]);
    for (const input of form.elements) {
      if (!input.name || input.matches("[type=hidden], [type=file], button")) continue;
      const given = values.get(input.name) || [];
      if (input.matches("[type=radio], [type=checkbox]")) input.checked = given.includes(input.value);
      else input.value = fitting(input, given.shift() ?? "");
    }
    for (const value of values.get("kept") || []) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value }));
    if (entry.files.length) form.dispatchEvent(new CustomEvent("photos", { detail: entry.files.map(([, file]) => file) }));
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const told = (entry) => {
    const place = document.querySelector("[data-found]");
    place.hidden = false;
    place.lastElementChild.textContent = entry.problem || place.dataset.found;
  };

  const open = async () => {
    const entry = page.hasAttribute("data-answer") ? null : await outbox.found(key.value);
    if (!entry) return;
    fill(entry);
    told(entry);
  };

  // Units as a person may type them without a network: by name, with the number that decides.
  const units = () => {
    const listed = [...form.querySelectorAll("select[name=unit] option")].filter((option) => option.value);
    const suggested = [...form.querySelectorAll("#unit-units option")].map((option) => option.value);
    return listed.map((option) => `${option.textContent.trim().replace(/^(— )+/, "")} #${option.value}`).concat(suggested);
  };
  const prepare = () => outbox.prepare({ path: location.pathname, at: 0, words: form.dataset.outbox, units: units() });

  const suggest = async () => {
    key.value = asked || window.drawnKey();
    form.action = `${location.pathname}?form=${key.value}`;
    const known = (await outbox.own("forms")).find((one) => one.path === location.pathname);
    const list = form.querySelector("#unit-units");
    list?.replaceChildren(...(known?.units || []).map((value) => Object.assign(document.createElement("option"), { value })));
  };

  const begin = async () => {
    await outbox.ready;
    if (!outbox.me.whom) return;
    if (page.hasAttribute("data-neutral")) await suggest();
    await open();
    if (form.dataset.outboxAlone !== undefined) await prepare();
  };

  if (outbox) begin().catch(() => {});
});
