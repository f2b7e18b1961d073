package report

// printers make the files of the site that are no pages of HTML, from the same
// frame as a page's template.
var printers = map[kind]func(frame) ([]byte, error){indexKind: printIndex, feedKind: printFeed}
