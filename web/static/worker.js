// Where the network does not answer: the form of a finding, the frame of a check, and the list of what
// waits, which are the same for everybody. Pages of people are never kept.
"use strict";

const SHELL = "rectify shell"; // filled by the page of the form
const STATIC = "rectify static";
const scope = new URL(self.registration.scope).pathname;
const ANY = { ignoreVary: true };

// The address of a static file changes with its content; the page of the form throws old ones away.
const fromStatic = async (request) => {
  const kept = await caches.open(STATIC);
  const there = await kept.match(request, ANY);
  if (there) return there;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200 && new URL(request.url).search) {
    await kept.put(request, answer.clone());
  }
  return answer;
};

const withoutNetwork = async (path) => {
  const shell = await caches.open(SHELL);
  const address = /\/lists\/[^/]+\/raise$/.test(path) ? `${path}/offline` : /\/checks\/[^/]+$/.test(path) ? `${scope}checks/offline` : "";
  const form = address && (await shell.match(address, ANY));
  return form || (await shell.match(`${scope}outbox`, ANY)) || Response.error();
};

const navigated = async (event, path) => {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch {
    return withoutNetwork(path);
  }
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const ready = [self.registration.navigationPreload?.enable(), self.clients.claim()];
  event.waitUntil(Promise.all(ready));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith(`${scope}static/`)) event.respondWith(fromStatic(request));
  else if (request.mode === "navigate") event.respondWith(navigated(event, pathname));
});
