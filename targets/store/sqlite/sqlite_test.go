package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/storetest"
)

// fresh opens a new file.
func fresh(t testing.TB) *store.Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "biaochi.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, fresh) }

func BenchmarkImport(b *testing.B)   { storetest.BenchmarkImport(b, fresh) }
func BenchmarkSnapshot(b *testing.B) { storetest.BenchmarkSnapshot(b, fresh) }
func BenchmarkMillion(b *testing.B)  { storetest.BenchmarkMillion(b, fresh) }
func BenchmarkSave(b *testing.B)     { storetest.BenchmarkSave(b, fresh) }
func BenchmarkHandIn(b *testing.B)   { storetest.BenchmarkHandIn(b, fresh) }
func BenchmarkFilings(b *testing.B)  { storetest.BenchmarkFilings(b, fresh) }
