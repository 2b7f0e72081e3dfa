// Pictures one after the other, larger and turned, without leaving the page; arrows move on.
"use strict";

const viewer = document.querySelector("[data-viewer]");
const pictures = viewer ? [...document.querySelectorAll("a[data-look]")] : [];
let place = 0;
let turned = 0;

const look = (to) => {
  place = (to + pictures.length) % pictures.length;
  turned = 0;
  const image = viewer.querySelector("img");
  const small = pictures[place].querySelector("img");
  image.src = pictures[place].href;
  image.alt = small.alt;
  image.dataset.turned = "0";
  viewer.querySelector("[data-at]").textContent = `${small.alt} · ${place + 1} / ${pictures.length}`;
};

const turn = () => {
  turned = (turned + 1) % 4;
  viewer.querySelector("img").dataset.turned = String(turned);
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
