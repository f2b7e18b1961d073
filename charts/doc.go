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
//     page's script resolves, so that one picture suits light, dark and paper.
package charts
