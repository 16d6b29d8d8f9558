/* global addSearch */
// Unfolds what is linked to or printed, where the browser does not, and adds search, filter and sort to the tables of axes. The page is complete without it.
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
  const shownText = (shown) => `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown`;
  // The column of the choice has to be "yes".
  const suits = (row, choice) => !choice || row.cells[1 + choice].textContent !== "";
  addSearch(table, rows, "Search axes", ["All axes", "Selected", "Favourite"], suits, shownText).textContent = shownText(rows.length);

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
