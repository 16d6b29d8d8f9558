/* global addSearch */
// Adds search and a filter to the table of blocks. The page is complete without it.
const blocks = document.querySelector("table.ea-survey");
const groups = [...blocks.tBodies].map((body) => ({ body, rows: [...body.rows] }));
const lines = groups.flatMap((group) => group.rows);
const all = `${lines.length.toLocaleString("en")} row${lines.length === 1 ? "" : "s"}`;
const marks = [null, ".ea-error", ".ea-error, .ea-warning"];

addSearch(blocks, lines, "Search blocks", ["All blocks", "With errors", "With errors or warnings"],
  (row, choice) => !choice || row.querySelector(marks[choice]) !== null,
  (shown) => {
    for (const { body, rows } of groups) {
      const visible = rows.reduce((sum, row) => sum + !row.hidden, 0);
      body.hidden = visible === 0;
      body.style.containIntrinsicBlockSize = `auto calc(${visible} * var(--row))`; // of a group that is out of sight
    }
    return shown ? `${shown.toLocaleString("en")} of ${all} shown` : `None of ${all} matches`;
  }).textContent = all;
