// Keys press the visible buttons, nothing more: everything also works by mouse and without this script.
"use strict";
(() => {
  const typing = (node) => node instanceof HTMLElement && (node.matches("input:not([type=checkbox]), select, textarea") || node.isContentEditable);
  const byKey = (key) => [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key.split(" ").includes(key) && !node.disabled);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      else if (event.key === "Enter" && event.target.matches("[data-enter]") && !event.shiftKey) {
        event.preventDefault();
        event.target.form.requestSubmit();
      }
      return;
    }
    if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.matches("a, button, summary")) return;
    const target = byKey(event.key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input:not([type=checkbox]), select, textarea")) target.focus();
    else target.click();
  });

  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      for (const picture of document.querySelectorAll(".picture")) {
        const now = picture.classList.contains("zoom3") ? 3 : picture.classList.contains("zoom2") ? 2 : 1;
        const next = Math.min(3, Math.max(1, now + Number(button.dataset.zoom)));
        picture.classList.remove("zoom2", "zoom3");
        if (next > 1) picture.classList.add(`zoom${next}`);
      }
    });
  }

  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }

  // The value as it now is stands ready to be changed.
  for (const choice of document.querySelectorAll("[data-fill]")) {
    const field = document.getElementById(choice.dataset.fill);
    const fill = () => { field.value = choice.selectedOptions[0].dataset.now; };
    choice.addEventListener("change", fill);
    fill();
  }

  // Enter goes from the search words to the first measure found; the arrows go on from there.
  const found = document.getElementById("found");
  const choices = () => [...found.querySelectorAll("button")];
  document.addEventListener("keydown", (event) => {
    if (!found || !["ArrowDown", "ArrowUp"].includes(event.key) || !found.contains(event.target)) return;
    event.preventDefault();
    const listed = choices();
    const next = listed.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
    (listed[next] ?? document.getElementById("find")).focus();
  });

  const box = document.querySelector("[data-search]");
  if (box) {
    box.addEventListener("keydown", (event) => {
      if (!["Enter", "ArrowDown"].includes(event.key) || !choices().length) return;
      event.preventDefault();
      choices()[0].focus();
    });
    let last = 0;
    box.addEventListener("input", async () => {
      const turn = ++last;
      const answer = await fetch(`${box.dataset.search}&q=${encodeURIComponent(box.value)}`, { headers: { accept: "text/html" } });
      if (turn === last && answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        found.replaceChildren(...page.body.childNodes);
      }
    });
  }
})();
