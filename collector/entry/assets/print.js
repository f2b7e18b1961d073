// The button that prints is there where a script can print.
(function () {
  'use strict';
  var button = document.getElementById('print');
  button.hidden = false;
  button.addEventListener('click', function () { window.print(); });
})();
