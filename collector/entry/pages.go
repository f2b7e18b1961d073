package entry

import (
	"net/http"
	"slices"

	"github.com/biaochi/biaochi/collector"
)

// pages are all addresses, by the file that answers them.
func (h *handler) pages() []page {
	return slices.Concat(
		h.signInPages(), h.accountPages(), h.contactPages(), h.homePages(), h.gridPages(), h.submitPages(), h.printPages(), h.timelinePages(), h.workbookPages(),
		h.reviewPages(), h.latePages(), h.ledgerPages(), h.remindPages(), h.ratePages(), h.adminPages(),
		[]page{{method: http.MethodGet, pattern: "/work/{rest...}", answer: h.nowhere}},
	)
}

// nowhere answers every other address below /work/.
func (h *handler) nowhere(http.ResponseWriter, *http.Request, *collector.Person) error {
	return errNotHere
}
