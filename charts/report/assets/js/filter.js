// Filters the table of targets. What is chosen lives in the fragment, such as
// #document=samr-2022-64&light=red, so that it can be linked to and kept.
(function () {
  'use strict';

  var form = document.getElementById('filters');
  var table = document.getElementById('targets');
  if (!form || !table) { return; }
  var fields = ['document', 'area', 'light'];
  var rows = Array.prototype.slice.call(table.tBodies[0].rows);
  var shown = document.getElementById('shown');
  var none = document.getElementById('none');

  function read() {
    var chosen = {};
    location.hash.slice(1).split('&').forEach(function (pair) {
      var at = pair.indexOf('=');
      var key = pair.slice(0, at);
      if (fields.indexOf(key) >= 0) { chosen[key] = pair.slice(at + 1); }
    });
    return chosen;
  }

  function fits(row, chosen) {
    return fields.every(function (key) { return !chosen[key] || row.getAttribute('data-' + key) === chosen[key]; });
  }

  function apply(chosen) {
    var n = 0;
    rows.forEach(function (row) {
      row.hidden = !fits(row, chosen);
      if (!row.hidden) { n++; }
    });
    fields.forEach(function (key) { form.elements[key].value = chosen[key] || ''; });
    shown.textContent = shown.getAttribute('data-words').replace('{shown}', n).replace('{all}', rows.length);
    none.hidden = n > 0;
  }

  function write() {
    var pairs = fields.filter(function (key) { return form.elements[key].value; })
      .map(function (key) { return key + '=' + form.elements[key].value; });
    history.replaceState(null, '', '#' + pairs.join('&'));
    apply(read());
  }

  // A number in a table of lights leads here: show its targets.
  function follow() {
    var chosen = read();
    apply(chosen);
    if (Object.keys(chosen).length) { document.getElementById('all-targets').scrollIntoView(); }
  }

  form.hidden = false;
  form.addEventListener('change', write);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { setTimeout(write, 0); });
  window.addEventListener('hashchange', follow);
  follow();
})();
