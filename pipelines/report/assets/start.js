// Before anything is drawn: the theme and the language that were chosen last time.
(function () {
  "use strict";
  var root = document.documentElement, kept = {};
  try { kept = { theme: localStorage.getItem("tenken-theme"), lang: localStorage.getItem("tenken-lang") }; } catch (e) { /* no storage here */ }
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function theme(choice) {
    root.dataset.choice = choice;
    root.dataset.theme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    document.dispatchEvent(new Event("tenken:look"));
  }
  dark.addEventListener("change", function () { if (root.dataset.choice === "auto") theme("auto"); });
  theme(["light", "dark"].includes(kept.theme) ? kept.theme : "auto");
  root.dataset.lang = kept.lang === "en" ? "en" : "ja";
  window.tenken = {
    theme: theme,
    get lang() { return root.dataset.lang; },
    keep: function (name, value) { try { localStorage.setItem("tenken-" + name, value); } catch (e) { /* as above */ } },
    data: function (id) { var held = document.getElementById(id); return held && JSON.parse(held.textContent); },
    fill: function (text, values) { return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; }); }
  };
})();
