// A block copied from a spreadsheet, as rows of cells. Cells are parted by tabs,
// rows by line ends; a cell in quotes may hold both, a doubled quote is one.
window.biaochiBlock = function (text) {
  'use strict';
  var rows = [[]], cell = '', quoted = false, started = false;
  function endCell() { rows[rows.length - 1].push(cell); cell = ''; started = false; }
  for (var i = 0; i < text.length; i++) {
    var c = text[i];
    if (quoted) {
      if (c !== '"') { cell += c; } else if (text[i + 1] === '"') { cell += '"'; i++; } else { quoted = false; }
    } else if (c === '"' && !started) {
      quoted = started = true;
    } else if (c === '\t') {
      endCell();
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') { i++; }
      endCell();
      rows.push([]);
    } else {
      cell += c;
      started = true;
    }
  }
  // Spreadsheets end the last row as well: what follows it is no row.
  if (cell !== '' || started || rows[rows.length - 1].length) { endCell(); } else { rows.pop(); }
  return rows;
};
