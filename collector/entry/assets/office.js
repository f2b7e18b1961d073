// Administration: long lists of boxes are narrowed by typing, and a text that is
// shown once is copied. Everything also works without this script.
(function () {
  'use strict';

  document.querySelectorAll('[data-filter]').forEach(function (field) {
    var list = document.getElementById(field.getAttribute('data-filter'));
    var count = document.getElementById(field.getAttribute('data-count'));
    field.closest('.narrowing').hidden = false;
    function narrow() {
      var words = field.value.trim().toLowerCase().split(/\s+/);
      var labels = list.querySelectorAll('label');
      labels.forEach(function (l) {
        var text = l.textContent.toLowerCase();
        l.hidden = !words.every(function (w) { return text.indexOf(w) >= 0; });
      });
      list.querySelectorAll('[data-group]').forEach(function (g) { g.hidden = !g.querySelector('label:not([hidden])'); });
      tell();
    }
    function tell() {
      count.textContent = '已选 ' + list.querySelectorAll('input:checked').length + ' 项';
    }
    field.addEventListener('input', narrow);
    field.addEventListener('keydown', function (e) { if (e.key === 'Enter') { e.preventDefault(); } });
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
