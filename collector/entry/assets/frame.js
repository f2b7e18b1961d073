// What every entry page shares: a form is sent once, and what cannot be undone
// asks once. Classic script, no globals.
(function () {
  'use strict';

  // What a person typed and the server never confirmed stays in this browser. At
  // sign-out the next one at this computer must not find it.
  function unsent(user) {
    var keys = [];
    try {
      for (var i = 0; i < localStorage.length; i++) {
        var k = localStorage.key(i);
        if (k.indexOf('biaochi draft ') === 0 && k.slice(-user.length - 1) === ' ' + user) { keys.push(k); }
      }
    } catch (err) { /* not allowed: then nothing is kept either */ }
    return keys;
  }
  function leave(form) {
    var keys = unsent(form.getAttribute('data-leave'));
    if (!keys.length) { return true; }
    if (!window.confirm('这台电脑上还有' + keys.length + '张报表的内容没有保存到服务器，退出后将从这台电脑删除。\n要保留，请取消，回到报表等「已自动保存」出现后再退出。确定退出吗？')) { return false; }
    keys.forEach(function (k) { localStorage.removeItem(k); });
    return true;
  }

  document.addEventListener('submit', function (e) {
    var form = e.target, by = e.submitter;
    var question = (by && by.getAttribute('data-ask')) || form.getAttribute('data-ask');
    if (question && !window.confirm(question)) {
      e.preventDefault();
      return;
    }
    if (form.hasAttribute('data-leave') && !leave(form)) {
      e.preventDefault();
      return;
    }
    if (form.method === 'post') {
      // After the browser has read the button's own name and value.
      setTimeout(function () {
        if (e.defaultPrevented) { return; }
        form.querySelectorAll('button[type=submit]').forEach(function (b) { b.disabled = true; });
      }, 0);
    }
  });
  // A page that comes back from the history must not keep its buttons disabled.
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('button[type=submit][disabled]').forEach(function (b) { b.disabled = false; });
  });
})();
