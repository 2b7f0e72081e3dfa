// Pictures one after the other, larger and turned, without leaving the page; arrows move on.
"use strict";

const viewer = document.querySelector("[data-viewer]");
const pictures = viewer ? [...document.querySelectorAll("a[data-look]")] : [];
let place = 0;
let turned = 0;
const shown = document.createElement("img"); // on the page only once there is a picture to show

const look = (to) => {
  place = (to + pictures.length) % pictures.length;
  turned = 0;
  const small = pictures[place].querySelector("img");
  shown.src = pictures[place].href;
  shown.alt = small.alt;
  shown.dataset.turned = "0";
  viewer.querySelector("[data-frame]").replaceChildren(shown);
  viewer.querySelector("[data-at]").textContent = `${small.alt} · ${place + 1} / ${pictures.length}`;
};

const turn = () => {
  turned = (turned + 1) % 4;
  shown.dataset.turned = String(turned);
};

pictures.forEach((link, at) => {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    look(at);
    viewer.showModal();
  });
});
if (viewer) {
  viewer.querySelectorAll("[data-step]").forEach((button) => {
    button.addEventListener("click", () => look(place + Number(button.dataset.step)));
  });
  viewer.querySelector("[data-turn]").addEventListener("click", turn);
  viewer.querySelector("[data-close]").addEventListener("click", () => viewer.close());
  viewer.addEventListener("close", () => pictures[place].focus());
  viewer.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") look(place - 1);
    else if (event.key === "ArrowRight") look(place + 1);
    else if (event.key === "r") turn();
  });
}
