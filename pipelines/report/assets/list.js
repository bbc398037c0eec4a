// The list of programs: search, filters, sorting. Rows are drawn a hundred at a time.
(function () {
  "use strict";
  var data = window.tenken.data("data"), STEP = 100;
  var at = {};
  data.columns.forEach(function (name, index) { at[name] = index; });
  var form = { q: id("q"), edition: id("edition"), policy: id("policy"), department: id("department") };
  var table = id("rows"), body = table.tBodies[0], count = id("count"), more = id("more"), none = id("none");
  var collator = new Intl.Collator("ja", { numeric: true });
  var sort = { key: null, down: false }, shown = STEP, found = [], waiting = null;

  function id(name) { return document.getElementById(name); }
  function word(key) { return data.words[window.tenken.lang][key]; }

  // Width of letters, case, and katakana or hiragana make no difference to a search.
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 96); });
  }
  var rows = data.rows.map(function (row) {
    var policy = row[at.policy] === null ? null : data.policies[row[at.policy]];
    return {
      edition: row[at.edition], no: row[at.no], sheet: row[at.sheet], program: row[at.program], departments: row[at.departments],
      policy: policy, actual: row[at.actual], plan: row[at.plan], indicators: row[at.indicators], href: row[at.href], child: row[at.child],
      rate: row[at.actual] !== null && row[at.plan] > 0 ? row[at.actual] / row[at.plan] : null,
      text: plain([row[at.program], row[at.sheet], row[at.no], row[at.departments].join(" "), policy || "", row[at.more]].join("\n"))
    };
  });

  // ---- choices
  function options(select, values, first) {
    var before = select.value;
    select.textContent = "";
    first.concat(values).forEach(function (pair) { select.add(new Option(pair[1], pair[0])); });
    select.value = before;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
  function fillChoices() {
    var lang = window.tenken.lang;
    var many = data.editions.some(function (e) { return !e.latest; });
    var first = many ? [["latest", word("latest_only")], ["all", word("all_editions")]] : [["all", word("all_editions")]];
    options(form.edition, data.editions.map(function (e) { return [e.key, e[lang]]; }), first);
    options(form.policy, data.policies.map(function (p) { return ["=" + p, p]; }), [["", word("all")]]);
    var names = new Set();
    rows.forEach(function (row) { row.departments.forEach(function (name) { names.add(name); }); });
    options(form.department, Array.from(names).sort(collator.compare).map(function (n) { return ["=" + n, n]; }), [["", word("all")]]);
    id("unit").textContent = window.tenken.fill(word("unit"), { unit: data.unit_name[lang] });
  }

  // ---- finding and sorting
  function find() {
    var words = plain(form.q.value).split(/\s+/).filter(Boolean);
    var edition = form.edition.value, policy = form.policy.value.slice(1), department = form.department.value.slice(1);
    found = rows.filter(function (row) {
      var e = data.editions[row.edition];
      if (edition === "latest" ? !e.latest : edition !== "all" && e.key !== edition) return false;
      if (policy && row.policy !== policy) return false;
      if (department && row.departments.indexOf(department) < 0) return false;
      return words.every(function (one) { return row.text.indexOf(one) >= 0; });
    });
    if (sort.key) found.sort(compare);
  }
  // What has no value comes last, whichever way the rest runs.
  function compare(a, b) {
    var x = key(a), y = key(b);
    if (x === null || y === null) return (x === null) - (y === null);
    var order = typeof x === "number" ? x - y : collator.compare(x, y);
    return sort.down ? -order : order;
  }
  function key(row) {
    if (sort.key === "departments") return row.departments.length ? row.departments.join("・") : null;
    return row[sort.key];
  }

  // ---- drawing
  function cell(tr, name, text, label) {
    var td = tr.insertCell();
    td.className = name;
    td.setAttribute("role", "cell");
    if (label) td.dataset.label = label;
    if (text !== null) td.textContent = text;
    return td;
  }
  function amount(value) { return value === null ? "―" : (value / data.unit).toLocaleString("ja-JP"); }
  function draw() {
    var heads = {}, lang = window.tenken.lang;
    table.querySelectorAll("[data-sort]").forEach(function (b) { heads[b.dataset.sort] = b.textContent; });
    var part = document.createDocumentFragment();
    var oneEdition = form.edition.value !== "all" || data.editions.length < 2;
    found.slice(0, shown).forEach(function (row) {
      var tr = document.createElement("tr");
      tr.setAttribute("role", "row");
      cell(tr, "no", row.no);
      var td = cell(tr, "program", null), link = document.createElement("a"), title = document.createElement("span");
      link.href = row.href; link.textContent = row.program;
      title.className = "title"; title.textContent = (row.child ? word("sub_program") + " · " : "") + row.no + " " + row.sheet;
      td.append(link, title);
      if (!oneEdition) { var ed = document.createElement("span"); ed.className = "ed soft"; ed.textContent = data.editions[row.edition][lang]; td.append(ed); }
      cell(tr, "departments", row.departments.join("・"), heads.departments);
      cell(tr, "policy", row.policy === null ? "" : row.policy, heads.policy);
      cell(tr, row.actual === null ? "num nil" : "num", amount(row.actual), heads.actual);
      cell(tr, row.plan === null ? "num nil" : "num", amount(row.plan), heads.plan);
      cell(tr, row.rate === null ? "num nil" : "num", row.rate === null ? "―" : (row.rate * 100).toFixed(1) + "%", heads.rate);
      cell(tr, "num", String(row.indicators), heads.indicators);
      part.append(tr);
    });
    body.textContent = "";
    body.append(part);
    var n = found.length, values = { n: n.toLocaleString("ja-JP"), all: rows.length.toLocaleString("ja-JP") };
    count.textContent = window.tenken.fill(word(n === rows.length ? "count" : "count_of"), values);
    more.hidden = n <= shown;
    more.textContent = window.tenken.fill(word("more"), { n: (n - shown).toLocaleString("ja-JP") });
    none.hidden = n > 0;
    none.textContent = word("none");
    table.hidden = n === 0;
    table.querySelectorAll("th").forEach(function (th) {
      var mine = th.querySelector("button").dataset.sort === sort.key;
      th.setAttribute("aria-sort", mine ? (sort.down ? "descending" : "ascending") : "none");
    });
  }
  function update() { shown = STEP; find(); draw(); remember(); }

  // ---- the address remembers the view, so that it can be passed on
  function remember() {
    var said = new URLSearchParams();
    if (form.q.value) said.set("q", form.q.value);
    if (form.edition.selectedIndex > 0) said.set("edition", form.edition.value);
    ["policy", "department"].forEach(function (name) { if (form[name].value) said.set(name, form[name].value.slice(1)); });
    if (sort.key) said.set("sort", (sort.down ? "-" : "") + sort.key);
    clearTimeout(waiting);
    waiting = setTimeout(function () { history.replaceState(null, "", said.size ? "#" + said : location.pathname.split("/").pop()); }, 250);
  }
  function recall() {
    var said = new URLSearchParams(location.hash.slice(1));
    form.q.value = said.get("q") || "";
    form.edition.value = said.get("edition") || form.edition.options[0].value;
    if (form.edition.selectedIndex < 0) form.edition.selectedIndex = 0;
    ["policy", "department"].forEach(function (name) {
      form[name].value = said.has(name) ? "=" + said.get(name) : "";
      if (form[name].selectedIndex < 0) form[name].selectedIndex = 0;
    });
    var by = said.get("sort") || "", name = by.replace(/^-/, "");
    sort = { key: at[name] !== undefined || name === "rate" ? name : null, down: by[0] === "-" };
  }

  id("filters").addEventListener("input", update);
  id("filters").addEventListener("submit", function (event) { event.preventDefault(); });
  id("filters").addEventListener("reset", function () { setTimeout(function () { form.edition.selectedIndex = 0; sort = { key: null, down: false }; update(); form.q.focus(); }); });
  table.tHead.addEventListener("click", function (event) {
    var button = event.target.closest("[data-sort]");
    if (!button) return;
    var name = button.dataset.sort, numeric = ["actual", "plan", "rate", "indicators"].indexOf(name) >= 0;
    if (sort.key !== name) sort = { key: name, down: numeric };
    else if (sort.down === numeric) sort.down = !numeric;
    else sort = { key: null, down: false };
    update();
  });
  more.addEventListener("click", function () {
    var next = shown;
    shown += STEP;
    draw();
    var link = body.rows[next] && body.rows[next].querySelector("a");
    if (link) link.focus();
  });
  document.addEventListener("tenken:lang", function () { fillChoices(); draw(); });
  window.addEventListener("hashchange", function () { recall(); shown = STEP; find(); draw(); });
  fillChoices(); recall(); find(); draw();
})();
