"use strict";
const { start, steps, frames, barriers } = JSON.parse(document.getElementById("script").textContent);
const count = steps.length;
const fields = [...document.querySelectorAll("[data-field]")].map(group => ({
  group, text: group.querySelector("text"), start: [group.querySelector("text").textContent, group.getAttribute("class")],
}));
let at = 0;

// Scrolls the box and never the page, so that it stays where it is.
function reveal(box) {
  const frame = box.getBoundingClientRect();
  const step = box.querySelector(".step.selected").getBoundingClientRect();
  const margin = 3 * step.height;
  if (step.top < frame.top + margin) {
    box.scrollTop -= frame.top + margin - step.top;
  } else if (step.bottom > frame.bottom - margin) {
    box.scrollTop += step.bottom + margin - frame.bottom;
  }
  const mark = box.querySelector(".step.selected circle").getBoundingClientRect();
  const text = box.querySelector(".step.selected text:nth-of-type(2)").getBoundingClientRect();
  if (mark.left < frame.left + margin) {
    box.scrollLeft -= frame.left + margin - mark.left;
  } else if (text.right > frame.right - margin) {
    box.scrollLeft += text.right + margin - frame.right;
  }
}

// Memory as it is after the step: the start, and every change since.
function drawMemory() {
  const shown = fields.map(field => field.start);
  for (const changes of frames.slice(0, at)) {
    for (const [field, text, marks] of changes) {
      shown[field] = [text, `${fields[field].group.dataset.class} ${marks}`];
    }
  }
  fields.forEach(({ group, text }, i) => {
    text.textContent = shown[i][0];
    group.setAttribute("class", shown[i][1]);
  });
}

function describe() {
  const step = steps[at - 1];
  const put = (id, text) => document.getElementById(id).textContent = text;
  put("at", `step ${at} of ${count}`);
  document.getElementById("step").dataset.at = `step ${at} of ${count}:`;
  put("agent", step.agent);
  put("what", step.what);
  put("barrier", step.barrier ?? "");
  put("reason", barriers[step.barrier] ?? "");
  put("source", step.source ?? "");
  put("saw", step.observes ? `saw step ${step.observes}` : "");
}

function select(step) {
  at = Math.max(1, Math.min(count, step));
  for (const marked of document.querySelectorAll(".selected")) {
    marked.classList.remove("selected");
  }
  for (const mark of document.querySelectorAll(`[data-step="${at}"], [data-from="${at}"], [data-to="${at}"]`)) {
    mark.classList.add("selected");
  }
  describe();
  drawMemory();
  reveal(document.getElementById("picture"));
}

// The last step up to this one that wrote the field; where there is none, the next.
function writer(field) {
  const writers = [];
  frames.forEach((changes, i) => {
    if (changes.some(([changed, , marks]) => changed === field && marks.split(" ").includes("wrote"))) {
      writers.push(i + 1);
    }
  });
  return writers.findLast(step => step < at) ?? writers.find(step => step > at) ?? at;
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
  fields.forEach(({ group }, i) => group.addEventListener("click", () => select(writer(i))));
  select(Number(location.hash.slice(1)) || start);
}
