// Makes files from what the page holds: the figures as CSV, each picture as SVG
// and, drawn from the same SVG, as PNG. A picture that leaves the page takes its
// title, its sources and its caveats with it, on white ground whatever the theme.
(function () {
  'use strict';

  var block = document.getElementById('download');
  if (!block) { return; }
  var page = JSON.parse(block.textContent);
  var width = 768, edge = 24;

  function save(blob, name) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function button(place, words, label, press) {
    var b = document.createElement('button');
    b.type = 'button';
    b.textContent = words;
    if (label) { b.setAttribute('aria-label', label); }
    b.addEventListener('click', press);
    place.appendChild(b);
    return b;
  }

  function escaped(text) {
    return text.replace(/[&<>"]/g, function (c) { return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]; });
  }

  // lines breaks a text to the width, anywhere in Chinese and at blanks elsewhere.
  function lines(text, font) {
    var measure = document.createElement('canvas').getContext('2d');
    measure.font = font;
    var list = [], line = '';
    (text.match(/[\w.,:;()%~\-\/]+\s*|[\s\S]/g) || []).forEach(function (part) {
      if (line && measure.measureText(line + part.trimEnd()).width > width - 2 * edge) { list.push(line); line = ''; }
      line += part;
    });
    return list.concat(line);
  }

  // drawing is the chart as pictures.js keeps it, to be set into a larger one.
  function drawing(id) {
    var svg = window.biaochi.pictures.svg(id);
    var size = /^[^>]*\bwidth="(\d+)"[^>]*\bheight="(\d+)"/.exec(svg);
    return { width: Number(size[1]), height: Number(size[2]), at: function (x, y) { return svg.replace('<svg ', '<svg x="' + x + '" y="' + y + '" '); } };
  }

  // picture is one SVG that can stand alone.
  function picture(caption) {
    var family = getComputedStyle(document.body).fontFamily.replace(/"/g, "'");
    var parts = [], y = edge;
    function write(text, size, weight, colour) {
      lines(text, weight + ' ' + size + 'px ' + family).forEach(function (line) {
        y += size * 1.45;
        parts.push('<text x="' + edge + '" y="' + (y - size * 0.35).toFixed(1) + '" font-size="' + size + '" font-weight="' + weight + '" fill="' + colour + '">' + escaped(line) + '</text>');
      });
    }
    write(page.title, 22, 700, '#1c2430');
    write(page.subtitle, 14, 400, '#59636f');
    y += 12;
    var chart = drawing(caption.id);
    parts.push(chart.at((width - chart.width) / 2, y));
    y += chart.height + 4;
    caption.lines.forEach(function (line) { write(line, 13, 400, '#59636f'); });
    y = Math.ceil(y + edge);
    return {
      width: width, height: y,
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="' + width + '" height="' + y + '" viewBox="0 0 ' + width + ' ' + y + '" font-family="' + escaped(family) + '">' +
        '<title>' + escaped(page.title) + '</title><rect width="100%" height="100%" fill="#ffffff"/>' + parts.join('') + '</svg>\n'
    };
  }

  function savePNG(caption, failed) {
    var made = picture(caption), image = new Image();
    image.onerror = failed;
    image.onload = function () {
      var canvas = document.createElement('canvas');
      canvas.width = 2 * made.width;
      canvas.height = 2 * made.height;
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) { if (blob) { save(blob, file(caption, 'png')); } else { failed(); } }, 'image/png');
    };
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(made.svg);
  }

  function file(caption, kind) { return page.name + '-' + caption.id + '.' + kind; }

  function offer(caption) {
    var figure = document.getElementById(caption.id).parentNode;
    var key = figure.nextElementSibling;
    var bar = document.createElement('p');
    bar.className = 'take picture-take';
    bar.appendChild(document.createTextNode(page.words.picture));
    (key && key.classList.contains('key') ? key : figure).insertAdjacentElement('afterend', bar);
    function failed() { bar.textContent = page.words.failed; bar.setAttribute('role', 'alert'); }
    button(bar, page.words.svg, page.words.picture + page.words.svg, function () {
      save(new Blob([picture(caption).svg], { type: 'image/svg+xml' }), file(caption, 'svg'));
    });
    button(bar, page.words.png, page.words.picture + page.words.png, function () { savePNG(caption, failed); });
  }

  if (page.csv) {
    button(document.getElementById('take'), page.words.figures, '', function () {
      save(new Blob(['\ufeff' + page.csv], { type: 'text/csv;charset=utf-8' }), page.name + '.csv'); // the mark tells spreadsheets that it is UTF-8
    });
  }
  if (window.biaochi && window.biaochi.pictures) { (page.pictures || []).forEach(offer); }
})();
