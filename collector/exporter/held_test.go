package exporter

import (
	"strconv"
	"testing"
)

func TestWhatIsHeldIsMadeOnceASecond(t *testing.T) {
	var h held
	n := 0
	anew := func() []byte { n++; return []byte(strconv.Itoa(n)) }
	for range 5 {
		if got := string(h.current(anew)); got != "1" {
			t.Errorf("within a second it is %q; want 1", got)
		}
	}
	h.at = h.at.Add(-heldFor)
	if got := string(h.current(anew)); got != "2" {
		t.Errorf("a second later it is %q; want 2", got)
	}
}
