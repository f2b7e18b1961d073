package collector

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// cheap is a cost for tests: what is tested is not how long it takes.
var cheap = HashCost{Memory: 8, Time: 1, Threads: 1}

func TestPasswordsAreHashedAsTheRulesSay(t *testing.T) {
	if got, want := PasswordCost(), (HashCost{Memory: 19456, Time: 2, Threads: 1}); got != want {
		t.Errorf("PasswordCost() = %+v; want %+v", got, want)
	}
	h := newHasher(PasswordCost())
	stored, err := h.hash(t.Context(), "Sunny-Day-2026")
	if err != nil || !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("hash = %q, %v", stored, err)
	}
	other, _ := h.hash(t.Context(), "Sunny-Day-2026")
	if other == stored {
		t.Error("the same password twice has the same hash: no salt")
	}
	for password, want := range map[string]bool{"Sunny-Day-2026": true, "sunny-day-2026": false, "": false, "Sunny-Day-2026 ": false} {
		if got, err := h.matches(t.Context(), stored, password); got != want || err != nil {
			t.Errorf("matches(%q) = %v, %v; want %v", password, got, err, want)
		}
	}
}

func TestAPasswordIsTheSameHoweverItsLettersAreWritten(t *testing.T) {
	h := newHasher(cheap)
	stored, _ := h.hash(t.Context(), "Caf\u00e9-2026-x") // é as one character
	if ok, err := h.matches(t.Context(), stored, "Cafe\u0301-2026-x"); !ok || err != nil {
		t.Errorf("é of two characters = %v, %v; want the same password", ok, err)
	}
}

func TestNobodysPasswordCostsAsMuch(t *testing.T) {
	h := newHasher(cheap)
	if ok, err := h.matches(t.Context(), "", "anything"); ok || err != nil || h.computed.Load() != 1 {
		t.Errorf("nobody's password: %v, %v after %d hashes; want false after 1", ok, err, h.computed.Load())
	}
}

func TestAtMostOneHashPerCoreAtOnce(t *testing.T) {
	h := newHasher(HashCost{Memory: 1 << 10, Time: 1, Threads: 1})
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if _, err := h.hash(context.Background(), "x"); err != nil {
				t.Error(err)
			}
			if n := len(h.cores); n > runtime.NumCPU() {
				t.Errorf("%d hashes at once", n)
			}
		})
	}
	wg.Wait()
	if h.computed.Load() != 50 || h.waiting.Load() != 0 || cap(h.cores) != runtime.NumCPU() {
		t.Errorf("%d hashes, %d waiting, %d cores", h.computed.Load(), h.waiting.Load(), cap(h.cores))
	}
}

func TestAFullQueueIsToldSoAndAnEndedRequestLeavesIt(t *testing.T) {
	h := newHasher(cheap)
	for range cap(h.cores) {
		h.cores <- struct{}{} // every core is busy
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended request: %v", err)
	}
	h.waiting.Store(maxHashWait)
	if _, err := h.hash(t.Context(), "x"); targets.KindOf(err) != targets.Conflict {
		t.Errorf("a full queue: %v; want a Conflict", err)
	}
	if h.waiting.Load() != maxHashWait || h.computed.Load() != 0 {
		t.Errorf("%d waiting, %d computed", h.waiting.Load(), h.computed.Load())
	}
}

const goodPHC = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI"

func TestOnlyOurHashesAreRead(t *testing.T) {
	tests := map[string]struct {
		in string
		ok bool
	}{
		"ours":                 {goodPHC, true},
		"another algorithm":    {strings.Replace(goodPHC, "argon2id", "argon2i", 1), false},
		"another version":      {strings.Replace(goodPHC, "v=19", "v=16", 1), false},
		"memory without bound": {strings.Replace(goodPHC, "m=19456", "m=4294967295", 1), false},
		"time without bound":   {strings.Replace(goodPHC, "t=2", "t=4000000", 1), false},
		"no threads":           {strings.Replace(goodPHC, "p=1", "p=0", 1), false},
		"threads that wrap":    {strings.Replace(goodPHC, "p=1", "p=257", 1), false},
		"a short hash":         {"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$MTIz", false},
		"padding":              {goodPHC + "=", false},
		"text behind":          {goodPHC + "$", false},
		"leading zero":         {strings.Replace(goodPHC, "t=2", "t=02", 1), false},
		"nothing":              {"", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := parsePHC(tt.in)
			if (err == nil) != tt.ok || tt.ok && p.String() != tt.in {
				t.Errorf("parsePHC(%q) = %v, %v; want ok %v", tt.in, p, err, tt.ok)
			}
		})
	}
}

func FuzzPHC(f *testing.F) {
	f.Add(goodPHC)
	f.Add("$argon2id$v=19$m=8,t=1,p=1$$")
	f.Add("$argon2id$v=19$m=-1,t=+1,p= 1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parsePHC(s)
		if err != nil {
			return
		}
		if got := p.String(); got != s || !p.sound() {
			t.Errorf("parsePHC(%q) prints %q, sound %v", s, got, p.sound())
		}
	})
}
