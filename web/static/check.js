// A check line by line: each answer goes into the outbox of this browser first, with its photos, and
// is sent from there; its line says so until it is sent. Without a network the lines come from the
// store of the person. Without this script each answer is a form of its own.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const page = document.documentElement;
  const { outbox } = window;
  const root = document.querySelector("[data-check]");
  const isNeutral = page.hasAttribute("data-neutral");
  const home = new URL(root.dataset.check || location.href, location); // a refused form is another address
  const here = home.pathname + home.search;
  const every = (selector, from = document) => [...from.querySelectorAll(selector)];
  const field = (form, name) => form.elements.namedItem(name);
  const valueOf = (entry, name) => entry.fields.find(([key]) => key === name)?.[1] || "";
  const section = (number) => document.getElementById(`line-${number}`);
  const sectionsOf = (entry) => valueOf(entry, "lines").split(",").map(section).filter(Boolean);
  const isOurs = (entry) => new URL(entry.address, location).pathname === `${home.pathname}/answer`;
  const verdictWords = (key) => document.querySelector(`button[name=verdict][value=${key}]`)?.textContent || key;
  const isTyping = (form) => Boolean(form && (form.elements.remark?.value || form.querySelector("[data-picked] li")));

  // What lies in the outbox for these lines: what waits, and what was refused and why.
  const showKept = (entries) => {
    every("[data-waits]").forEach((note) => { note.hidden = true; });
    for (const entry of entries.filter(isOurs)) {
      for (const one of sectionsOf(entry)) {
        const note = one.querySelector("[data-waits]");
        note.hidden = false;
        note.classList.toggle("fault", Boolean(entry.problem));
        note.lastElementChild.textContent = entry.problem || note.dataset.waits.replace("{verdict}", verdictWords(valueOf(entry, "verdict")));
      }
    }
  };

  // Of two answers on a line the later one counts; the earlier one is taken back where it is not
  // on its way yet, and hands on what was known when it was given.
  const takeOver = async (form) => {
    const lines = field(form, "lines").value;
    const earlier = (await outbox.own("findings")).filter((one) => isOurs(one) && valueOf(one, "lines") === lines);
    for (const one of earlier) {
      const isBack = await outbox.alone(one.id, () => outbox.drop(one.id).then(() => true));
      if (one.problem) continue; // the person saw what others answered meanwhile
      field(form, "known").value = isBack ? valueOf(one, "known") : "";
    }
  };

  const lacks = (form, button) => {
    const isLacking = button.dataset.remark !== undefined && [...field(form, "remark").value.trim()].length < 2;
    const note = form.querySelector("[data-lacking]");
    if (note) note.hidden = !isLacking;
    if (!isLacking) return false;
    note.lastElementChild.textContent = button.dataset.remark;
    form.querySelector("details").open = true;
    field(form, "remark").focus();
    return true;
  };

  const press = async (form, button) => {
    delete form.dataset.sent;
    if (lacks(form, button)) return;
    await window.photosReady();
    await takeOver(form);
    field(form, "key").value = window.drawnKey();
    const line = form.closest("[data-line]") || form.closest("[data-head]");
    form.dataset.outbox = root.dataset.act;
    form.dataset.title = `${field(form, "lines").value.slice(0, 40)} ${line.querySelector("[data-words]").textContent} · ${button.textContent}`;
    form.dataset.page = `${here}#${line.id}`;
    try {
      await outbox.keep(form, [[button.name, button.value]]);
    } catch { // there is no room here: it is sent at once, or not at all
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    form.reset();
    const more = form.querySelector("details");
    if (more) more.open = false;
    outbox.sendAll();
  };

  // What the server has now, also by others; what is being typed stays as it is.
  const take = (fresh) => {
    for (const part of every("[data-fresh]")) {
      const now = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
      if (!now) continue;
      part.replaceChildren(...now.childNodes);
      if (part.hasAttribute("data-known")) part.dataset.known = now.dataset.known;
    }
    for (const one of every("[data-line]")) {
      const now = fresh.getElementById(one.id);
      if (now) one.className = now.className;
      const form = one.querySelector("form[data-keeps]");
      if (form) field(form, "known").value = one.querySelector("[data-known]").dataset.known;
    }
  };
  let isFetching = false;
  const refresh = async () => {
    if (isNeutral) return every("form[data-keeps]").some(isTyping) ? null : location.reload();
    if (isFetching) return null;
    isFetching = true;
    await new Promise((done) => { setTimeout(done, 150); }); // several are sent one after another
    isFetching = false;
    const answer = await fetch(home, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return null;
    take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    await outbox.hold(lines());
    return null;
  };

  // An answer that was refused stands in its form again, with its photos.
  const restored = new Set();
  const restore = (entry) => {
    const form = section(valueOf(entry, "lines"))?.querySelector("form[data-keeps]");
    restored.add(entry.id);
    if (!form || isTyping(form)) return;
    form.querySelector("details").open = true;
    field(form, "remark").value = valueOf(entry, "remark");
    if (field(form, "score")) field(form, "score").value = valueOf(entry, "score");
    if (entry.files.length) form.dispatchEvent(new CustomEvent("photos", { detail: entry.files.map(([, file]) => file) }));
  };

  // What is newly refused may be so because of others: the page asks for their answers.
  const showAll = (entries) => {
    showKept(entries);
    const refused = entries.filter((entry) => entry.problem && isOurs(entry) && !restored.has(entry.id));
    if (refused.length) refresh();
    refused.forEach(restore);
  };

  // The lines as they are kept for hours without a network.
  const lineOf = (one) => ({
    head: one.dataset.head, number: one.dataset.line || one.dataset.head,
    words: one.querySelector("[data-words]").textContent,
    told: one.querySelector("[data-told]")?.innerText || "",
    wanted: one.querySelector("[data-wanted]")?.textContent || "",
    points: one.querySelector("[data-points]") !== null,
    known: one.querySelector("[data-known]")?.dataset.known || "-",
    look: one.className,
  });
  const lines = () => {
    const { title, act, shell } = root.dataset;
    return { path: here, at: Date.now(), words: title, act, shell, lines: every("[data-line], [data-head]").map(lineOf) };
  };

  const drawn = (line) => {
    const made = document.querySelector(line.head ? "template[data-of-head]" : "template[data-of-line]").content.cloneNode(true).firstElementChild;
    made.querySelector("[data-number]").textContent = line.number;
    made.querySelector("[data-words]").textContent = line.words;
    if (line.head) return made;
    Object.assign(made, { id: `line-${line.number}`, className: line.look });
    made.dataset.line = line.number;
    for (const name of ["told", "wanted"]) {
      const place = made.querySelector(`[data-${name}]`);
      place.textContent = line[name];
      place.hidden = !line[name];
    }
    const form = made.querySelector("form");
    if (!line.points) made.querySelector("[data-points]").remove();
    form.action = `${home.pathname}/answer${home.search}`;
    for (const name of ["lines", "known"]) field(form, name).defaultValue = name === "lines" ? line.number : line.known;
    return made;
  };
  const draw = async () => {
    const kept = (await outbox.own("forms")).find((one) => one.path === here);
    document.querySelector("[data-unknown]").hidden = Boolean(kept);
    if (!kept) return;
    document.querySelector("[data-check-title]").textContent = kept.words;
    root.dataset.act = kept.act;
    root.replaceChildren(...kept.lines.map(drawn));
    every("[data-photos]", root).forEach(window.watchPhotos);
  };

  const begin = async () => {
    await outbox.ready;
    if (!outbox.me.whom) return;
    if (isNeutral) await draw();
    showAll(await outbox.own("findings"));
    document.addEventListener("outbox-shown", ({ detail }) => showAll(detail));
    document.addEventListener("outbox-sent", ({ detail }) => { if (isOurs(detail)) refresh(); });
    window.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !event.target.matches("[data-keeps]") || !event.submitter?.name) return;
      event.preventDefault();
      press(event.target, event.submitter);
    });
    if (!isNeutral) await (root.hasAttribute("data-over") ? outbox.forget(here) : outbox.prepare(lines()));
  };

  if (outbox && root) begin().catch(() => {});
});
