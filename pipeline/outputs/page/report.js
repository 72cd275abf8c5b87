"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const first = 300; // agencies drawn at once; the button draws all
  const page = document.documentElement;
  let all = false;
  const words = (pair) => pair[page.dataset.lang === "en" ? 0 : 1];
  const safe = (text) => String(text).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const remembered = (key, value) => {
    try {
      if (value !== undefined) localStorage.setItem("tailan." + key, value);
      return localStorage.getItem("tailan." + key);
    } catch {
      return null; // storage is closed for pages opened from a file in some browsers
    }
  };

  const address = (file, at) => {
    const base = byId("raw").value;
    return base + file.split("/").map(encodeURIComponent).join("/") + (at ? "#page=" + at : "");
  };

  // A cell is a letter, its percent, ":row" where it is not the next row, "_page" where the page changes.
  const parsed = (line) => {
    let row = 0, at = "";
    return line[2].split(" ").map((text) => {
      const [, letter, percent, otherRow, otherPage] = /^([a-z])([\d.]*)(?::(\d+))?(?:_(\d*))?$/.exec(text);
      if (letter === "m" || letter === "s") return { letter, percent };
      row = otherRow ? +otherRow : row + 1;
      at = otherPage ?? at;
      return { letter, percent, row, at };
    });
  };

  const glyph = (cell) => (cell.letter === "p" ? Math.min(99, Math.max(1, Math.round(cell.percent))) : data.legend[cell.letter][0]);

  const told = (line, measure, cell) => {
    const state = words(data.legend[cell.letter].slice(1));
    const percent = cell.percent ? " " + cell.percent + " %" : "";
    const where = cell.row ? ", " + words(["row ", "мөр "]) + cell.row + (cell.at ? ", " + words(["page ", "хуудас "]) + cell.at : "") : "";
    return measure[0] + ": " + state + percent + where;
  };

  const drawnLine = (line, measures) => {
    const cells = parsed(line);
    const drawn = cells.map((cell, place) => {
      const label = safe(told(line, measures[place], cell));
      if (!cell.row) return `<td><b class="${cell.letter}" role="img" aria-label="${label}" title="${label}">${glyph(cell)}</b></td>`;
      const href = safe(address(data.files[line[1]], cell.at));
      return `<td><a class="${cell.letter}" href="${href}" data-m="${place}" aria-label="${label}" title="${label}">${glyph(cell)}</a></td>`;
    });
    const reported = cells.filter((cell) => cell.row).length;
    const name = line[1] === null ? safe(line[0]) : `<a href="${safe(address(data.files[line[1]]))}">${safe(line[0])}</a>`; // nothing was received
    return `<tr><th scope="row" lang="mn">${name}</th>${drawn.join("")}<td class="num">${reported} / ${cells.length}</td></tr>`;
  };

  const mean = (line) => {
    const known = parsed(line).map((cell) => ({ c: 100, z: 0 })[cell.letter] ?? (cell.percent ? +cell.percent : null));
    const figures = known.filter((figure) => figure !== null);
    return figures.length ? figures.reduce((sum, figure) => sum + figure, 0) / figures.length : 101;
  };
  const missing = (line) => line[2].split(" ").filter((cell) => cell === "m").length;
  const orders = {
    name: (a, b) => a[0].localeCompare(b[0], "mn"),
    missing: (a, b) => missing(b) - missing(a),
    mean: (a, b) => mean(a) - mean(b),
  };

  const draw = () => {
    const group = data.groups[byId("group").value];
    if (!group) return;
    const wanted = byId("find").value.toLocaleLowerCase("mn");
    const lines = group.lines.filter((line) => line[0].toLocaleLowerCase("mn").includes(wanted)).sort(orders[byId("order").value]);
    const shown = all ? lines : lines.slice(0, first);
    const heads = group.measures.map(([code, text]) => `<th scope="col" title="${safe(text)}">${safe(code)}</th>`);
    const caption = `${group.year} ${group.period} · ${safe(group.catalogue)} · ${lines.length} ${words(["agencies", "байгууллага"])}`;
    byId("grid").innerHTML =
      `<table><caption>${caption}</caption><thead><tr><th scope="col">${words(["Agency", "Байгууллага"])}</th>${heads.join("")}` +
      `<th scope="col">${words(["Reported", "Тайлагнасан"])}</th></tr></thead><tbody>${shown.map((line) => drawnLine(line, group.measures)).join("")}</tbody></table>`;
    byId("more").hidden = shown.length === lines.length;
    byId("all").textContent = words(["Show all ", "Бүгдийг үзэх: "]) + lines.length;
  };

  const speak = (event) => {
    const link = event.target.closest("#grid td > a, #grid td > b");
    if (!link) return;
    const agency = link.closest("tr").cells[0].textContent;
    const measure = data.groups[byId("group").value].measures[link.closest("td").cellIndex - 1];
    byId("told").textContent = agency + " · " + link.title + " · " + measure[1];
  };

  const setLanguage = (language) => {
    page.dataset.lang = page.lang = language;
    for (const button of document.querySelectorAll("[data-set]")) button.setAttribute("aria-pressed", button.dataset.set === language);
    remembered("language", language);
    draw();
  };

  byId("group").innerHTML = data.groups.map((group, place) => `<option value="${place}">${group.year} ${group.period} · ${safe(group.catalogue)}</option>`).join("");
  // The map opens with the period that most agencies reported on; of equal ones the latest.
  const sizes = data.groups.map((group) => group.lines.length);
  byId("group").value = String(Math.max(0, sizes.indexOf(Math.max(...sizes))));
  byId("tools").hidden = data.groups.length === 0;
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  byId("raw").value = remembered("raw") || data.raw;
  for (const id of ["group", "order", "find"]) byId(id).addEventListener("input", draw);
  byId("raw").addEventListener("change", () => { remembered("raw", byId("raw").value); draw(); });
  byId("all").addEventListener("click", () => { all = true; draw(); });
  for (const button of document.querySelectorAll("[data-set]")) button.addEventListener("click", () => setLanguage(button.dataset.set));
  for (const kind of ["mouseover", "focusin"]) byId("grid").addEventListener(kind, speak);
  window.addEventListener("beforeprint", () => { all = true; draw(); });
  setLanguage(/lang=en/.test(location.hash) ? "en" : remembered("language") || "mn");
})();
