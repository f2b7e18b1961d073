// Draws the pictures of a page. Each one is a block of JSON beside the element
// it is drawn in; colours in it are names of custom properties of report.css,
// so that one picture suits light, dark and paper.
(function () {
  'use strict';

  var drawn = [];

  // resolve replaces names of custom properties by their values, in colours only.
  function resolve(node, style) {
    if (node === null || typeof node !== 'object') { return node; }
    var copy = Array.isArray(node) ? [] : {};
    Object.keys(node).forEach(function (key) {
      var value = node[key];
      copy[key] = /color$/i.test(key) && /^--[a-z-]+$/.test(value)
        ? style.getPropertyValue(value).trim()
        : resolve(value, style);
    });
    return copy;
  }

  function draw(one) {
    var options = resolve(one.options, getComputedStyle(document.documentElement));
    options.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    one.chart.setOption(options, true);
  }

  function drawAll() { drawn.forEach(draw); }

  function begin(block) {
    var place = document.getElementById(block.getAttribute('data-picture'));
    // Two pixels a point at least: a printed canvas stays sharp.
    var chart = window.echarts.init(place, null, { devicePixelRatio: Math.max(2, window.devicePixelRatio || 1) });
    var one = { chart: chart, options: JSON.parse(block.textContent) };
    drawn.push(one);
    draw(one);
    new ResizeObserver(function () { chart.resize(); }).observe(place);
  }

  function paper(on) {
    document.documentElement.classList.toggle('paper', on);
    drawAll();
  }

  document.querySelectorAll('script[data-picture]').forEach(begin);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  window.addEventListener('beforeprint', function () { paper(true); });
  window.addEventListener('afterprint', function () { paper(false); });
})();
