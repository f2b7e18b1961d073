// Draws the pictures of a page when they come near the window, and all of them
// for print. Each one is a block of JSON beside the element it is drawn in;
// colours in it are names of custom properties of report.css, so that one picture
// suits light, dark and paper. Nothing moves: the options switch animation off.
//
// Others find them at window.biaochi.pictures: get(id) is {id, place, options,
// chart} (chart is null until drawn), ids() lists them, all() draws them, svg(id)
// and png(id) are a picture for keeping, in the light theme at the width of a page.
(function () {
  'use strict';

  var PAGE = 720, PAPER = 680, AHEAD = 600;
  var root = document.documentElement, pictures = [], byId = {}, printing = false;

  // resolve replaces names of custom properties by their values, beneath keys
  // that end in color or Color alone.
  function resolve(node, style, colour) {
    if (typeof node === 'string') {
      return colour && /^--[a-z-]+$/.test(node) ? style.getPropertyValue(node).trim() || node : node;
    }
    if (node === null || typeof node !== 'object') { return node; }
    var copy = Array.isArray(node) ? [] : {};
    Object.keys(node).forEach(function (key) {
      copy[key] = resolve(node[key], style, Array.isArray(node) ? colour : /color$/i.test(key));
    });
    return copy;
  }

  // pointed shows by the cursor what leads somewhere.
  function pointed(options) {
    [].concat(options.series || []).forEach(function (series) {
      series.cursor = 'default';
      (series.data || []).forEach(function (datum) {
        if (datum && datum.href) { datum.cursor = 'pointer'; }
      });
    });
    return options;
  }

  function ready(one) {
    var options = pointed(resolve(one.options, getComputedStyle(root), false));
    // Single quotes: ECharts writes the family unescaped into an attribute of its SVG.
    options.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily.replace(/"/g, "'") };
    return options;
  }

  // height is that of a picture on a page, which its class names.
  function height(one) {
    var named = /(?:^|\s)h(\d+)(?:\s|$)/.exec(one.place.className);
    return named ? Number(named[1]) : one.place.clientHeight || 320;
  }

  function draw(one) {
    one.layout = layout(one);
    one.chart.setOption(ready(one), true);
  }

  function follow(one, event) {
    var href = event.data && event.data.href;
    if (!href || new URL(href, location.href).protocol !== location.protocol) { return; }
    var mouse = event.event && event.event.event;
    if (mouse && (mouse.ctrlKey || mouse.metaKey)) { window.open(href); } else { location.href = href; }
  }

  function begin(one) {
    if (one.chart) { return; }
    // Two pixels a point at least: a printed canvas stays sharp.
    one.chart = window.echarts.init(one.place, null, { devicePixelRatio: Math.max(2, window.devicePixelRatio || 1) });
    one.chart.on('click', function (event) { follow(one, event); });
    draw(one);
    new ResizeObserver(function () { fit(one); }).observe(one.place);
  }

  // layout tells which media queries of a picture its width answers.
  function layout(one) {
    var width = one.chart.getWidth();
    return (one.options.media || []).map(function (part) {
      return !(part.query.maxWidth < width) && !(part.query.minWidth > width);
    }).join();
  }

  // fit follows the size of the place; a change of layout draws anew, since what
  // held in a narrow place alone would stay.
  function fit(one) {
    if (printing || !one.place.clientWidth) { return; }
    one.chart.resize();
    if (layout(one) !== one.layout) { draw(one); }
  }

  function all() { pictures.forEach(begin); }

  function redraw() {
    pictures.forEach(function (one) { if (one.chart) { draw(one); } });
  }

  // paper draws everything at one width, whatever the window was.
  function paper(on) {
    printing = on;
    root.classList.toggle('paper', on);
    if (on) { all(); }
    pictures.forEach(function (one) {
      if (!one.chart) { return; }
      one.chart.resize(on ? { width: PAPER, height: height(one) } : { width: 'auto', height: 'auto' });
      draw(one);
    });
  }

  // kept draws a picture aside in the light theme and hands it to take.
  function kept(id, renderer, take) {
    var one = byId[id], was = root.classList.contains('paper');
    if (!one || !window.echarts) { return ''; }
    var svg = renderer === 'svg';
    var chart = window.echarts.init(svg ? null : document.createElement('div'), null, {
      renderer: renderer, ssr: svg, width: PAGE, height: height(one), devicePixelRatio: 2
    });
    root.classList.add('paper');
    try {
      var options = ready(one);
      options.backgroundColor = resolve('--paper', getComputedStyle(root), true);
      chart.setOption(options);
      return take(chart);
    } finally {
      root.classList.toggle('paper', was);
      chart.dispose();
    }
  }

  function add(block) {
    var id = block.getAttribute('data-picture'), place = document.getElementById(id);
    if (!place || !window.echarts) { return; }
    byId[id] = { id: id, place: place, options: JSON.parse(block.textContent), chart: null, layout: '' };
    pictures.push(byId[id]);
  }

  function watch() {
    if (!window.IntersectionObserver) { all(); return; }
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) { return; }
        seen.unobserve(entry.target);
        begin(byId[entry.target.id]);
      });
    }, { rootMargin: AHEAD + 'px 0px' });
    pictures.forEach(function (one) {
      // What is in the window at once needs no observer, which answers a frame later.
      if (one.place.getBoundingClientRect().top < window.innerHeight) { begin(one); } else { seen.observe(one.place); }
    });
  }

  document.querySelectorAll('script[data-picture]').forEach(add);
  watch();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  window.addEventListener('beforeprint', function () { paper(true); });
  window.addEventListener('afterprint', function () { paper(false); });

  window.biaochi = window.biaochi || {};
  window.biaochi.pictures = {
    ids: function () { return Object.keys(byId); },
    get: function (id) { return byId[id] || null; },
    all: all,
    svg: function (id) { return kept(id, 'svg', function (chart) { return chart.renderToSVGString(); }); },
    png: function (id) { return kept(id, 'canvas', function (chart) { return chart.getDataURL({ type: 'image/png', pixelRatio: 2 }); }); }
  };
})();
