// Looks for goals, areas, documents and indicators in window.biaochiIndex. Every
// word must be found, in any case or width and without regard to punctuation; a
// Chinese word that stands nowhere as a whole may be found in parts, for nobody
// types blanks there. The query lives in the fragment: #q=….
(function () {
  'use strict';

  var index = window.biaochiIndex;
  var form = document.getElementById('search');
  if (!index || !form) { return; }
  var field = document.getElementById('q');
  var found = document.getElementById('found');
  var results = document.getElementById('results');
  var examples = document.getElementById('examples');
  var words = JSON.parse(document.getElementById('search-words').textContent);
  var marks = { green: '●', yellow: '▲', red: '■', blue: '◆', grey: '○' };
  var inner = /[\p{P}\p{S}\s]+/gu;

  function plain(text) { return text.normalize('NFKC').toLowerCase().replace(inner, ''); }

  // The groups in the order in which they are shown. A line is what is looked at
  // first (name), what else is looked through (rest), and how it is shown.
  var groups = [];
  function group(name, first, step, lines) { groups.push({ name: name, first: first, step: step, lines: lines }); }

  function count(place) {
    var n = [];
    index.goals.forEach(function (g) { n[g[place]] = (n[g[place]] || 0) + 1; });
    return n;
  }
  function has(n) { return n ? words.has.replace('{n}', n) : words.hasNone; }

  var text = {
    indicators: index.indicators.map(function (i) { return plain(i[1]); }),
    areas: index.areas.map(function (a) { return plain(a[1]) + '\n' + plain(a[2]) + '\n' + a[0]; }),
    documents: index.documents.map(function (d) { return d.map(plain).join('\n'); })
  };

  var ofArea = count(2), ofDocument = count(3), ofIndicator = count(1);
  group(words.areas, 5, 40, index.areas.map(function (a, i) {
    return { name: plain(a[1]), rest: text.areas[i], href: a[0] && 'areas/' + a[0], title: a[1], aside: [a[2], has(ofArea[i])] };
  }));
  group(words.documents, 5, 40, index.documents.map(function (d, i) {
    return { name: text.documents[i], rest: '', href: 'documents/' + d[0], title: d[1], aside: [d[1] === d[2] ? '' : d[2], d[3], has(ofDocument[i])] };
  }));
  group(words.indicators, 5, 40, index.indicators.map(function (n, i) {
    return { name: text.indicators[i], rest: plain(n[0]), href: n[0] && 'indicators/' + n[0], title: n[1], aside: [has(ofIndicator[i])] };
  }));
  group(words.goals, 40, 100, index.goals.map(function (g) {
    return {
      name: text.indicators[g[1]], rest: text.areas[g[2]] + '\n' + text.documents[g[3]] + '\n' + plain(g[7]) + '\n' + plain(g[0]),
      href: 'targets/' + g[0], title: index.indicators[g[1]][1], area: index.areas[g[2]][1], state: index.states[g[4]],
      aside: [g[5], words.goal + g[6], index.documents[g[3]][1]]
    };
  }));
  groups.forEach(function (g) { g.lines = g.lines.filter(function (l) { return l.href; }); });

  // Whether a word can be cut into pieces of at least two characters that are all there.
  function inPieces(word, hay) {
    var reach = [0];
    for (var end = 2; end <= word.length; end++) {
      for (var k = 0; k < reach.length && reach[k] <= end - 2; k++) {
        if (hay.indexOf(word.slice(reach[k], end)) >= 0) { reach.push(end); break; }
      }
    }
    return reach[reach.length - 1] === word.length;
  }

  // Whether every run of Chinese is there in pieces and every other one, such as a number, whole.
  var chinese = /[㐀-鿿]/, runs = /[㐀-鿿]+|[^㐀-鿿]+/g;
  function inRuns(word, hay) {
    return word.length > 3 && chinese.test(word) && word.match(runs).every(function (run) {
      return hay.indexOf(run) >= 0 || chinese.test(run) && inPieces(run, hay);
    });
  }

  // How well a line fits: 0 is not at all.
  function fit(line, asked) {
    var all = 0;
    for (var i = 0; i < asked.length; i++) {
      var word = asked[i], at = line.name.indexOf(word);
      if (at === 0) { all += line.name === word ? 16 : 8; } else if (at > 0) { all += 6; }
      else if (line.rest.indexOf(word) >= 0) { all += 4; }
      else if (inRuns(word, line.name + '\n' + line.rest)) { all += 1; }
      else { return 0; }
    }
    return all;
  }

  function look(asked) {
    return groups.map(function (g) {
      var hits = [];
      g.lines.forEach(function (line, at) {
        var score = fit(line, asked);
        if (score) { hits.push({ line: line, score: score, at: at }); }
      });
      hits.sort(function (a, b) { return b.score - a.score || a.at - b.at; });
      return { group: g, hits: hits, open: g.first };
    }).filter(function (g) { return g.hits.length; });
  }

  function add(parent, tag, name, content) {
    var el = document.createElement(tag);
    if (name) { el.className = name; }
    if (content) { el.textContent = content; }
    return parent.appendChild(el);
  }

  function showLine(list, line) {
    var item = add(list, 'li', line.state ? 'goal' : 'noun');
    if (line.state) {
      var state = add(add(item, 'span', 'lamp'), 'span', 'state ' + line.state[0]);
      add(state, 'span', 'mark', marks[line.state[0]]).setAttribute('aria-hidden', 'true');
      state.appendChild(document.createTextNode(line.state[1]));
    }
    var place = add(item, 'div');
    var link = add(place, 'a', '', line.title);
    link.href = line.href + '.html' + index.query;
    if (line.area) { add(place, 'span', 'where', line.area); }
    var aside = line.aside.filter(Boolean);
    if (aside.length) {
      var note = add(place, 'span', 'note');
      aside.forEach(function (a) { add(note, 'span', '', a); });
    }
  }

  function showGroup(shown) {
    var section = add(results, 'section', 'group');
    add(add(section, 'h2', '', shown.group.name + ' '), 'span', 'tally-n', String(shown.hits.length));
    var list = add(section, 'ul');
    var done = 0;
    function more(n) {
      shown.hits.slice(done, done + n).forEach(function (h) { showLine(list, h.line); });
      done = Math.min(done + n, shown.hits.length);
    }
    more(shown.open);
    if (done === shown.hits.length) { return; }
    var button = add(section, 'button');
    button.type = 'button';
    function label() { button.textContent = words.more.replace('{n}', Math.min(shown.group.step, shown.hits.length - done)); }
    label();
    button.addEventListener('click', function () {
      var next = done;
      more(shown.group.step);
      list.children[next].querySelector('a').focus();
      if (done === shown.hits.length) { button.remove(); } else { label(); }
    });
  }

  var shownFor = null;
  function show(query) {
    shownFor = query;
    var asked = query.normalize('NFKC').split(/\s+/).map(plain).filter(Boolean);
    results.textContent = '';
    if (examples) { examples.hidden = asked.length > 0; }
    if (!asked.length) { found.textContent = ''; return; }
    var all = look(asked);
    var n = all.reduce(function (sum, g) { return sum + g.hits.length; }, 0);
    found.textContent = n ? words.found.replace('{n}', n) + all.map(function (g) { return g.group.name + ' ' + g.hits.length; }).join(' · ') : words.none;
    all.forEach(showGroup);
  }

  function asked() {
    var m = /(?:^#|&)q=([^&]*)/.exec(location.hash);
    try { return m ? decodeURIComponent(m[1].replace(/\+/g, ' ')) : ''; } catch (e) { return ''; }
  }

  function read() {
    field.value = asked();
    show(field.value);
  }

  var waiting = 0;
  function typed() {
    clearTimeout(waiting);
    waiting = setTimeout(settle, 60);
  }

  // settle shows what was typed and keeps it in the address.
  function settle() {
    clearTimeout(waiting);
    if (field.value === shownFor) { return; }
    history.replaceState(null, '', field.value ? '#q=' + encodeURIComponent(field.value) : location.pathname + location.search);
    show(field.value);
  }

  // Arrow keys move through the results; Escape leads back to the field and then empties it.
  function keys(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) { return; }
    var links = Array.prototype.slice.call(results.querySelectorAll('li a'));
    var at = links.indexOf(document.activeElement);
    var inField = document.activeElement === field;
    if (!inField && at < 0) { return; }
    var to = { ArrowDown: links[at + 1], ArrowUp: at > 0 ? links[at - 1] : at === 0 ? field : null, Escape: inField ? null : field }[event.key];
    if (event.key === 'Escape' && inField && field.value) { field.value = ''; typed(); event.preventDefault(); }
    if (!to) { return; }
    event.preventDefault();
    to.focus();
  }

  form.hidden = false;
  if (examples) { examples.hidden = false; }
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    settle();
    var first = results.querySelector('li a');
    if (first) { first.focus(); }
  });
  field.addEventListener('input', function (event) { if (!event.isComposing) { typed(); } });
  field.addEventListener('compositionend', typed);
  document.addEventListener('keydown', keys);
  window.addEventListener('hashchange', read);
  read();
  field.focus();
})();
