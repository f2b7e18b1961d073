// Package words holds what a person reads of the domain's results: labels,
// sentences, units and number formats, in Chinese and English, each once.
//
// What always holds here: a function takes what targets computed and returns a
// targets.Text or a string; it computes no number of its own, and every text has
// both languages.
package words
