// Package exporter turns what is known of every target into Prometheus metrics:
// as a prometheus.Collector, and as a page that is kept in memory.
//
// What always holds here:
//
//   - One scrape shows one snapshot. Scrapes at the same moment share it.
//   - The package computes no number of its own: every value is a field of a
//     targets.Evaluation, or counts targets.Duty by state.
//   - Absent is no series. Ratios run 0–1. No value ages by the second: dates
//     are timestamps, and the subtraction is left to the query.
//   - A page stands until the store's generation or the day in Asia/Shanghai
//     changes. Only what is live (the scrape itself, the Go runtime, the
//     process) is gathered for each scrape.
//   - The duties stand until the chain or the day changes; they are kept apart, so
//     that a figure handed in does not make the targets be judged again.
//   - A failed read is an answer, not an HTTP error: biaochi_scrape_success is 0
//     and the families that could not be read are left out.
//   - Figures of indicators disclosed 内部 are left out unless asked for.
//
// The families are written down for users in deploy/metrics.md; a test keeps
// that page and this package equal.
package exporter
