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
//     changes. What is live (the scrape itself, the store's files, HTTP) is
//     gathered for each scrape, the Go runtime and the process once a second.
//   - Where only figures changed, only the targets they may touch are judged
//     again; the page is that of judging all of them.
//   - The duties stand until the chain or the day changes; they are kept apart, so
//     that a figure handed in does not make the targets be judged again.
//   - A failed read is an answer, not an HTTP error: biaochi_scrape_success is 0
//     and the families that could not be read are left out.
//   - Nobody who holds the database holds a scrape.
//   - Indicators disclosed 内部 and areas below province level are left out unless
//     asked for, from the scrape and from the history alike.
//
// The families are written down for users in deploy/metrics.md; a test keeps
// that page and this package equal.
package exporter
