// Administration: long lists of boxes are narrowed by typing, and a text that is
// shown once is copied. Everything also works without this script.
(function () {
  'use strict';

  document.querySelectorAll('[data-filter]').forEach(function (field) {
    var id = field.getAttribute('data-filter'), list = document.getElementById(id);
    var tools = field.closest('.narrowing'), only = tools.querySelector('[data-only]');
    var count = document.getElementById(field.getAttribute('data-count'));
    tools.hidden = false;
    // Read once: a list may have thousands of lines.
    var lines = Array.prototype.map.call(list.querySelectorAll('label'), function (l) {
      var group = l.closest('[data-group]');
      return { label: l, box: l.querySelector('input'), group: group, text: (l.textContent + ' ' + group.querySelector('h3').textContent).toLowerCase() };
    });
    function narrow() {
      var words = field.value.trim().toLowerCase().split(/\s+/), left = new Set();
      lines.forEach(function (one) {
        var fits = (!only.checked || one.box.checked) && words.every(function (w) { return one.text.indexOf(w) >= 0; });
        one.label.hidden = !fits;
        if (fits) { left.add(one.group); }
      });
      list.querySelectorAll('[data-group]').forEach(function (g) { g.hidden = !left.has(g); });
      tell();
    }
    function tell() {
      var ticked = 0, shown = 0;
      lines.forEach(function (one) { ticked += one.box.checked; shown += !one.label.hidden; });
      count.textContent = '列出 ' + shown + ' 项，其中勾选 ' + lines.filter(function (one) { return one.box.checked && !one.label.hidden; }).length + ' 项；共勾选 ' + ticked + ' 项';
    }
    function tick(on) {
      lines.forEach(function (one) { if (!one.label.hidden) { one.box.checked = on; } });
      tell();
    }
    var timer = 0;
    field.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(narrow, 120); });
    field.addEventListener('keydown', function (e) { if (e.key === 'Enter') { e.preventDefault(); } });
    only.addEventListener('change', narrow);
    tools.querySelector('[data-tick]').addEventListener('click', function () { tick(true); });
    tools.querySelector('[data-untick]').addEventListener('click', function () { tick(false); });
    list.addEventListener('change', tell);
    narrow();
  });

  // Chosen lines move by buttons; their numbers, which are what is sent, follow.
  document.querySelectorAll('.chosen').forEach(function (list) {
    list.querySelectorAll('.moves').forEach(function (m) { m.hidden = false; });
    list.addEventListener('click', function (e) {
      var b = e.target.closest('[data-move]');
      if (!b) { return; }
      var li = b.closest('li');
      if (b.getAttribute('data-move') === '1') {
        if (li.nextElementSibling) { li.nextElementSibling.after(li); }
      } else if (li.previousElementSibling) {
        li.previousElementSibling.before(li);
      }
      list.querySelectorAll('.order').forEach(function (f, i) { f.value = i + 1; });
      b.focus();
    });
  });

  document.querySelectorAll('button[data-copy]').forEach(function (b) {
    var text = document.getElementById(b.getAttribute('data-copy'));
    b.hidden = false;
    b.addEventListener('click', function () {
      var range = document.createRange();
      range.selectNodeContents(text);
      var chosen = window.getSelection();
      chosen.removeAllRanges();
      chosen.addRange(range);
      var done = function () { b.textContent = '已复制'; };
      if (navigator.clipboard) {
        navigator.clipboard.writeText(text.textContent).then(done, function () {});
      } else if (document.execCommand('copy')) { // a page served without TLS has no clipboard
        done();
      }
    });
  });
})();
