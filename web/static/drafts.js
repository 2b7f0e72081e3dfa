// Drafts: what was typed and chosen outlives an ended session, a lost network and the other
// language, in this tab only. The server names each draft by account, address and query; a draft of
// another person is dropped, and so is every draft from before the last sign-out.
"use strict";

{
  const page = document.documentElement;
  const ENDED = "drafts ended"; // when somebody last signed out, told to all tabs
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith("draft "));
  const read = (key) => JSON.parse(sessionStorage.getItem(key) || "{}");
  const drop = (keys) => keys.forEach((key) => sessionStorage.removeItem(key));

  // Neither files nor secrets, nor what the page puts into its form by itself.
  const UNHELD = "[type=hidden], [type=password], [type=file], [autocomplete=one-time-code], [name=kept]";
  const isChoice = (input) => input.matches("[type=radio], [type=checkbox]");
  const held = (form) => every("input, select, textarea", form).filter((one) => one.name && !one.matches(UNHELD));

  const named = (form) => {
    const seen = {};
    return held(form).map((input) => {
      const place = isChoice(input) ? `=${input.value}` : `#${(seen[input.name] = (seen[input.name] || 0) + 1)}`;
      return [input.name + place, input];
    });
  };
  const typed = (form) => Object.fromEntries(
    named(form).map(([name, input]) => [name, isChoice(input) ? input.checked : input.value]),
  );

  // Return whether anything on the page changed by it.
  const fill = (form, values) => {
    const changed = named(form).filter(([name, input]) => {
      const own = isChoice(input) ? "checked" : "value";
      if (!(name in values) || input[own] === values[name]) return false;
      input[own] = values[name];
      return input[own] === values[name]; // an option may be gone
    });
    if (changed.length) form.dispatchEvent(new Event("change", { bubbles: true }));
    return changed.length > 0;
  };

  const moment = (at) => {
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const today = new Date(at).toDateString() === new Date().toDateString();
    return new Intl.DateTimeFormat(page.lang, today ? clock : { month: "numeric", day: "numeric", ...clock }).format(at);
  };

  const tell = (form, key, at) => {
    const note = document.querySelector("[data-restored]").cloneNode(true);
    note.querySelector("time").textContent = moment(at);
    note.querySelector("time").dateTime = new Date(at).toISOString();
    note.querySelector("[data-discard]").addEventListener("click", () => {
      drop([key]);
      form.reset();
      form.dispatchEvent(new Event("change", { bubbles: true }));
      note.remove();
      (held(form)[0] || form).focus();
    });
    form.before(note);
    note.hidden = false;
  };

  for (const note of every("[data-done]")) {
    if (note.dataset.done !== "drafts") drop([note.dataset.done]);
    else localStorage.setItem(ENDED, Date.now());
  }
  const forget = () => {
    const account = page.dataset.account;
    const ended = Number(localStorage.getItem(ENDED));
    drop(kept().filter((key) => (account && !key.startsWith(`draft ${account} `)) || !(read(key).at > ended)));
  };
  forget();
  window.addEventListener("storage", forget);

  for (const form of every("form[data-draft]")) {
    const key = form.dataset.draft;
    const { at, values } = read(key);
    // The answer to a form that was sent shows what was sent.
    if (values && !page.hasAttribute("data-answer") && fill(form, values)) tell(form, key, at);
    form.addEventListener("input", () => {
      sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), values: typed(form) }));
    });
  }
}
