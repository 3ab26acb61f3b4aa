"use strict";
// Draws the charts, shows figure ids and sources. Outside text only ever enters the page through textContent.
(function () {
  const payload = JSON.parse(document.getElementById("payload").textContent);
  const tip = document.getElementById("tip");
  const pop = document.getElementById("pop");

  function place(box, x, y) {
    box.hidden = false;
    const width = box.offsetWidth, height = box.offsetHeight, page = document.documentElement;
    const left = Math.max(8, Math.min(x + 12, page.clientWidth - width - 8));
    const below = y + 16 + height < page.clientHeight;
    box.style.left = left + window.scrollX + "px";
    box.style.top = Math.max(8, below ? y + 16 : y - height - 12) + window.scrollY + "px";
  }
  function showTip(text, x, y) { tip.textContent = text; place(tip, x, y); }
  function hideTip() { tip.hidden = true; }

  function whyText(element) {
    return "gigawatt why " + element.dataset.figure;
  }
  document.addEventListener("mouseover", function (event) {
    const element = event.target.closest(".fig");
    if (element) showTip(whyText(element), event.clientX, event.clientY);
  });
  document.addEventListener("mouseout", function (event) { if (event.target.closest(".fig")) hideTip(); });
  document.addEventListener("focusin", function (event) {
    if (!event.target.matches(".fig")) return;
    const at = event.target.getBoundingClientRect();
    showTip(whyText(event.target), at.left, at.bottom);
  });
  document.addEventListener("focusout", hideTip);
  document.querySelectorAll(".answer .fig").forEach(function (element) {
    element.tabIndex = 0;
    element.setAttribute("aria-describedby", "tip");
  });

  const ids = document.getElementById("ids");
  ids.addEventListener("click", function () {
    ids.setAttribute("aria-pressed", String(document.body.classList.toggle("ids")));
  });

  // A source opens beside the number that was pressed; Escape closes it and gives the focus back.
  let opener = null;
  function closePop() {
    if (pop.hidden) return;
    pop.hidden = true;
    if (opener) opener.focus();
    opener = null;
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a.cite");
    if (!link) { if (!event.target.closest("#pop")) closePop(); return; }
    const entry = document.getElementById("c" + link.dataset.cite);
    if (!entry) return;
    event.preventDefault();
    opener = link;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = pop.dataset.close;
    close.addEventListener("click", closePop);
    pop.replaceChildren(close, entry.querySelector(".source").cloneNode(true));
    const at = link.getBoundingClientRect();
    place(pop, at.left - 12, at.bottom - 8);
    close.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { closePop(); hideTip(); } });

  document.querySelectorAll('input[name="layer"]').forEach(function (input) {
    input.addEventListener("change", function () {
      document.querySelectorAll(".panel").forEach(function (panel) { panel.hidden = panel.dataset.layer !== input.value; });
    });
  });

  // Rows travel as columns, which are smaller.
  function rows(columns) {
    const names = Object.keys(columns);
    return columns[names[0]].map(function (_, k) {
      const row = {};
      for (const name of names) row[name] = columns[name][k];
      return row;
    });
  }
  function withData(node) {
    if (Array.isArray(node)) return node.map(withData);
    if (node && typeof node === "object") {
      const copy = {};
      for (const key of Object.keys(node)) {
        const value = node[key];
        if (key === "values" && typeof value === "string") copy[key] = payload.data[value];
        else if (key === "values" && value.columns) copy[key] = rows(value.columns);
        else copy[key] = withData(value);
      }
      return copy;
    }
    return node;
  }

  function draw(id, source) {
    const element = document.getElementById(id);
    const spec = source.$schema.includes("vega-lite") ? vegaLite.compile(withData(source), { config: payload.config }).spec : withData(source);
    const aspect = source.usermeta && source.usermeta.aspect;
    if (aspect) {  // a map keeps its shape at any width
      delete spec.height;
      spec.signals = (spec.signals || []).concat({ name: "height", update: "width * " + Number(aspect) });
    }
    const runtime = vega.parse(spec, null, { ast: true });
    const view = new vega.View(runtime, { expr: vega.expressionInterpreter, renderer: "svg", logLevel: vega.Warn, hover: true });
    view.tooltip(function (handler, event, item, value) {
      if (value === null || value === undefined || value === "") hideTip();
      else showTip((typeof value === "object" ? Object.entries(value).map(function (pair) { return pair.join(": "); }).join("\n") : String(value)) + (element.dataset.figure ? "\n" + whyText(element) : ""), event.clientX, event.clientY);
    });
    return view.initialize(element).hover().runAsync().then(function () { element.dataset.drawn = "true"; });
  }

  const jobs = Object.keys(payload.charts).map(function (id) {
    return Promise.resolve().then(function () { return draw(id, payload.charts[id]); }).catch(function (error) {
      const element = document.getElementById(id);
      element.dataset.failed = "true";
      element.textContent = payload.failed;
      console.error(id, error);
    });
  });
  // The list of sources is long: folded on a phone, always whole on paper.
  const folds = document.querySelectorAll("details.fold");
  function fold(open) { folds.forEach(function (part) { part.open = open; }); }
  const narrow = window.matchMedia("screen and (max-width: 600px)");
  if (narrow.matches) fold(false);
  window.addEventListener("beforeprint", function () { fold(true); });

  Promise.all(jobs.concat(document.fonts ? document.fonts.ready : [])).then(function () {
    document.documentElement.dataset.ready = "true";
  });
})();
