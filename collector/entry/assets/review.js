// Tables that are worked through by keyboard: j and k move, x ticks, Enter opens.
// The box in the head ticks all. Everything also works without this script.
(function () {
  'use strict';

  var table = document.querySelector('table[data-keys]');
  if (!table) { return; }
  var rows = Array.prototype.slice.call(table.tBodies[0].rows);
  var here = -1;

  document.querySelectorAll('.keys').forEach(function (p) { p.hidden = false; });

  function box(row) { return row.querySelector('.pick input'); }

  function go(to) {
    if (!rows.length) { return; }
    to = Math.max(0, Math.min(rows.length - 1, to));
    if (here >= 0) { rows[here].classList.remove('here'); }
    here = to;
    rows[here].classList.add('here');
    var target = box(rows[here]) || rows[here].querySelector('a');
    if (target) { target.focus({ preventScroll: true }); }
    rows[here].scrollIntoView({ block: 'nearest' });
  }

  function typing(e) {
    var t = e.target;
    return t.isContentEditable || /^(TEXTAREA|SELECT)$/.test(t.tagName) || t.tagName === 'INPUT' && t.type !== 'checkbox';
  }

  document.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) { return; }
    var key = e.key;
    if (key === 'j') {
      go(here + 1);
    } else if (key === 'k') {
      go(here < 0 ? 0 : here - 1);
    } else if (key === 'x' && here >= 0 && box(rows[here])) {
      box(rows[here]).click();
    } else if (key === 'Enter' && here >= 0 && (e.target === document.body || e.target === box(rows[here]))) {
      var open = rows[here].querySelector('a[data-open]');
      if (!open) { return; }
      open.click();
    } else {
      return;
    }
    e.preventDefault();
  });

  // Enter on a box would press the form's first button: nothing is approved or
  // returned by accident.
  ['keydown', 'keypress'].forEach(function (kind) {
    table.addEventListener(kind, function (e) {
      if (e.key === 'Enter' && e.target.type === 'checkbox') { e.preventDefault(); }
    });
  });

  // Where focus goes by Tab or a click, the mark goes too.
  table.addEventListener('focusin', function (e) {
    var row = rows.indexOf(e.target.closest('tbody > tr'));
    if (row >= 0 && row !== here) {
      if (here >= 0) { rows[here].classList.remove('here'); }
      here = row;
      rows[here].classList.add('here');
    }
  });

  var all = table.querySelector('[data-all]');
  if (all) {
    all.closest('label').hidden = false;
    all.addEventListener('change', function () {
      rows.forEach(function (row) { if (box(row)) { box(row).checked = all.checked; } });
    });
  }
})();
