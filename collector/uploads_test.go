package collector

import (
	"testing"
	"time"
)

func TestAUserStoresSoManyFilesADay(t *testing.T) {
	var u uploads
	now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	for i := range mostUploads {
		if !u.spend("wang", now) {
			t.Fatalf("file %d is refused; want %d a day", i+1, mostUploads)
		}
	}
	if u.spend("wang", now.Add(uploadLife)) {
		t.Error("one more within the day is stored")
	}
	if !u.spend("li", now) || !u.spend("wang", now.Add(uploadLife+time.Second)) {
		t.Error("another user's, or the next day's, is refused")
	}
}
