// What was typed without a network waits in this browser, with its photos, for the person who typed
// it: findings, and answers on the lines of a check. It is sent when the network is back, under the
// key that it was typed under: the server takes it once, however often it is sent. What the server
// refuses stays here, with its sentence.
"use strict";

{
  const page = document.documentElement;
  const root = page.dataset.root;
  const WHO = "outbox: who signed in last"; // for pages that are opened without a network
  const AGAIN = 30000; // milliseconds between two tries
  const PATIENCE = 5000; // milliseconds for a small answer
  const MOST_CHECKS = 40; // pages of checks that can be opened without a network
  const UNSENT = new Set(["csrf_token"]);
  const every = (selector, from = document) => [...from.querySelectorAll(selector)];
  const signedOut = document.querySelector('[data-done="drafts"]') !== null;
  if (signedOut) localStorage.removeItem(WHO);
  if (page.dataset.whom) localStorage.setItem(WHO, JSON.stringify({ whom: page.dataset.whom, name: page.dataset.name }));
  const isNeutral = page.hasAttribute("data-neutral");
  const remembered = () => JSON.parse(localStorage.getItem(WHO) || "{}");
  let me = page.dataset.whom ? remembered() : {};

  const database = () => new Promise((done, failed) => {
    const asked = indexedDB.open("rectify", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("findings", { keyPath: "id" });
      asked.result.createObjectStore("forms", { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const within = async (store, mode, act) => {
    const base = await database();
    try {
      return await new Promise((done, failed) => {
        const work = base.transaction(store, mode);
        const asked = act(work.objectStore(store));
        work.oncomplete = () => done(asked.result);
        work.onabort = work.onerror = () => failed(work.error);
      });
    } finally {
      base.close();
    }
  };
  const named = (key) => `${me.whom} ${key}`;
  const found = (key) => within("findings", "readonly", (store) => store.get(named(key)));
  const tabs = new BroadcastChannel("rectify outbox"); // each shows what another tab did
  const changed = async (act) => {
    await within("findings", "readwrite", act);
    tabs.postMessage("");
  };
  const put = (entry) => changed((store) => store.put(entry));
  const drop = (id) => changed((store) => store.delete(id));
  const own = async (store) => {
    const all = me.whom ? await within(store, "readonly", (from) => from.getAll()) : [];
    return all.filter((one) => one.whom === me.whom).sort((one, other) => one.at - other.at);
  };

  // One sender at a time for each entry, in whatever tab; a closed tab lets go.
  const alone = (id, act) => (navigator.locks
    ? navigator.locks.request(`rectify ${id}`, { ifAvailable: true }, (lock) => (lock ? act() : null))
    : act());

  const title = (form, data) => form.dataset.title || data.find(([name]) => name === "title")?.[1] || "";
  // `page` is where the entry is corrected, if that is not the address that takes it.
  const keep = async (form, more = []) => {
    const data = [...new FormData(form), ...more].filter(([name]) => !UNSENT.has(name));
    const key = form.elements.namedItem("key").value;
    const entry = {
      id: named(key), key, whom: me.whom, at: Date.now(), list: form.dataset.outbox, address: form.action,
      title: title(form, data), page: form.dataset.page,
      fields: data.filter(([, value]) => typeof value === "string"),
      files: data.filter(([, value]) => typeof value !== "string" && value.size),
    };
    await put(entry);
    if (form.dataset.draft) sessionStorage.removeItem(form.dataset.draft);
    navigator.storage?.persist?.();
    await show();
    return entry;
  };

  // Who is signed in now, and the token for a form; null where no answer came.
  const sender = async () => {
    try {
      const answer = await fetch(`${root}/outbox/sender`, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
      if (answer.redirected) return { status: 401 }; // to the page of signing in
      return { status: answer.status, ...(await answer.json()) };
    } catch {
      return null;
    }
  };

  const post = (entry, token, quietly, onProgress) => {
    const data = new FormData();
    data.append("csrf_token", token);
    for (const [name, value] of entry.fields) data.append(name, value);
    for (const [name, file] of entry.files) data.append(name, file, file.name);
    return window.postForm(entry.address, data, quietly ? { Prefer: "return=minimal" } : {}, onProgress);
  };

  // A refusal of the finding itself; all else is tried again later.
  const isRefused = ({ status, body }) => body.kept !== undefined || [400, 404, 409, 410, 413, 415, 422].includes(status);
  const sentence = ({ detail, fields }) => Object.values(fields || {}).join("\n") || detail;

  // Send one finding and note what came of it; the answer is returned.
  const send = (entry, token, quietly = true, onProgress = () => {}) => alone(entry.id, async () => {
    if (!(await found(entry.key))) return null;
    const answer = await post(entry, token, quietly, onProgress);
    if (answer?.body.location) await drop(entry.id);
    else if (answer && isRefused(answer) && (await found(entry.key))) await put({ ...entry, problem: sentence(answer.body) });
    await show();
    return answer;
  });

  // The form that is open: whoever works on it sends it. What answers a sent form holds it itself.
  const open = document.querySelector("form[data-outbox]:not([data-keeps])");
  const openKeys = open ? [open.elements.namedItem("key").value, new URL(location.href).searchParams.get("form")] : [];
  const release = () => Promise.all(page.hasAttribute("data-answer") ? openKeys.map((key) => drop(named(key))) : []);

  let busy = false;
  let again = false; // something was kept while the rest was being sent
  const sendAll = async () => {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      await sendWaiting();
    } finally {
      busy = false;
    }
    if (again) await sendAll();
  };
  const sendWaiting = async () => {
    const waiting = (await own("findings")).filter((entry) => !entry.problem && !openKeys.includes(entry.key));
    if (!waiting.length) return;
    const now = await sender();
    say(now && now.whom !== me.whom ? "signed-out" : now ? "" : "offline");
    if (now?.whom !== me.whom) return;
    for (const entry of waiting) {
      const answer = await send(entry, now.csrf);
      if (answer?.body.location) {
        tellSent(entry, answer.body.location);
        tell("outbox-sent", entry);
      } else if (answer && !isRefused(answer)) return;
    }
  };

  // What a page shows of it: the count everywhere, the findings themselves on their page.
  const say = (state) => every("[data-state]").forEach((one) => { one.hidden = one.dataset.state !== state; });
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const tellSent = (entry, address) => every("[data-sent-list]").forEach((list) => {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: `${address.split(/[?#]/)[0].split("/").pop()} ${entry.title}` });
    list.append(document.createElement("li"));
    list.lastChild.append(link);
    list.parentElement.hidden = false;
  });
  const moment = (at) => new Intl.DateTimeFormat(page.lang, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" }).format(at);

  const line = (entry) => {
    const made = document.querySelector("template[data-finding]").content.cloneNode(true);
    const part = (name) => made.querySelector(`[data-${name}]`);
    part("title").textContent = entry.title || entry.list;
    part("about").textContent = [entry.list, moment(entry.at), ...entry.files.map(([, file]) => file.name)].join(" · ");
    part("problem").hidden = !entry.problem;
    part("problem").lastElementChild.textContent = entry.problem || "";
    part("edit").href = entry.page || entry.address;
    part("again").addEventListener("click", async () => {
      await put({ ...entry, problem: undefined });
      await show();
      sendAll();
    });
    part("drop").addEventListener("click", async (event) => {
      if (!window.confirm(event.target.dataset.question)) return;
      await drop(entry.id);
      show();
    });
    return made;
  };

  const link = ({ path, words }) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href: path, textContent: words, className: "button" }));
    return item;
  };

  const show = async () => {
    for (const list of every("[data-offline-forms]")) list.replaceChildren(...(await own("forms")).map(link));
    const entries = await own("findings");
    tell("outbox-shown", entries);
    for (const place of every("[data-waiting]")) {
      place.hidden = !entries.length;
      place.classList.toggle("wrong", entries.some((entry) => entry.problem));
      place.querySelector("[data-words]").textContent = place.dataset.waiting.replace("{count}", entries.length);
    }
    for (const list of every("[data-outbox-list]")) list.replaceChildren(...entries.map(line));
    every("[data-none]").forEach((one) => { one.hidden = entries.length > 0; });
    for (const form of every("form[data-leaving]")) {
      if (entries.length) form.dataset.confirm = form.dataset.leaving.replace("{count}", entries.length);
      else delete form.dataset.confirm;
    }
  };

  // Registered by the browser once; it answers from its store only where the network does not.
  const install = () => {
    if (!("serviceWorker" in navigator) || !page.dataset.whom) return;
    navigator.serviceWorker.register(`${root}/static/worker.js`, { scope: `${root}/` }).catch(() => {});
  };

  // Return the static files of a page that was stored.
  const store = async (address) => {
    const shell = await caches.open("rectify shell");
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) return [];
    const text = await answer.clone().text();
    await shell.put(address, answer);
    const files = [...text.matchAll(/(?:href|src)="([^"#]*\/static\/[^"#]*)/g)].map(([, file]) => file.replaceAll("&amp;", "&"));
    await Promise.all(files.map((file) => fetch(file))); // the worker keeps what it fetches
    return files;
  };
  const throwAway = async (others) => {
    const kept = await caches.open("rectify static");
    const isOther = ({ url }) => !others.has(url.slice(location.origin.length));
    for (const request of (await kept.keys()).filter(isOther)) await kept.delete(request);
  };
  // Get a form ready for hours without a network: what is the person's lies in the store, and
  // `shell` is the page without it. Of the checks, those looked at lately stay.
  const forget = (path) => within("forms", "readwrite", (forms) => forms.delete(named(path)));
  const hold = (form) => within("forms", "readwrite", (forms) => forms.put({ ...form, id: named(form.path), whom: me.whom }));
  const prepare = async (form) => {
    await hold(form);
    const old = (await own("forms")).filter((one) => one.at).slice(0, -MOST_CHECKS);
    for (const one of old) await forget(one.path);
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.ready;
    const shells = (await own("forms")).map((one) => one.shell || `${one.path}/offline`);
    const files = new Set();
    for (const address of new Set([`${root}/outbox`, ...shells])) (await store(address)).forEach((file) => files.add(file));
    await throwAway(files);
  };

  // A page that is the same for everybody asks whose findings it may show; without a network it is
  // the person who opened the last page here.
  const learn = async () => {
    const now = await sender();
    say(!now ? "offline" : now.whom ? "" : "signed-out");
    if (now?.whom) localStorage.setItem(WHO, JSON.stringify({ whom: now.whom, name: now.name }));
    me = now && !now.whom ? {} : remembered();
  };

  const begin = async () => {
    if (isNeutral) await learn();
    every("[data-me]").forEach((place) => { place.textContent = me.name || ""; });
    every("[data-nobody]").forEach((place) => { place.hidden = Boolean(me.whom); });
    every("[data-somebody]").forEach((place) => { place.hidden = !me.whom; });
    if (!me.whom) return;
    await release();
    await show();
    window.addEventListener("online", sendAll);
    document.addEventListener("visibilitychange", () => document.hidden || sendAll());
    tabs.addEventListener("message", show);
    setInterval(sendAll, AGAIN);
    every("[data-send-now]").forEach((button) => button.addEventListener("click", sendAll));
    sendAll();
  };

  if (window.indexedDB) window.outbox = { get me() { return me; }, ready: begin(), found, keep, drop, alone, send, sendAll, sender, own, hold, prepare, forget };
  install();
}
