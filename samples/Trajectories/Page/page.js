// Shows the paths up to a step, hides rules, and sets one off while the pointer is over its name.
const root = document.documentElement;
const slider = document.getElementById("step");
const play = document.getElementById("play");
const shown = document.getElementById("shown");
const last = Number(slider.max);

const paths = Array.from(document.querySelectorAll(".paths .line"), line => ({
  lines: line.parentNode.querySelectorAll("polyline"),
  dots: line.parentNode.querySelector(".dots"),
  heads: line.closest(".paths").querySelectorAll(`[data-rule="${line.parentNode.dataset.rule}"] .head`),
  points: line.getAttribute("points").split(" ").map(point => point.split(",")),
}));

function show(step) {
  slider.value = step;
  shown.textContent = "step " + step;
  for (const path of paths) {
    const points = path.points.slice(0, step + 1);
    path.lines.forEach(line => line.setAttribute("points", points.join(" ")));
    if (path.dots) path.dots.setAttribute("d", points.map(([x, y]) => `M${x} ${y}h0`).join(""));
    const [x, y] = points.at(-1);
    for (const head of path.heads) {
      head.setAttribute("cx", x);
      head.setAttribute("cy", y);
    }
  }
}

let timer = 0;
function stop() {
  clearInterval(timer);
  timer = 0;
  play.textContent = "Play";
}

play.addEventListener("click", () => {
  if (timer) return stop();
  let step = Number(slider.value) === last ? 0 : Number(slider.value);
  play.textContent = "Pause";
  show(step);
  timer = setInterval(() => {
    step = Math.min(step + Math.max(1, Math.round(last / 200)), last);
    show(step);
    if (step === last) stop();
  }, 50);
});
slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });

function ofRule(name) { return document.querySelectorAll(`main [data-rule="${name}"]`); }
function choose(name) {
  document.querySelectorAll(".chosen").forEach(element => element.classList.remove("chosen"));
  root.classList.toggle("is-chosen", Boolean(name));
  if (name) ofRule(name).forEach(element => element.classList.add("chosen"));
}

document.querySelectorAll(".rules input").forEach(box => box.addEventListener("change", () =>
  ofRule(box.value).forEach(element => element.toggleAttribute("hidden", !box.checked))));
document.querySelectorAll(".rules label, tbody tr").forEach(element => {
  element.addEventListener("pointerenter", () => choose(element.dataset.rule));
  element.addEventListener("pointerleave", () => choose(null));
});

document.getElementById("theme").addEventListener("click", () => {
  const isDark = (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
});
