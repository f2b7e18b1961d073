package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/biaochi/biaochi/targets"
)

// A like is what goals must have in common for their shares to be compared: areas
// of one level, asked for the same kind of thing over the same time, judged by
// figures of the same day.
type like struct {
	level           targets.AreaLevel
	comparator      targets.Comparator
	start, deadline targets.Date
	figure          targets.Date
}

// compare prefers, of groups of one size, the newer and then the later due.
func (a like) compare(b like) int {
	return cmp.Or(cmp.Compare(a.figure, b.figure), cmp.Compare(a.deadline, b.deadline), cmp.Compare(a.start, b.start),
		cmp.Compare(a.level, b.level), cmp.Compare(a.comparator, b.comparator))
}

// rank gives places by attained share to the largest group of goals that are
// alike, and says what they are. Equal shares have equal places; one area alone
// has none, and neither has an area that stands in the group twice.
func (p page) rank(body *indicatorBody, list []*targets.Evaluation) map[string]string {
	if !p.book.ranking {
		return nil
	}
	of, group := p.largest(list)
	if len(group) < 2 {
		return nil
	}
	slices.SortStableFunc(group, func(a, b *targets.Evaluation) int { return b.Progress.Cmp(a.Progress) })
	places, place := map[string]string{}, 1
	for i, e := range group {
		if i > 0 && !e.Progress.Equal(group[i-1].Progress) {
			place = i + 1
		}
		places[e.Target.ID] = strconv.Itoa(place)
	}
	body.Ranked = fmt.Sprintf(p.say("位次按完成进度，只排可比的%d个地区：同级，起止时间和比较方式相同，数据同截至%s。", "Places are by attained share, among the %d areas that compare: of one level, over the same time, with the same comparator and figures up to %s."), len(group), of.figure)
	return places
}

// largest is the largest group of alike goals, one an area.
func (p page) largest(list []*targets.Evaluation) (like, []*targets.Evaluation) {
	groups := map[like][]*targets.Evaluation{}
	for _, e := range list {
		area := p.book.snap.Area(e.Target.Area)
		if area == nil || !e.Progress.Known() {
			continue
		}
		k := like{area.Level, e.Target.Comparator, e.Target.Start, e.Target.Deadline, e.Period.End}
		groups[k] = append(groups[k], e)
	}
	var best like
	for k, group := range groups {
		if once(group) && (len(group) > len(groups[best]) || len(group) == len(groups[best]) && k.compare(best) > 0) {
			best = k
		}
	}
	return best, groups[best]
}

// once reports whether no area stands in the list twice.
func once(list []*targets.Evaluation) bool {
	_, areas := spread(list)
	return areas == len(list)
}
