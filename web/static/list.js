// What is left empty in a filter stays out of the address; without this the server leaves it out.
"use strict";

for (const form of document.querySelectorAll("[data-tidy]")) {
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((one) => one.name && !one.value);
    empty.forEach((one) => { one.disabled = true; });
    // Back shows the form as it was sent, so what was empty can be filled in again.
    window.setTimeout(() => empty.forEach((one) => { one.disabled = false; }));
  });
}
