// The two switches of every page: language and theme.
(function () {
  "use strict";
  var root = document.documentElement;
  var attributes = ["aria-label", "title", "placeholder", "alt"];

  function exchange(element, name, english) {
    var ja = "data-ja-" + name, en = "data-en-" + name;
    if (!element.hasAttribute(ja)) element.setAttribute(ja, element.getAttribute(name));
    element.setAttribute(name, element.getAttribute(english ? en : ja));
  }

  function speak(lang) {
    var english = lang === "en";
    document.querySelectorAll("[data-en]").forEach(function (element) {
      if (element.dataset.ja === undefined) element.dataset.ja = element.textContent;
      element.textContent = english ? element.dataset.en : element.dataset.ja;
      if (english) element.lang = "en"; else element.removeAttribute("lang");
    });
    attributes.forEach(function (name) {
      document.querySelectorAll("[data-en-" + name + "]").forEach(function (element) { exchange(element, name, english); });
    });
    document.querySelectorAll("[data-set-lang]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.setLang === lang));
    });
    root.dataset.lang = lang;
    document.dispatchEvent(new Event("tenken:lang"));
  }

  document.querySelectorAll("[data-set-lang]").forEach(function (button) {
    button.addEventListener("click", function () { window.tenken.keep("lang", button.dataset.setLang); speak(button.dataset.setLang); });
  });
  if (root.dataset.lang === "en") speak("en");

  var select = document.getElementById("theme");
  select.value = root.dataset.choice;
  select.addEventListener("change", function () { window.tenken.keep("theme", select.value); window.tenken.theme(select.value); });
})();
