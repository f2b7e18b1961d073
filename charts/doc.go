// Package charts turns evaluations into pictures: one picture per file, each a
// pure function from evaluations to the options of an ECharts chart.
//
// What always holds here:
//
//   - A picture computes no number that a person reads. Every text in it comes
//     from package targets; floats appear only as coordinates.
//   - Absent is a gap, never zero.
//   - Options are data for json.Marshal, which escapes what a script would
//     trip over. Nothing of go-echarts' own rendering is used: it writes names
//     into the page unescaped.
//   - Colours are the names of CSS custom properties (Ink, Quiet, …), which the
//     page's script resolves, so that one picture suits light, dark and paper;
//     Palette has their values where there is no style sheet.
//   - A colour never tells a state alone: its mark or shape stands with it.
//   - Nothing moves, and options hold no function: a browser and the program
//     itself draw the same picture from them.
//   - Names are folded, never lost: what is cut is whole in the tooltip, and a
//     page puts a table with the same numbers beside every picture.
package charts
