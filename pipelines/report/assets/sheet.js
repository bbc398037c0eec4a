// A sheet: a value that is pointed at, focused or chosen is shown on the printed page, and the other way round.
(function () {
  "use strict";
  var viewer = document.getElementById("viewer"), leaves = viewer.querySelector(".leaves"), said = document.getElementById("said");
  var narrow = window.matchMedia("(max-width: 1080px)");
  var pinned = null, hovered = null, zoom = narrow.matches ? 1.7 : 1;
  var words = { ja: { printed: "原文" }, en: { printed: "Printed" } };

  function place(element) {
    var parts = (element.dataset.at || "").split(" ").map(Number);
    return parts.length === 5 ? { leaf: parts[0], x0: parts[1], top: parts[2], x1: parts[3], bottom: parts[4] } : null;
  }
  function leafOf(number) { return document.getElementById("leaf-" + number); }

  // ---- the highlight
  function show(element, firmly) {
    var at = place(element);
    if (!at) return;
    var leaf = leafOf(at.leaf), sheet = leaf && leaf.querySelector(".sheet");
    clear();
    if (sheet) {
      var w = Number(leaf.dataset.w), h = Number(leaf.dataset.h), spot = document.createElement("div");
      spot.className = firmly ? "spot" : "spot hover";
      spot.style.left = 100 * at.x0 / w + "%"; spot.style.top = 100 * at.top / h + "%";
      spot.style.width = 100 * (at.x1 - at.x0) / w + "%"; spot.style.height = 100 * (at.bottom - at.top) / h + "%";
      sheet.append(spot);
      reveal(spot, firmly);
    } else if (leaf && firmly) { reveal(leaf, true); }
    // Only a choice is announced: what has the focus is read out anyway.
    said.setAttribute("aria-live", firmly ? "polite" : "off");
    if (firmly || !narrow.matches) tell(element, leaf);
  }
  function clear() { viewer.querySelectorAll(".spot").forEach(function (spot) { spot.remove(); }); }

  // Scroll the page pictures only, and only when the place is out of sight: the text must not move.
  function reveal(spot, firmly) {
    var box = leaves.getBoundingClientRect(), mine = spot.getBoundingClientRect();
    var out = mine.top < box.top + 8 || mine.bottom > box.bottom - 8 || mine.left < box.left || mine.right > box.right;
    if (!out) return;
    var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches || !firmly;
    leaves.scrollTo({
      top: leaves.scrollTop + mine.top - box.top - Math.max(16, (box.height - mine.height) / 2),
      left: leaves.scrollLeft + mine.left - box.left - Math.max(8, (box.width - mine.width) / 2),
      behavior: calm ? "auto" : "smooth"
    });
  }

  // ---- what the highlight is
  function text(element) {
    if (!element) return "";
    var parts = Array.from(element.childNodes).map(function (node) { return node.textContent.replace(/\s+/g, " ").trim(); });
    return parts.filter(Boolean).join(" ");
  }
  function labels(element) {
    var td = element.closest("td"), found = [];
    if (td) {
      var body = td.closest("tbody"), row = td.parentElement, table = td.closest("table");
      var name = body.querySelector("th.name") || row.querySelector("th"), kind = row.querySelector("th.kindcol");
      var heads = table.tHead && table.tHead.rows[0].cells, column = heads && heads[heads.length - (row.cells.length - td.cellIndex)];
      found = [name === kind ? "" : text(name), text(kind), text(column)];
    } else if (element.closest(".answers")) {
      found = [text(element.closest("div").querySelector("dt"))];
    } else {
      var near = element.closest("h1, h2, h4, dt, figcaption") || (element.closest(".prose") && element.closest(".prose").querySelector("h3"));
      found = [text(near && (near.querySelector(".where, span, b") || near))];
    }
    return found.filter(Boolean).join(" · ");
  }
  function tell(element, leaf) {
    said.textContent = "";
    var name = document.createElement("b"), print = document.createElement("span");
    name.textContent = labels(element);
    said.append(name, " ");
    if (element.matches(".v")) {
      print.className = "print";
      print.textContent = words[window.tenken.lang].printed + "「" + (element.dataset.raw || (element.matches(".blank") ? "" : text(element))) + "」";
      said.append(print, " ");
    }
    if (leaf) said.append(text(leaf.querySelector("figcaption")));
    viewer.querySelectorAll(".leafnav a").forEach(function (link) {
      if (leaf && link.getAttribute("href") === "#" + leaf.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
  }

  // ---- choosing
  function pin(element) {
    if (pinned) pinned.setAttribute("aria-pressed", "false");
    pinned = element;
    document.querySelectorAll(".lit").forEach(function (lit) { lit.classList.remove("lit"); });
    if (!element) { clear(); return; }
    element.setAttribute("aria-pressed", "true");
    if (narrow.matches) { viewer.classList.add("open"); document.body.classList.add("reading"); }
    show(element, true);
    // The page covers the lower half of a narrow screen: what was chosen must stay in sight above it.
    var low = element.getBoundingClientRect().bottom - (viewer.getBoundingClientRect().height ? window.innerHeight * 0.5 : window.innerHeight);
    if (narrow.matches && low > 0) window.scrollBy({ top: low + 24 });
  }
  function shut() {
    viewer.classList.remove("open"); document.body.classList.remove("reading");
    var back = pinned;
    pin(null);
    if (back) back.focus({ preventScroll: true });
  }
  var chosen = "button[data-at]";
  document.querySelectorAll(chosen).forEach(function (button) { button.setAttribute("aria-pressed", "false"); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest(chosen);
    if (button) { if (pinned === button && !narrow.matches) pin(null); else pin(button); }
  });
  document.querySelector(".data").addEventListener("pointerover", function (event) {
    // Where the page covers the text, and on touch screens, only what is chosen is shown.
    if (event.pointerType === "touch" || narrow.matches) return;
    var element = event.target.closest("[data-at]");
    if (element === hovered) return;
    hovered = element;
    if (element) show(element, element === pinned); else if (pinned) show(pinned, true); else clear();
  });
  document.addEventListener("focusin", function (event) {
    var element = event.target.closest && event.target.closest(chosen);
    if (element && element !== pinned && !narrow.matches) show(element, false);
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") shut(); });
  viewer.querySelector("[data-close]").addEventListener("click", shut);

  // ---- from the page to the value: the smallest box under the pointer
  var boxes = Array.from(document.querySelectorAll(chosen)).map(function (element) { return { element: element, at: place(element) }; }).filter(function (b) { return b.at; });
  leaves.addEventListener("click", function (event) {
    var sheet = event.target.closest(".sheet");
    if (!sheet) return;
    var leaf = sheet.closest(".leaf"), number = Number(leaf.id.slice(5)), box = sheet.getBoundingClientRect();
    var x = (event.clientX - box.left) / box.width * leaf.dataset.w, y = (event.clientY - box.top) / box.height * leaf.dataset.h;
    var best = null, least = Infinity;
    boxes.forEach(function (b) {
      if (b.at.leaf !== number || x < b.at.x0 || x > b.at.x1 || y < b.at.top || y > b.at.bottom) return;
      var area = (b.at.x1 - b.at.x0) * (b.at.bottom - b.at.top);
      if (area < least) { least = area; best = b.element; }
    });
    if (!best) return;
    var folded = best.closest("details:not([open])");
    if (folded) folded.open = true;
    best.focus({ preventScroll: true });
    best.scrollIntoView({ block: "center" });
    pin(best);
  });

  // ---- zoom, leaves, and the issue that the address names
  function scale() { leaves.style.setProperty("--zoom", zoom); }
  viewer.querySelectorAll("[data-zoom]").forEach(function (button) {
    button.addEventListener("click", function () {
      zoom = Math.min(4, Math.max(1, zoom * (Number(button.dataset.zoom) > 0 ? 1.3 : 1 / 1.3)));
      scale();
      var spot = viewer.querySelector(".spot");
      if (spot) reveal(spot, false);
    });
  });
  viewer.querySelector(".leafnav").addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    leaves.scrollTo({ top: document.querySelector(link.getAttribute("href")).offsetTop - leaves.offsetTop - 10 });
  });
  function follow() {
    var target = location.hash.indexOf("#issue-") === 0 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    var button = target.querySelector(chosen);
    if (button) pin(button);
  }
  window.addEventListener("hashchange", follow);
  document.addEventListener("tenken:lang", function () { if (pinned) show(pinned, true); });
  scale(); follow();
})();
