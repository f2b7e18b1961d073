// What every entry page shares: a form is sent once, and what cannot be undone
// asks once. Classic script, no globals.
(function () {
  'use strict';

  document.addEventListener('submit', function (e) {
    var form = e.target, by = e.submitter;
    var question = (by && by.getAttribute('data-ask')) || form.getAttribute('data-ask');
    if (question && !window.confirm(question)) {
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
