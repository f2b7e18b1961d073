// The grid: keys and paste as in a spreadsheet, and a draft that saves itself.
// Without this script the page is a form that does the same with its buttons.
(function () {
  'use strict';
  var form = document.getElementById('grid');
  if (!form || !form.querySelector('.bar')) { return; } // nothing to type

  var columns = ['a', 'b', 'reply', 'note'];
  var rows = Array.prototype.slice.call(form.querySelectorAll('tr[data-row]'));
  var saved = document.getElementById('saved'), local = document.getElementById('local');
  var conflictBox = document.getElementById('conflict'), pasted = document.getElementById('pasted');
  var key = 'biaochi draft ' + form.dataset.path + ' ' + form.dataset.user;

  function field(row, column) {
    var f = rows[row] && rows[row].querySelector('[data-col=' + column + ']');
    return f && !f.disabled ? f : null;
  }
  function place(f) {
    var tr = f.closest('tr[data-row]');
    return f.dataset.col ? { row: rows.indexOf(tr), column: columns.indexOf(f.dataset.col) } : null;
  }
  function go(f) {
    if (!f) { return false; }
    f.focus();
    if (f.select && f.tagName === 'INPUT') { f.select(); }
    return true;
  }
  function vertical(at, step) {
    for (var r = at.row + step; r >= 0 && r < rows.length; r += step) {
      if (go(field(r, columns[at.column]))) { return true; }
    }
    return false;
  }
  function horizontal(at, step) {
    for (var c = at.column + step; c >= 0 && c < columns.length; c += step) {
      if (go(field(at.row, columns[c]))) { return true; }
    }
    return false;
  }

  // Keys. Nothing is taken from an input method that is composing.
  form.addEventListener('keydown', function (e) {
    var f = e.target, at = place(f);
    if (e.isComposing || e.keyCode === 229) { return; }
    if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === 'z' && undo.length && !typedSince) {
      e.preventDefault();
      undoPaste();
      return;
    }
    if (e.key === 'Enter' && f.tagName === 'INPUT' && !at) { e.preventDefault(); return; } // never sends the form by accident
    if (!at || e.ctrlKey || e.metaKey) { return; }
    if (e.key === 'Enter' && e.altKey && f.tagName === 'TEXTAREA') {
      e.preventDefault();
      f.setRangeText('\n', f.selectionStart, f.selectionEnd, 'end');
      f.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (e.altKey) {
      return;
    } else if (e.key === 'Enter') {
      e.preventDefault();
      vertical(at, e.shiftKey ? -1 : 1);
    } else if (e.key === 'Tab') {
      if (horizontal(at, e.shiftKey ? -1 : 1)) { e.preventDefault(); } // past the last cell: on as ever
    } else if (atEdge(f, e.key) && !e.shiftKey) {
      var moved = e.key === 'ArrowUp' || e.key === 'ArrowDown'
        ? vertical(at, e.key === 'ArrowUp' ? -1 : 1) : horizontal(at, e.key === 'ArrowLeft' ? -1 : 1);
      if (moved) { e.preventDefault(); }
    }
  });
  // Enter in a field sends a form by itself; here it only moves.
  form.addEventListener('keypress', function (e) {
    if (e.key === 'Enter' && (e.target.tagName === 'INPUT' || e.target.tagName === 'SELECT')) { e.preventDefault(); }
  });
  // atEdge tells whether an arrow key has nowhere to go inside the field.
  function atEdge(f, name) {
    if (name === 'ArrowLeft' || name === 'ArrowRight') {
      if (f.tagName === 'SELECT') { return true; }
      var all = f.selectionStart === 0 && f.selectionEnd === f.value.length;
      return all || f.selectionStart === f.selectionEnd && f.selectionStart === (name === 'ArrowLeft' ? 0 : f.value.length);
    }
    if (name !== 'ArrowUp' && name !== 'ArrowDown' || f.tagName === 'SELECT') { return false; }
    if (f.tagName === 'INPUT') { return true; }
    return name === 'ArrowUp' ? f.value.slice(0, f.selectionStart).indexOf('\n') < 0 : f.value.slice(f.selectionEnd).indexOf('\n') < 0;
  }

  // Paste of a block fills cells from the focused one.
  var undo = [], typedSince = false;
  form.addEventListener('paste', function (e) {
    var at = place(e.target);
    var text = at && e.clipboardData && e.clipboardData.getData('text/plain');
    if (!text) { return; }
    var block = window.biaochiBlock(text);
    if (block.length === 0 || block.length === 1 && block[0].length === 1 && !/[\r\n]/.test(text)) { return; } // one cell: as ever
    e.preventDefault();
    fill(at, block);
  });
  function fill(at, block) {
    var done = [], misfits = [];
    block.forEach(function (line, r) {
      line.forEach(function (value, c) {
        value = value.trim();
        if (value === '') { return; }
        var why = put(at.row + r, at.column + c, value, done);
        if (why) { misfits.push('第' + (at.row + r + 1) + '行「' + short(value) + '」' + why); }
      });
    });
    if (done.length) { undo.push(done); typedSince = false; }
    var says = '粘贴填入' + done.length + '格';
    if (misfits.length) {
      says += '；' + misfits.length + '格没有填入：' + misfits.slice(0, 5).join('，') + (misfits.length > 5 ? ' 等' : '');
    }
    pasted.textContent = says + '。' + (done.length ? '按 Ctrl＋Z 可撤销。' : '');
    pasted.classList.toggle('fault', misfits.length > 0);
    rows.forEach(dress);
    changed();
  }
  function short(s) { return s.length > 12 ? s.slice(0, 12) + '…' : s; }
  // put fills one cell, or says why it cannot.
  function put(row, column, value, done) {
    if (row >= rows.length) { return '超出表格的行'; }
    if (column >= columns.length) { return '超出表格的列'; }
    var f = rows[row].querySelector('[data-col=' + columns[column] + ']');
    if (!f) { return /^[—\-\/]$/.test(value) ? '' : '没有对应的格'; }
    if (f.readOnly) { return '不能修改'; }
    if (f.tagName === 'SELECT') {
      var option = Array.prototype.find.call(f.options, function (o) { return o.text === value || o.value === value; });
      if (!option) { return '不是可选的答复'; }
      value = option.value;
    }
    if (f.maxLength > 0 && value.length > f.maxLength) { return '太长'; }
    done.push({ field: f, before: f.value });
    f.value = value;
    return '';
  }
  function undoPaste() {
    var done = undo.pop();
    done.reverse().forEach(function (one) { one.field.value = one.before; });
    pasted.textContent = '已撤销粘贴，恢复' + done.length + '格。';
    rows.forEach(dress);
    changed();
  }

  // An answer without a number leaves no field for one.
  function dress(tr) {
    var reply = tr.querySelector('[data-col=reply]');
    ['a', 'b'].forEach(function (column) {
      var f = tr.querySelector('[data-col=' + column + ']');
      if (f) { f.disabled = reply.value !== '' && !(reply.value === 'result' && column === 'a'); }
    });
  }
  rows.forEach(dress);

  // The draft saves itself a second after the last key.
  var timer = 0, dirty = false, saving = null, held = false, edits = 0;
  form.addEventListener('input', function (e) {
    if (e.target.type === 'file') { return; }
    typedSince = true;
    var tr = e.target.closest('tr[data-row]');
    if (tr && e.target.dataset.col === 'reply') { dress(tr); }
    if (!e.isComposing) { changed(); }
  });
  form.addEventListener('compositionend', function () { changed(); });
  function changed() {
    dirty = true;
    edits++;
    keepHere();
    clearTimeout(timer);
    if (!held) { timer = setTimeout(save, 1000); }
  }
  function values() {
    var data = new URLSearchParams();
    new FormData(form).forEach(function (v, name) { if (typeof v === 'string') { data.append(name, v); } });
    return data;
  }
  // The browser's own copy holds what the server has not confirmed.
  function keepHere() {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: Array.from(values()) }));
    } catch (err) { /* no room or not allowed: the server's draft has to do */ }
  }
  function forgetHere() {
    try { localStorage.removeItem(key); } catch (err) { /* as above */ }
  }
  function say(text, fault) {
    saved.textContent = text;
    saved.classList.toggle('fault', !!fault);
  }
  // save answers true when the server has everything that is typed.
  function save() {
    clearTimeout(timer);
    if (held) { return Promise.resolve(false); }
    if (!dirty && !saving) { return Promise.resolve(true); }
    if (saving) { return saving.then(function () { return dirty ? save() : true; }); }
    var body = values(), mark = edits;
    body.set('ask', 'keep');
    say('正在保存…');
    saving = fetch(form.dataset.path, { method: 'POST', body: body, headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      .then(function (response) {
        return response.json().then(function (answer) { return take(response, answer, mark); });
      }, function () {
        say('未联网，已保存在本机', true);
        timer = setTimeout(save, 15000);
        return false;
      })
      .catch(function () { say('没有保存到服务器，已保存在本机', true); timer = setTimeout(save, 15000); return false; })
      .then(function (ok) { saving = null; return ok; });
    return saving;
  }
  function take(response, answer, mark) {
    if (response.status === 409 && answer.rows) { conflict(answer); return false; }
    if (!response.ok) { refused(response, answer); return false; }
    form.elements.version.value = answer.version;
    show(answer);
    say('已自动保存 ' + answer.saved);
    local.hidden = true;
    if (mark === edits) { dirty = false; forgetHere(); } // else the timer of the newer key runs
    return mark === edits;
  }
  function refused(response, answer) {
    say((answer.error || '没有保存') + ' 已保存在本机。', true);
    if (!answer.signIn) { return; }
    var a = document.createElement('a');
    a.href = '/sign-in?next=' + encodeURIComponent(form.dataset.path);
    a.textContent = '重新登录';
    saved.append(' ', a);
  }
  window.addEventListener('pageshow', function (e) { if (e.persisted) { held = through = false; } });
  window.addEventListener('online', function () { if (dirty) { save(); } });

  // Pieces come from the server, where names are escaped.
  function show(answer) {
    rows.forEach(function (tr) {
      var id = tr.dataset.row, row = answer.rows[id];
      if (!row) { return; }
      document.getElementById('c-' + id).textContent = row.change;
      document.getElementById('w-' + id).innerHTML = row.would;
      var result = tr.querySelector('.result');
      if (result) { result.textContent = row.result; }
      [['a', 'fa-'], ['b', 'fb-'], ['note', 'fn-']].forEach(function (one, i) {
        var f = tr.querySelector('[data-col=' + one[0] + ']'), box = document.getElementById(one[1] + id);
        if (box) { box.innerHTML = row.findings[i]; }
        if (f) { if (row.refused[i]) { f.setAttribute('aria-invalid', 'true'); } else { f.removeAttribute('aria-invalid'); } }
      });
    });
    document.getElementById('behind').innerHTML = answer.statement;
    document.getElementById('filled').textContent = answer.filled;
    document.getElementById('unanswered').textContent = answer.unanswered;
  }

  // Somebody else saved first: both figures stand side by side until each is chosen.
  function conflict(answer) {
    held = true;
    show(answer);
    say('没有保存：有人先保存了', true);
    conflictBox.hidden = false;
    conflictBox.textContent = '';
    var p = document.createElement('p'), actions = document.createElement('p'), open = 0;
    p.textContent = answer.conflict;
    actions.className = 'actions';
    actions.append(
      button('全部保留我填的', function () { settle(answer); }),
      button('全部改用对方的', function () { forgetHere(); dirty = false; location.reload(); }));
    conflictBox.append(p, actions);
    rows.forEach(function (tr) {
      var theirs = answer.rows[tr.dataset.row].theirs;
      if (!theirs) { return; }
      open++;
      choose(tr, theirs, function () { if (--open === 0) { settle(answer); } });
    });
    (answer.others || []).forEach(function (one) {
      var f = form.elements[one.name];
      if (!f) { return; }
      open++;
      offer(f.parentNode, '对方填的：' + one.text, function () { f.value = one.text; }, function () { if (--open === 0) { settle(answer); } });
    });
    conflictBox.scrollIntoView({ block: 'nearest' });
  }
  function button(text, act) {
    var b = document.createElement('button');
    b.type = 'button';
    b.textContent = text;
    b.addEventListener('click', act);
    return b;
  }
  function choose(tr, theirs, done) {
    offer(tr.querySelector('td.a'), '对方填的：' + theirs.text, function () {
      [['a', theirs.a], ['b', theirs.b], ['reply', theirs.reply], ['note', theirs.note]].forEach(function (one) {
        var f = tr.querySelector('[data-col=' + one[0] + ']');
        if (f) { f.value = one[1]; }
      });
      dress(tr);
    }, done);
  }
  // offer puts what the other person typed into a place, to be taken or left.
  function offer(place, text, take, done) {
    var box = document.createElement('div');
    box.className = 'theirs';
    box.append(text + ' ');
    function close() { box.remove(); done(); }
    box.append(button('用对方的', function () { take(); close(); }), ' ', button('保留我的', close));
    place.querySelectorAll('.theirs').forEach(function (old) { old.remove(); });
    place.append(box);
  }
  function settle(answer) {
    form.querySelectorAll('.theirs').forEach(function (box) { box.remove(); });
    conflictBox.hidden = true;
    held = false;
    form.elements.version.value = answer.version;
    dirty = true;
    edits++;
    save();
  }

  // A button of the form first brings the draft to the server: a lost connection
  // then leaves the page as it is.
  var through = false;
  form.addEventListener('submit', function (e) {
    if (through || !dirty && !saving) { held = true; return; } // nothing saves beside it
    e.preventDefault();
    var by = e.submitter;
    save().then(function (ok) {
      if (!ok) { return; }
      through = true;
      form.requestSubmit(by);
    });
  });

  // Who signs out in the second before the draft saves itself loses nothing.
  var leaving = false;
  document.addEventListener('submit', function (e) {
    if (leaving || !e.target.hasAttribute('data-leave') || held || !dirty && !saving) { return; }
    e.preventDefault();
    e.stopImmediatePropagation();
    save().then(function () {
      leaving = true;
      e.target.requestSubmit(e.submitter);
      leaving = false;
    });
  }, true);

  // Files go at once; the draft then names them.
  var mostBytes = 5 * 1024 * 1024;
  form.addEventListener('change', function (e) {
    var input = e.target;
    if (input.type !== 'file' || !input.files.length) { return; }
    var file = input.files[0];
    if (file.size > mostBytes) { say('「' + file.name + '」超过 5 MiB，没有上传。', true); input.value = ''; return; }
    var data = new FormData();
    data.append('file', file);
    say('正在上传「' + file.name + '」…');
    fetch(form.dataset.path + '/evidence', { method: 'POST', body: data, headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      .then(function (response) { return response.json().then(function (info) { return { ok: response.ok, info: info }; }); })
      .then(function (answer) {
        if (!answer.ok) { say(answer.info.error, true); input.value = ''; return; }
        attach(input, answer.info);
      })
      .catch(function () { say('附件没有上传，请在联网后重试。', true); });
  });
  function attach(input, info) {
    var label = document.createElement('label'), box = document.createElement('input'), a = document.createElement('a');
    label.className = 'file';
    box.type = 'checkbox';
    box.name = input.name.replace(/^file/, 'ev');
    box.value = info.sha256;
    box.checked = true;
    a.href = form.dataset.path + '/evidence/' + info.sha256;
    a.textContent = info.name;
    label.append(box, ' ', a);
    input.closest('.files').querySelector('.list').append(label);
    input.value = '';
    changed();
  }

  // What this browser kept and the server never confirmed comes back, with the
  // version it was typed on: a newer one of somebody else is a conflict.
  (function restore() {
    var copy = null;
    try { copy = JSON.parse(localStorage.getItem(key)); } catch (err) { /* none that can be read */ }
    if (!copy || !Array.isArray(copy.fields)) { return; }
    copy.fields.forEach(function (one) {
      var f = form.elements[one[0]];
      if (f && f.tagName && f.type !== 'checkbox' && f.type !== 'file' && one[0] !== 'row') { f.value = one[1]; }
    });
    rows.forEach(dress);
    var at = new Date(copy.at);
    local.textContent = '已恢复 ' + ('0' + at.getHours()).slice(-2) + ':' + ('0' + at.getMinutes()).slice(-2) + ' 保存在本机、还没有送到服务器的内容。';
    local.hidden = false;
    dirty = true;
    edits++;
    save();
  })();
})();
