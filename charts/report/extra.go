package report

// extras lists the files of the site that are of no language and so of no kind of
// page: the workbooks of the documents. Listing is cheap: a served book is asked
// for the list at every request of an address that is no page.
func (b *book) extras() []work { return b.documentWorkbooks() }

// findExtra returns the extra at a path from the root of the site.
func (b *book) findExtra(path string) (work, bool) {
	for _, x := range b.extras() {
		if x.path == path {
			return x, true
		}
	}
	return work{}, false
}
