// Send a form's data by script; the answer is {status, body}, or null where none came.
"use strict";

window.postForm = (address, data, headers = {}, onProgress = () => {}) => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.open("POST", address);
  request.responseType = "json";
  for (const [name, value] of Object.entries({ Accept: "application/json", ...headers })) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", onProgress);
  request.addEventListener("load", () => done({ status: request.status, body: request.response || {} }));
  for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => done(null));
  request.send(data);
});

// Not every page may draw a UUID: that needs a safe line.
window.drawnKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
