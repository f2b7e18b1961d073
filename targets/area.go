package targets

import "strings"

// An AreaTree answers who lies below whom, by the newest version of each code.
type AreaTree struct{ byCode map[string]*Area }

// NewAreaTree indexes areas; the list must not be modified while the tree is used.
func NewAreaTree(areas []Area) AreaTree {
	t := AreaTree{make(map[string]*Area, len(areas))}
	for i := range areas {
		a := &areas[i]
		if old := t.byCode[a.Code]; old == nil || a.ValidFrom > old.ValidFrom {
			t.byCode[a.Code] = a
		}
	}
	return t
}

// Area returns the newest version of a code, or nil.
func (t AreaTree) Area(code string) *Area { return t.byCode[CanonicalArea(code)] }

// Parent returns the area a code lies directly in, or nil.
func (t AreaTree) Parent(code string) *Area {
	a := t.Area(code)
	if a == nil {
		return nil
	}
	parent, _, _ := strings.Cut(a.Parent, "@")
	return t.Area(parent)
}

// Within reports whether an area is the other one or lies below it.
func (t AreaTree) Within(code, whole string) bool {
	whole = CanonicalArea(whole)
	for a, i := t.Area(code), 0; a != nil && i < deepestTree; a, i = t.Parent(a.Code), i+1 {
		if a.Code == whole {
			return true
		}
	}
	return false
}

// AtLevel returns the area of a level that a code is or lies in, or nil. The own
// part of an area (本级) is no area that others could lie in.
func (t AreaTree) AtLevel(code string, level AreaLevel) *Area {
	for a, i := t.Area(code), 0; a != nil && i < deepestTree; a, i = t.Parent(a.Code), i+1 {
		if a.Level == level && !a.Own {
			return a
		}
	}
	return nil
}
