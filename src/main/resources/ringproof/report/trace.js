"use strict";
const boxes = [document.getElementById("picture"), document.getElementById("steps")];
const count = document.querySelectorAll("tbody tr").length;
let at = 0;

// Scrolls the box and never the page, so that both stay where they are.
function reveal(box) {
  const frame = box.getBoundingClientRect();
  const step = box.querySelector(".selected").getBoundingClientRect();
  const margin = 3 * step.height;
  if (step.top < frame.top + margin) {
    box.scrollTop -= frame.top + margin - step.top;
  } else if (step.bottom > frame.bottom - margin) {
    box.scrollTop += step.bottom + margin - frame.bottom;
  }
}

function select(step) {
  at = Math.max(1, Math.min(count, step));
  for (const marked of document.querySelectorAll(".selected")) {
    marked.classList.remove("selected");
  }
  for (const mark of document.querySelectorAll(`[data-step="${at}"], [data-from="${at}"], [data-to="${at}"]`)) {
    mark.classList.add("selected");
  }
  document.getElementById("at").textContent = `step ${at} of ${count}`;
  boxes.forEach(reveal);
}

const moves = {
  first: () => select(1),
  back: () => select(at - 1),
  next: () => select(at + 1),
  last: () => select(count),
};
const keys = { Home: "first", ArrowLeft: "back", ArrowRight: "next", End: "last" };

if (count > 0) {
  for (const [name, move] of Object.entries(moves)) {
    document.getElementById(name).addEventListener("click", move);
  }
  document.addEventListener("keydown", event => {
    if (event.key in keys && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      moves[keys[event.key]]();
    }
  });
  for (const mark of document.querySelectorAll("[data-step]")) {
    mark.addEventListener("click", () => select(Number(mark.dataset.step)));
  }
  select(1);
}
