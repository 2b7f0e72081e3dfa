// Comfort only: every page works without it. No library, nothing inline, nothing stored.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

document.documentElement.classList.add("js");

// Ask before what cannot be taken back, with the name of the thing.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

// On a phone, what is long and seldom needed begins folded (narrow.css hides it before this runs).
const narrow = window.matchMedia("(max-width: 700px)").matches;
for (const part of all("[data-fold]")) {
  if (narrow) part.removeAttribute("open");
  part.dataset.settled = "";
}

// Say which files were chosen.
for (const input of all('[data-drop] input[type="file"]')) {
  const list = input.parentElement.querySelector("[data-picked]");
  input.addEventListener("change", () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${(file.size / 1048576).toFixed(1)} MB`;
      return line;
    }));
  });
  const zone = input.closest("[data-drop]");
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", name === "dragover");
      if (name !== "drop") return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// The demonstration's people fill in the sign-in name; the password stays to be typed.
for (const button of all("[data-fill]")) {
  button.addEventListener("click", () => {
    document.getElementById("login").value = button.dataset.fill;
    document.getElementById("password").focus();
  });
}

// A document is there to be printed.
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A token is there to be copied.
all("[data-select]").forEach((secret) => window.getSelection().selectAllChildren(secret));

// Go to what has to be read first.
all("[data-focus]").forEach((element) => element.focus());

// An open menu closes when one goes elsewhere.
document.addEventListener("click", (event) => {
  all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => menu.removeAttribute("open"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details.menu[open]")) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }
});

// "/" and Ctrl+K lead to the search, unless one is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) ||
    (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey);
  const link = document.querySelector("[data-search]");
  if (!asked || !link) return;
  event.preventDefault();
  if (document.querySelector(".search-all")) document.querySelector(".search-all input").select();
  else link.click();
});

// The bar of an item stands in for its head while that is out of sight.
const bar = document.querySelector(".item-bar");
if (bar) {
  new IntersectionObserver(([head]) => bar.classList.toggle("is-shown", !head.isIntersecting && head.boundingClientRect.top < 0))
    .observe(document.querySelector(".item-head"));
}
