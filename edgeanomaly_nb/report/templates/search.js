"use strict";
// Adds a search box, a choice and a count above a table. Rows are shown if they have all words and suit the choice;
// `shownText` returns the text of the count. Returns the count.
globalThis.addSearch = (table, rows, what, choices, suits, shownText) => {
  const input = Object.assign(document.createElement("input"), {type: "search", placeholder: what});
  input.setAttribute("aria-label", what);
  const show = document.createElement("select");
  show.setAttribute("aria-label", "Show");
  show.append(...choices.map((name) => new Option(name)));
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const tools = Object.assign(document.createElement("div"), {className: "ea-tools"});
  tools.append(input, show, count);
  table.parentElement.before(tools);

  let texts = null; // read when it is first used: thousands of rows take a moment
  const search = () => {
    texts ??= rows.map((row) => row.textContent.toLowerCase());
    const words = input.value.toLowerCase().split(/\s+/u).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = words.every((word) => texts[at].includes(word)) && suits(row, show.selectedIndex);
      shown += fits;
      if (row.hidden === fits) row.hidden = !fits;
    });
    count.textContent = shownText(shown);
  };
  input.addEventListener("input", search);
  show.addEventListener("change", search);
  return count;
};
