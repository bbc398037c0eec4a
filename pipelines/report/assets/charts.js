// Charts of the overview: drawn anew when language or theme change.
(function () {
  "use strict";
  var charts = window.tenken.data("charts");

  function dressed(spec) {
    var style = getComputedStyle(document.documentElement);
    function colour(name) { return style.getPropertyValue("--" + name).trim(); }
    var made = JSON.parse(JSON.stringify(spec).replace(/"@(actual|ink|paper)"/g, function (all, name) { return JSON.stringify(colour(name)); }));
    var font = style.getPropertyValue("--sans").trim();
    made.config = Object.assign({}, made.config, {
      font: font,
      axis: { labelColor: colour("soft"), titleColor: colour("soft"), gridColor: colour("line"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", titlePadding: 10, labelPadding: 6 },
      axisY: { labelColor: colour("ink") }
    });
    return made;
  }

  function draw() {
    document.querySelectorAll("[data-chart]").forEach(function (place) {
      var chart = charts[place.dataset.chart];
      if (!chart) return;
      var spec = dressed(chart.spec[window.tenken.lang]);
      spec.datasets = Object.assign({}, spec.datasets, { rows: chart.rows });
      window.vegaEmbed(place, spec, { actions: false, renderer: "svg", tooltip: { theme: "custom" } }).then(function (made) {
        made.view.addEventListener("click", function (event, item) {
          if (item && item.datum && item.datum.href) location.href = item.datum.href;
        });
        place.dataset.drawn = "yes";
      });
    });
  }

  document.addEventListener("tenken:look", draw);
  document.addEventListener("tenken:lang", draw);
  draw();
})();
