// Filters a list by words and choices: form[data-find] names the table. What is
// asked for lives in the fragment, such as #q=专利&measure=ratio, so that it can
// be linked to and kept. A row stays when it holds every word.
(function () {
  'use strict';

  Array.prototype.forEach.call(document.querySelectorAll('form[data-find]'), function (form) {
    var id = form.getAttribute('data-find');
    var table = document.getElementById(id);
    var none = document.querySelector('[data-none="' + id + '"]');
    var output = form.querySelector('output');
    var selects = Array.prototype.slice.call(form.querySelectorAll('select'));
    var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row) {
      return { row: row, text: row.textContent.toLowerCase() };
    });

    function asked() {
      var at = {};
      location.hash.slice(1).split('&').forEach(function (pair) {
        var i = pair.indexOf('=');
        try { at[pair.slice(0, i)] = decodeURIComponent(pair.slice(i + 1)); } catch (broken) { /* not ours */ }
      });
      return at;
    }

    function apply() {
      var words = form.elements.q.value.toLowerCase().split(/\s+/);
      var shown = 0;
      rows.forEach(function (r) {
        var fits = words.every(function (w) { return r.text.indexOf(w) >= 0; }) && selects.every(function (s) {
          return !s.value || r.row.getAttribute('data-' + s.name) === s.value;
        });
        r.row.hidden = !fits;
        if (fits) { shown++; }
      });
      output.textContent = output.getAttribute('data-words').replace('{shown}', shown).replace('{all}', rows.length);
      none.hidden = shown > 0;
    }

    function read() {
      var at = asked();
      form.elements.q.value = at.q || '';
      selects.forEach(function (s) { s.value = at[s.name] || ''; if (s.selectedIndex < 0) { s.value = ''; } });
      apply();
    }

    function write() {
      var pairs = [form.elements.q].concat(selects).filter(function (f) { return f.value; })
        .map(function (f) { return f.name + '=' + encodeURIComponent(f.value); });
      history.replaceState(null, '', '#' + pairs.join('&'));
      apply();
    }

    form.hidden = false;
    form.addEventListener('input', write);
    form.addEventListener('change', write);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    form.addEventListener('reset', function () { setTimeout(write, 0); });
    window.addEventListener('hashchange', read);
    read();
  });
})();
