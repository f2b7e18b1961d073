// Package api is the HTTP interface for programs: /api/v1 does all that the pages
// do but make the first administrator, in JSON and files, described by an OpenAPI
// 3.1 document that is made of the types of this package.
//
// What always holds here:
//
//   - The API decides nothing. Every request goes to the desk or the accounts,
//     which authorise it and know the rules; what is here reads requests, writes
//     answers and says in a status what became of it.
//   - A request comes from a token (Authorization: Bearer, no cookie is looked
//     at) or from a session (the cookie of the pages). One of a session that
//     changes something has to say where it comes from (Origin or
//     Sec-Fetch-Site), and has to come from here.
//   - Every error is a problem (RFC 9457, application/problem+json), also those
//     of an unknown address or method. It carries what the person can act on and
//     nothing of the inside; what is internal is logged once.
//   - Typed numbers are JSON strings with their digits kept, as everywhere.
//   - Every write takes an Idempotency-Key: sent twice, it happens once and is
//     answered alike. For what enters the chain with its key (submissions,
//     withdrawals, reviews) this holds for good; for the rest an hour, as long
//     as the program runs.
//   - Every body and every list is bounded.
package api
