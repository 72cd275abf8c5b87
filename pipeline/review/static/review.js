// Keys press the visible buttons, nothing more: everything also works by mouse and without this script.
"use strict";
(() => {
  const typing = (node) => node instanceof HTMLElement && (node.matches("input, select, textarea") || node.isContentEditable);
  const byKey = (key) => [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key && !node.disabled);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const target = byKey(event.key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, select, textarea")) target.focus();
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

  const box = document.querySelector("[data-search]");
  if (box) {
    let last = 0;
    box.addEventListener("input", async () => {
      const turn = ++last;
      const answer = await fetch(`${box.dataset.search}&q=${encodeURIComponent(box.value)}`, { headers: { accept: "text/html" } });
      if (turn === last && answer.ok) {
        const found = new DOMParser().parseFromString(await answer.text(), "text/html");
        document.getElementById("found").replaceChildren(...found.body.childNodes);
      }
    });
  }
})();
