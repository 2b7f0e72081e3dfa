// Checks a form before it is sent, by the sentences that the server put beside each input; the
// server checks again, and without this script it alone does. Fills in several choices by a press.
"use strict";

(() => {
  const inputs = (form) => [...form.querySelectorAll("[data-missing]")];

  const isFilled = (input, form) => {
    if (input.matches("fieldset")) return input.querySelector(":checked") !== null;
    if (input.type === "checkbox") return input.checked;
    if (input.type === "file") return input.files.length > 0 || form.querySelector('[name="kept"]:checked') !== null;
    return [...input.value.trim()].length >= Number(input.dataset.least || 1);
  };

  const sentence = (words, mark) => {
    const line = document.createElement("p");
    line.className = "fault";
    line.dataset.fault = "";
    line.id = mark;
    line.textContent = words;
    return line;
  };

  const clear = (input) => {
    const field = input.closest(".field");
    field.classList.remove("wrong");
    field.querySelectorAll("[data-fault]").forEach((line) => line.remove());
    input.removeAttribute("aria-invalid");
  };

  const show = (input) => {
    const field = input.closest(".field");
    const mark = `${input.id}-fault`;
    clear(input);
    field.classList.add("wrong");
    field.append(sentence(input.dataset.missing, mark));
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", mark);
  };

  const list = (form, wrong) => {
    const box = form.querySelector("[data-summary]");
    if (!box) {
      if (wrong.length) wrong[0].focus();
      return;
    }
    box.querySelector("ul").replaceChildren(...wrong.map((input) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${input.id}`;
      link.textContent = input.dataset.missing;
      link.addEventListener("click", () => input.focus());
      line.append(link);
      return line;
    }));
    box.hidden = wrong.length === 0;
    if (wrong.length) box.focus();
  };

  for (const form of document.querySelectorAll("form[data-check]")) {
    form.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.formNoValidate) {
        event.stopPropagation(); // it asks to see something; nothing else may take it for sending
        return;
      }
      const wrong = inputs(form).filter((input) => !input.disabled && !isFilled(input, form));
      inputs(form).forEach((input) => (wrong.includes(input) ? show(input) : clear(input)));
      list(form, wrong);
      if (wrong.length) event.preventDefault();
    });
    form.addEventListener("input", (event) => {
      const input = event.target.closest("[data-missing]");
      if (input && isFilled(input, form)) clear(input);
    });
  }

  for (const act of document.querySelectorAll("[data-at-once]")) {
    act.hidden = false;
    act.addEventListener("click", (event) => {
      event.preventDefault();
      const form = act.closest("form");
      for (const [name, value] of new URLSearchParams(act.dataset.atOnce)) {
        const choice = form.querySelector(`[name="${name}"][value="${value}"]`) || form.elements[name];
        if (choice.matches("[type=radio]")) choice.checked = true;
        else choice.value = choice.matches("select") ? value : act.dataset.said;
        choice.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  }

  // A press on a name writes it into the comment.
  for (const names of document.querySelectorAll("[data-mention]")) {
    const text = document.getElementById(names.dataset.mention);
    names.querySelectorAll("[data-plain]").forEach((plain) => plain.remove());
    names.querySelectorAll("[data-name]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        text.setRangeText(`${button.dataset.name} `, text.selectionStart, text.selectionEnd, "end");
        text.dispatchEvent(new Event("input", { bubbles: true }));
        text.focus();
      });
    });
  }
})();
