// Choosing lines and deciding on them with keys; all of it works by boxes and buttons alone.
"use strict";

for (const form of document.querySelectorAll("[data-choosing], [data-sitting]")) {
  const find = (selector, root = form) => [...root.querySelectorAll(selector)];
  const lines = find("[data-line]");
  const box = (line) => line.querySelector("[data-box], [name=line]");
  const boxes = lines.map(box);
  const all = form.querySelector("[data-all]");
  const rule = form.querySelector("[data-rule]");
  const shown = find("[data-chosen], [data-count]");

  const count = () => {
    const chosen = boxes.filter((one) => one.checked).length;
    shown.forEach((place) => {
      place.textContent = chosen;
      place.hidden = !form.hasAttribute("data-sitting") && (chosen === 0 || Boolean(rule && rule.checked));
    });
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };
  const choose = (one, to) => {
    one.checked = to;
    count();
  };

  if (all) {
    all.parentElement.hidden = false;
    all.addEventListener("change", () => {
      boxes.forEach((one) => { one.checked = all.checked; });
      count();
    });
  }
  if (rule) {
    rule.addEventListener("change", () => {
      boxes.concat(all || []).forEach((one) => { one.disabled = rule.checked; });
      count();
    });
  }
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();

  // j and k move from line to line, x chooses; on a sitting y and n choose and move on.
  find("[data-keys]", document).forEach((help) => { help.hidden = false; });
  const sitting = form.hasAttribute("data-sitting");
  const at = () => lines.findIndex((line) => line.contains(document.activeElement));
  const go = (place) => {
    const line = lines[Math.max(0, Math.min(place, lines.length - 1))];
    if (!line) return;
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
  };
  const answer = (line, to) => {
    choose(box(line), to);
    go(lines.indexOf(line) + 1);
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const line = lines[at()];
    if (event.key === "j") go(at() + 1);
    else if (event.key === "k") go(at() - 1);
    else if (!line) return;
    else if (event.key === "x") choose(box(line), !box(line).checked);
    else if (sitting && event.key === "y") answer(line, true);
    else if (sitting && event.key === "n") answer(line, false);
    else if (sitting && /^[1-9]$/.test(event.key)) {
      const choice = find("input[type=radio]", line)[Number(event.key) - 1];
      if (!choice) return;
      choice.checked = true;
      answer(line, true);
    } else return;
    event.preventDefault();
  });
}
