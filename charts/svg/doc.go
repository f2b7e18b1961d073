// Package svg draws pictures where no script runs: in a mailed file, on paper. It
// runs ECharts' own SVG renderer on the option sets of package charts, from the
// bundle that the pages load, so that every picture has one definition.
//
// What always holds here:
//
//   - The same picture at the same size gives the same bytes: in every Drawer,
//     after any number of others, and on every machine of one architecture,
//     whatever its time zone.
//   - A drawing is inert: no script, no link, nothing that is fetched; names are
//     text, whatever they contain.
//   - Colours are those of paper (charts.Palette), fonts those of the pages.
package svg
