// Adds search and a filter to the table of blocks. The page is complete without it.
"use strict";
const table = document.querySelector("table.ea-survey");
const groups = [...table.tBodies].map((body) => ({ body, rows: [...body.rows] }));
const rows = groups.flatMap((group) => group.rows);
let texts = null; // read when it is first used: thousands of rows take a moment

const input = document.createElement("input");
input.type = "search";
input.placeholder = "Search blocks";
input.setAttribute("aria-label", "Search blocks");
const show = document.createElement("select");
show.setAttribute("aria-label", "Show");
show.append(...["All blocks", "With errors", "With errors or warnings"].map((name) => new Option(name)));
const all = `${rows.length.toLocaleString("en")} row${rows.length === 1 ? "" : "s"}`;
const count = document.createElement("span");
count.setAttribute("role", "status");
count.textContent = all;
const tools = document.createElement("div");
tools.className = "ea-tools";
tools.append(input, show, count);
table.parentElement.before(tools);

const marks = [null, [".ea-error"], [".ea-error", ".ea-warning"]];
const filter = () => {
  texts ??= rows.map((row) => row.textContent.toLowerCase());
  const words = input.value.toLowerCase().split(/\s+/u).filter(Boolean);
  const wanted = marks[show.selectedIndex]?.join();
  let shown = 0;
  rows.forEach((row, at) => {
    const fits = words.every((word) => texts[at].includes(word)) && (!wanted || row.querySelector(wanted));
    shown += Boolean(fits);
    if (row.hidden === Boolean(fits)) row.hidden = !fits;
  });
  for (const group of groups) {
    const visible = group.rows.reduce((sum, row) => sum + !row.hidden, 0);
    group.body.hidden = visible === 0;
    group.body.style.containIntrinsicBlockSize = `auto calc(${visible} * var(--row))`; // of a group that is out of sight
  }
  count.textContent = shown ? `${shown.toLocaleString("en")} of ${all} shown` : `None of ${all} matches`;
};
input.addEventListener("input", filter);
show.addEventListener("change", filter);
