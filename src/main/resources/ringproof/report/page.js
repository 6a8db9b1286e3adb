"use strict";
const text = document.getElementById("text");
const verdict = document.getElementById("verdict");
const odd = document.getElementById("odd");
const rows = document.querySelectorAll(".cells tbody tr");

function filter() {
  let shown = 0;
  for (const row of rows) {
    const fits = row.dataset.key.includes(text.value.trim())
      && (verdict.value === "" || row.dataset.verdict === verdict.value)
      && !(odd.checked && row.dataset.expected === "yes");
    row.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  document.getElementById("shown").textContent = shown + " of " + rows.length;
}

for (const control of [text, verdict, odd]) {
  control.addEventListener("input", filter);
}
filter();

{% include "copy.js" %}
