// The search field in the head leads to the search page with the words in the
// fragment, and a new day judged keeps the fragment: what was filtered stays so.
(function () {
  'use strict';

  var find = document.getElementById('find');
  if (find && !document.getElementById('search')) {
    find.hidden = false;
    find.addEventListener('submit', function (event) {
      event.preventDefault();
      var words = find.elements['find-words'].value.trim();
      location.href = find.getAttribute('action') + (words ? '#q=' + encodeURIComponent(words) : '');
    });
  }

  document.querySelectorAll('form.as-of').forEach(function (form) {
    form.addEventListener('submit', function () { form.setAttribute('action', location.pathname + location.hash); });
  });
})();
