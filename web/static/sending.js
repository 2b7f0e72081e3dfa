// A form with photos is sent by script, with its progress; the server's own page answers a refusal.
// A finding is put into the outbox first, and stays there where the network does not answer.
"use strict";

{
  const page = document.documentElement;
  const note = (form, kind, text) => {
    const place = form.querySelector("[data-told]");
    place.className = kind;
    place.setAttribute("role", kind === "alert" ? "alert" : "status");
    place.textContent = text;
    place.hidden = !text;
    return place;
  };

  const progress = (form) => {
    const bar = Object.assign(document.createElement("progress"), { max: 100 });
    bar.setAttribute("aria-hidden", "true"); // the text beside it says the same
    const text = document.createElement("span");
    const words = form.querySelector("[data-told]").dataset;
    if (form.querySelector("[data-photos]")) note(form, "sending", " ").replaceChildren(bar, text);
    return ({ loaded, total }) => {
      bar.value = Math.floor((100 * loaded) / total);
      text.textContent = words.sending.replace("{share}", bar.value);
    };
  };

  // The files are with the server already, so the form carries their notes and shows the faults.
  const submit = (form) => HTMLFormElement.prototype.submit.call(form);
  const showRefusal = (form, kept) => {
    form.querySelectorAll("[name=kept], [type=file]").forEach((one) => one.remove());
    for (const value of kept) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value }));
    submit(form);
  };

  const begin = (form, key) => {
    form.reset();
    form.elements.namedItem("key").value = key;
    const address = new URL(location.href);
    address.searchParams.set("form", key);
    history.replaceState(null, "", address);
    form.setAttribute("action", address.pathname + address.search);
    delete form.dataset.sent;
  };

  const refused = (form, answer) => {
    // A file that was refused has to be named on the page, so it is sent there once more.
    if (answer.body.kept && !answer.body.fields?.evidence) return showRefusal(form, answer.body.kept);
    if (answer.status !== 413) return submit(form);
    note(form, "alert", answer.body.detail);
    delete form.dataset.sent;
  };

  const sendNow = async (form) => {
    const answer = await window.postForm(form.action, new FormData(form), {}, progress(form));
    if (answer?.body.location) return location.assign(answer.body.location);
    if (answer) return refused(form, answer);
    note(form, "alert", form.querySelector("[data-told]").dataset.offline);
    delete form.dataset.sent;
  };

  const sendKept = async (form, entry) => {
    const token = form.elements.namedItem("csrf_token")?.value || (await window.outbox.sender())?.csrf;
    const answer = token ? await window.outbox.send(entry, token, false, progress(form)) : null;
    if (answer?.body.location) return location.assign(answer.body.location);
    if (answer && page.hasAttribute("data-neutral")) return location.reload(); // the network is back
    if (answer?.body.kept || answer?.status === 413) return refused(form, answer);
    if (answer?.status === 401 || answer?.status === 403) return location.assign(form.action);
    begin(form, window.drawnKey());
    note(form, "kept-here", form.querySelector("[data-told]").dataset.kept).focus();
  };

  const send = async (form) => {
    note(form, "sending", form.querySelector("[data-told]").dataset.prepares);
    await window.photosReady();
    const { outbox } = window;
    const kept = outbox?.me.whom && form.matches("[data-outbox]") ? await outbox.keep(form).catch(() => null) : null;
    return kept ? sendKept(form, kept) : sendNow(form);
  };

  // On the window, so after every other listener: nothing was asked, or the answer was yes.
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.querySelector("[data-told]")) return;
    if (event.submitter?.name) return; // it only asks for another page of the form
    event.preventDefault();
    send(event.target);
  });
}
