// Package entry serves the pages on which offices fill in and hand in figures,
// reviewers sign them and administrators keep the register (工作台).
//
// What always holds: a page decides nothing. Every question about rights and
// figures goes to the Desk or to Accounts, and what they answer is shown. Every
// page works without JavaScript; scripts make it quicker. What is refused comes
// back with status 422, what was typed and the finding beside its field; what is
// accepted redirects (303). A request that changes something comes from the
// program's own pages or is refused before it is read.
package entry
