// Unfolds what is linked to or printed, where the browser does not, and adds search, filter and sort to the tables of axes. The page is complete without it.
"use strict";
const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  const folded = target?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  for (const folded of unfolded) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const folded of unfolded) folded.open = false;
});

for (const table of document.querySelectorAll("table.ea-axes")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const box = table.parentElement;

  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Search axes";
  input.setAttribute("aria-label", "Search axes");
  const show = document.createElement("select");
  show.setAttribute("aria-label", "Show");
  show.append(...["All axes", "Selected", "Favourite"].map((name) => new Option(name)));
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const tools = document.createElement("div");
  tools.className = "ea-tools";
  tools.append(input, show, count);
  box.before(tools);

  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/u).filter(Boolean);
    const flag = [null, 2, 3][show.selectedIndex]; // the column that must be "yes"
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = words.every((word) => texts[at].includes(word)) && (!flag || row.cells[flag].textContent !== "");
      shown += fits;
      if (row.hidden === fits) row.hidden = !fits;
    });
    count.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown`;
  };
  input.addEventListener("input", filter);
  show.addEventListener("change", filter);
  filter();

  const collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const keys = new Map(rows.map((row) => [row, row.cells[column].textContent]));
      const sorted = rows.toSorted((a, b) => {
        const [first, second] = [keys.get(a), keys.get(b)];
        if (!first || !second) return (first ? 0 : 1) - (second ? 0 : 1); // empty cells come last both ways
        return (up ? 1 : -1) * collator.compare(first, second);
      });
      body.append(...sorted);
    });
  });
}
