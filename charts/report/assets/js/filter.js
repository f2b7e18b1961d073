// Narrows and sorts the table of all goals. What is chosen lives in the fragment,
// such as #document=samr-2022-64&light=red&sort=-deadline, so that it can be
// linked to and kept. Without a script the whole table stands there, unsorted.
(function () {
  'use strict';

  var form = document.getElementById('filters');
  var table = document.getElementById('targets');
  if (!form || !table) { return; }
  var fields = ['document', 'area', 'own', 'light', 'state', 'text'];
  var body = table.tBodies[0];
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var keys = heads.map(function (head) { return head.getAttribute('data-key'); });
  var attention = ['red', 'yellow', 'blue', 'green', 'grey'];
  var shown = document.getElementById('shown');
  var none = document.getElementById('none');
  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  var sorted = '';

  // What a row is narrowed by is read once: three thousand rows are asked often.
  var rows = Array.prototype.map.call(body.rows, function (row, place) {
    return {
      row: row, place: place, document: row.getAttribute('data-document'), area: row.getAttribute('data-area'),
      state: row.getAttribute('data-state'), light: row.cells[0].className, name: row.cells[1].textContent
    };
  });

  // within lists an area and, unless only its own goals are asked for, those below it.
  function within(area, own) {
    var codes = {};
    codes[area] = true;
    if (!own) { // an area is listed below the one it lies in
      Array.prototype.forEach.call(form.elements.area.options, function (option) {
        if (codes[option.getAttribute('data-in')]) { codes[option.value] = true; }
      });
    }
    return codes;
  }

  function read() {
    var chosen = Object.create(null);
    location.hash.slice(1).split('&').forEach(function (pair) {
      var at = pair.indexOf('=');
      var key = pair.slice(0, at);
      if (at < 0 || fields.indexOf(key) < 0 && key !== 'sort') { return; }
      try { chosen[key] = decodeURIComponent(pair.slice(at + 1)); } catch (e) { /* no such text */ }
    });
    return chosen;
  }

  function narrow(chosen) {
    var areas = chosen.area ? within(chosen.area, chosen.own) : null;
    var text = (chosen.text || '').trim().toLowerCase();
    var n = 0;
    rows.forEach(function (one) {
      var fits = (!chosen.document || one.document === chosen.document) && (!areas || areas[one.area] === true) &&
        (!chosen.light || one.light === chosen.light) && (!chosen.state || one.state === chosen.state) &&
        (!text || one.name.toLowerCase().indexOf(text) >= 0);
      if (one.row.hidden === fits) { one.row.hidden = !fits; }
      if (fits) { n++; }
    });
    var words = shown.getAttribute('data-words').replace('{shown}', n).replace('{all}', rows.length);
    if (shown.textContent !== words) { shown.textContent = words; }
    none.hidden = n > 0;
  }

  // number reads the first number of a cell; what has none goes last.
  function number(text) {
    var found = /[-−]?\d[\d,]*(\.\d+)?/.exec(text);
    return found ? parseFloat(found[0].replace('−', '-').replace(/,/g, '')) : null;
  }

  // value is what a row is sorted by: null where there is nothing.
  function value(one, key, column) {
    var cell = one.row.cells[column];
    switch (key) {
      case 'state': return attention.indexOf(one.light) + one.state;
      case 'area': return one.area;
      case 'value': case 'goal': return number(cell.firstChild ? cell.firstChild.textContent : '');
      case 'progress': case 'expected': return number(cell.textContent);
      case 'deadline': return /^\d/.test(cell.textContent) ? cell.textContent : null;
    }
    return cell.textContent;
  }

  function compare(a, b) { return typeof a === 'number' ? a - b : collator.compare(a, b); }

  // sort puts the rows in order; a sign before the key turns it round. Rows with
  // nothing to sort by stay at the end, equal ones in the order of the documents.
  function sort(by) {
    if (by === sorted) { return; }
    sorted = by;
    var down = by.charAt(0) === '-';
    var key = down ? by.slice(1) : by;
    var column = keys.indexOf(key);
    heads.forEach(function (head, i) {
      if (i === column) { head.setAttribute('aria-sort', down ? 'descending' : 'ascending'); } else { head.removeAttribute('aria-sort'); }
    });
    var order = rows.slice();
    if (column >= 0) {
      order.forEach(function (one) { one.by = value(one, key, column); });
      order.sort(function (a, b) {
        if (a.by === null || b.by === null) { return (a.by === null) - (b.by === null) || a.place - b.place; }
        return (down ? -1 : 1) * compare(a.by, b.by) || a.place - b.place;
      });
    }
    var all = document.createDocumentFragment();
    order.forEach(function (one) { all.appendChild(one.row); });
    body.appendChild(all);
  }

  // follow does what the address says: a number on another page leads here.
  function follow() {
    var chosen = read();
    fields.forEach(function (key) {
      var field = form.elements[key];
      if (field.type === 'checkbox') { field.checked = !!chosen[key]; return; }
      if (field.value !== (chosen[key] || '')) { field.value = chosen[key] || ''; }
      if (field.value === '') { delete chosen[key]; } // not among the choices
    });
    sort(keys.indexOf((chosen.sort || '').replace(/^-/, '')) >= 0 ? chosen.sort : '');
    narrow(chosen);
  }

  function write(by) {
    var pairs = [];
    fields.forEach(function (key) {
      var field = form.elements[key];
      var chosen = field.type === 'checkbox' ? (field.checked ? field.value : '') : field.value;
      if (chosen) { pairs.push(key + '=' + encodeURIComponent(chosen)); }
    });
    if (by) { pairs.push('sort=' + by); }
    history.replaceState(null, '', pairs.length ? '#' + pairs.join('&') : location.pathname + location.search);
    follow();
  }

  // button makes a head something to press: once for rising, again for falling.
  function button(head, i) {
    var press = document.createElement('button');
    press.type = 'button';
    press.className = 'sort';
    press.textContent = head.textContent;
    press.title = table.getAttribute('data-sort');
    head.textContent = '';
    head.appendChild(press);
    press.addEventListener('click', function () { write(sorted === keys[i] ? '-' + keys[i] : keys[i]); });
  }

  var typing;
  heads.forEach(button);
  table.classList.add('sortable');
  form.hidden = false;
  form.addEventListener('change', function () { write(sorted); });
  form.elements.text.addEventListener('input', function () {
    clearTimeout(typing);
    typing = setTimeout(function () { write(sorted); }, 200);
  });
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { setTimeout(function () { write(sorted); }, 0); });
  window.addEventListener('hashchange', follow);
  follow();
})();
