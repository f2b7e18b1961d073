package collector

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// rightsAreas: the country, two provinces, two cities of one, a county of each city.
func rightsAreas() targets.AreaTree {
	return targets.NewAreaTree([]targets.Area{
		{ID: "100000", Code: "100000", Level: targets.LevelCountry},
		{ID: "610000", Code: "610000", Level: targets.LevelProvince, Parent: "100000"},
		{ID: "610100", Code: "610100", Level: targets.LevelPrefecture, Parent: "610000"},
		{ID: "610102", Code: "610102", Level: targets.LevelCounty, Parent: "610100"},
		{ID: "610300", Code: "610300", Level: targets.LevelPrefecture, Parent: "610000"},
		{ID: "330000", Code: "330000", Level: targets.LevelProvince, Parent: "100000"},
		{ID: "330100", Code: "330100", Level: targets.LevelPrefecture, Parent: "330000"},
	})
}

// relations are offices as they stand to the city's own one.
var relations = []struct {
	name   string
	office targets.Office
}{
	{"own", targets.Office{ID: "city", Area: "610100"}},
	{"peer", targets.Office{ID: "city-other", Area: "610100"}},
	{"below", targets.Office{ID: "county", Area: "610102"}},
	{"above", targets.Office{ID: "province", Area: "610000"}},
	{"sibling", targets.Office{ID: "sibling", Area: "610300"}},
	{"foreign", targets.Office{ID: "foreign", Area: "330100"}},
}

// actor is a person of the city's office, or one without an office.
func actor(role targets.Role, office bool) *Person {
	p := &Person{User: targets.User{ID: "self", Roles: []targets.Role{role}}}
	if office {
		p.Office, p.Area, p.User.Office = relations[0].office, "610100", "city"
	}
	return p
}

// objectFor is what an action is done to, in a relation.
func objectFor(a Action, o *targets.Office) Object {
	user := "user-of-" + o.ID
	if o.ID == "city" {
		user = "self"
	}
	switch a {
	case ActViewPublic, ActViewSite, ActSeeLedger, ActSeeCalendar, ActChangeCalendar, ActSeeAudit, ActNameDepartment:
		return Object{}
	case ActViewInternal, ActSeeRates, ActCloseTask, ActAssignTask:
		return Object{Area: o.Area}
	case ActReview:
		return Object{Office: o, Signature: targets.Signature{Step: targets.ChainStep(rightsAreas().Area(o.Area).Level), Area: signedAt(o)}}
	case ActReportTask:
		return Object{Task: TaskParties{Offices: []string{o.ID}}}
	case ActChangeForm:
		return Object{Offices: []*targets.Office{o}}
	case ActIssueToken, ActOwnAccount:
		return Object{User: user}
	case ActSeeUsers, ActChangeUser, ActSeeTokens, ActRevokeToken:
		return Object{User: user, Office: o}
	}
	return Object{Office: o}
}

// signedAt is the area whose step is open: the city's for what it reviews.
func signedAt(o *targets.Office) string {
	if o.ID == "county" {
		return "610100"
	}
	return o.Area
}

// letters: y allowed, f Forbidden, n NotFound.
func answerLetter(err error) string {
	switch targets.KindOf(err) {
	case targets.Forbidden:
		return "f"
	case targets.NotFound:
		return "n"
	}
	if err == nil {
		return "y"
	}
	return "?"
}

// walkRelations tries an action in every relation: own peer below above sibling foreign.
func walkRelations(p *Person, a Action) string {
	r := rights{rightsAreas()}
	var b strings.Builder
	for i := range relations {
		b.WriteString(answerLetter(r.authorise(p, a, objectFor(a, &relations[i].office))))
	}
	return b.String()
}

func TestWhoMayDoWhatWhere(t *testing.T) {
	// Of the city's office: reporter, reviewer, viewer, administrator; then an
	// administrator without an office. Each: own peer below above sibling foreign.
	const never, all, reach = "fffnnn", "yyyyyy", "yyynnn"
	const seen = "ffffff" // not allowed, but it is no secret that there is something
	tests := map[Action][5]string{
		ActViewPublic:   {all, all, all, all, all},
		ActViewSite:     {all, all, all, all, all},
		ActViewInternal: {reach, reach, reach, never, seen},

		ActSeeFiling:   {"yfynnn", reach, reach, never, seen},
		ActSeeDraft:    {"yfynnn", never, never, never, seen},
		ActEnter:       {"yfynnn", never, never, never, seen},
		ActSubmit:      {"yfynnn", never, never, never, seen},
		ActWithdraw:    {"yfynnn", never, never, never, seen},
		ActConfirm:     {"yffnnn", never, never, never, seen},
		ActSeeEvidence: {"yfynnn", reach, reach, never, seen},
		ActSeeTimeline: {"yfynnn", reach, reach, never, seen},

		ActSeeQueue:    {never, reach, never, never, seen},
		ActReview:      {never, reach, never, never, seen},
		ActRequestLate: {"yffnnn", never, never, never, seen},
		ActSeeLate:     {"yffnnn", reach, never, never, seen},
		ActAnswerLate:  {never, "fyynnn", never, never, seen},

		ActSeeLedger:  {all, all, all, all, all},
		ActReportTask: {"yfffff", seen, seen, seen, seen},
		ActCloseTask:  {never, reach, never, never, seen},
		ActAssignTask: {never, reach, never, never, all},

		ActSeeReminders: {"yffnnn", reach, never, reach, all},
		ActSeeRates:     {reach, reach, reach, reach, all},

		ActSeeRegister:    {never, never, never, reach, all},
		ActChangeOffice:   {never, never, never, reach, all},
		ActChangeContacts: {"yffnnn", never, never, reach, all},
		ActChangeForm:     {never, never, never, reach, all},
		ActSeeCalendar:    {all, all, all, all, all},
		ActNameDepartment: {seen, seen, seen, seen, all},
		ActChangeCalendar: {seen, seen, seen, seen, all},
		ActSeeUsers:       {never, never, never, reach, all},
		ActChangeUser:     {never, never, never, reach, all},
		ActSeeTokens:      {never, never, never, reach, all},
		ActIssueToken:     {"ynnnnn", "ynnnnn", "ynnnnn", "ynnnnn", "ynnnnn"},
		ActRevokeToken:    {"yffnnn", "yffnnn", "yffnnn", reach, all},
		ActOwnAccount:     {"ynnnnn", "ynnnnn", "ynnnnn", "ynnnnn", "ynnnnn"},
		ActSeeAudit:       {seen, seen, seen, seen, all},
	}
	people := []*Person{actor(targets.Reporter, true), actor(targets.Reviewer, true), actor(targets.Viewer, true),
		actor(targets.Administrator, true), actor(targets.Administrator, false)}
	names := []string{"reporter", "reviewer", "viewer", "administrator", "administrator of everything"}
	for a := range table {
		want, ok := tests[a]
		if !ok {
			t.Errorf("%s: no answer is written for it", a)
		}
		for i, p := range people {
			if got := walkRelations(p, a); got != want[i] {
				t.Errorf("%s, %s of the city (own peer below above sibling foreign) = %s; want %s", a, names[i], got, want[i])
			}
		}
		if a.Name().IsZero() {
			t.Errorf("%s has no name", a)
		}
		if got, want := walkRelations(nil, a), map[bool]string{true: all, false: seen}[a == ActViewPublic]; got != want {
			t.Errorf("%s, nobody = %s; want %s", a, got, want)
		}
	}
}

// TestWhatATokenMayDo: its owner is of the city, the token is for the county.
func TestWhatATokenMayDo(t *testing.T) {
	token := func(role targets.Role) *Person {
		p := actor(role, true)
		p.Area, p.Token = "610102", "token"
		return p
	}
	tests := map[string]struct {
		role   targets.Role
		action Action
		want   string // own peer below above sibling foreign
	}{
		"a reporter's fills in for the county only":      {targets.Reporter, ActSubmit, "nnynnn"},
		"a reporter's does not see the own office":       {targets.Reporter, ActSeeFiling, "nnynnn"},
		"a reporter's confirms nothing":                  {targets.Reporter, ActConfirm, "nnfnnn"},
		"a reporter's asks for no late filing":           {targets.Reporter, ActRequestLate, "nnfnnn"},
		"a reporter's reports no task":                   {targets.Reporter, ActReportTask, "ffffff"},
		"a reviewer's sees the county":                   {targets.Reviewer, ActSeeFiling, "nnynnn"},
		"a reviewer's signs nothing: the step is a city": {targets.Reviewer, ActReview, "nnfnnn"},
		"a reviewer's answers late requests":             {targets.Reviewer, ActAnswerLate, "nnynnn"},
		"a reviewer's does not enter":                    {targets.Reviewer, ActEnter, "nnfnnn"},
		"a viewer's sees the county":                     {targets.Viewer, ActSeeFiling, "nnynnn"},
		"a viewer's changes nothing":                     {targets.Viewer, ActSubmit, "nnfnnn"},
		"an administrator's keeps offices":               {targets.Administrator, ActChangeOffice, "nnynnn"},
		"an administrator's sees no users":               {targets.Administrator, ActSeeUsers, "ffffff"},
		"an administrator's changes no user":             {targets.Administrator, ActChangeUser, "ffffff"},
		"an administrator's reads no audit":              {targets.Administrator, ActSeeAudit, "ffffff"},
		"no token issues another one":                    {targets.Administrator, ActIssueToken, "ffffff"},
		"no token changes the password":                  {targets.Reporter, ActOwnAccount, "ffffff"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := walkRelations(token(tt.role), tt.action); got != tt.want {
				t.Errorf("%s of a %s's token = %s; want %s", tt.action, tt.role, got, tt.want)
			}
		})
	}
}

func TestRightsBesideTheTable(t *testing.T) {
	own, below := &relations[0].office, &relations[2].office
	reviewer, reporter := actor(targets.Reviewer, true), actor(targets.Reporter, true)
	both := actor(targets.Reporter, true)
	both.User.Roles = []targets.Role{targets.Reporter, targets.Reviewer}
	disabled := actor(targets.Administrator, false)
	disabled.User.Disabled = true
	stale := actor(targets.Reporter, true)
	stale.MustChange = true
	nowhere := &Person{User: targets.User{ID: "self", Roles: []targets.Role{targets.Viewer, targets.Reporter, targets.Reviewer}}}
	country := &Person{User: targets.User{ID: "self", Office: "x", Roles: []targets.Role{targets.Administrator}},
		Office: targets.Office{ID: "x", Area: "000000"}, Area: "000000"}
	lost := &Person{User: targets.User{ID: "self", Office: "gone", Roles: []targets.Role{targets.Administrator}}}
	step := targets.Signature{Step: targets.StepPrefecture, Area: "610100"}
	inOffice := targets.Signature{Step: targets.StepOffice, Office: "city"}
	tests := map[string]struct {
		p    *Person
		a    Action
		o    Object
		want string
	}{
		"nobody reviews what they handed in":                 {both, ActReview, Object{Office: own, Signature: inOffice, By: []string{"self"}}, "f"},
		"nobody reviews what they filled in below":           {both, ActReview, Object{Office: below, Signature: step, By: []string{"other", "self"}}, "f"},
		"another person of the office signs":                 {both, ActReview, Object{Office: own, Signature: inOffice, By: []string{"other"}}, "y"},
		"no step is skipped":                                 {reviewer, ActReview, Object{Office: below, Signature: targets.Signature{Step: targets.StepCounty, Area: "610102"}}, "f"},
		"an office's step is not taken from above":           {reviewer, ActReview, Object{Office: below, Signature: targets.Signature{Step: targets.StepOffice, Office: "county"}}, "f"},
		"nobody confirms what they filled in themselves":     {reporter, ActConfirm, Object{Office: own, By: []string{"self"}}, "f"},
		"nobody answers their own late request":              {both, ActAnswerLate, Object{Office: below, By: []string{"self"}}, "f"},
		"a top area's only office answers for itself":        {reviewer, ActAnswerLate, Object{Office: own, Alone: true, By: []string{"other"}}, "y"},
		"… but nobody their own request":                     {both, ActAnswerLate, Object{Office: own, Alone: true, By: []string{"self"}}, "f"},
		"… and not for an only office elsewhere":             {reviewer, ActAnswerLate, Object{Office: &relations[5].office, Alone: true}, "n"},
		"an area's figure that no office reports":            {reporter, ActSeeTimeline, Object{Area: "610100"}, "f"},
		"nobody closes a task they reported":                 {reviewer, ActCloseTask, Object{Area: "610100", By: []string{"self"}}, "f"},
		"a department reports its task":                      {deputy(), ActReportTask, Object{Task: TaskParties{Departments: []string{"samr"}}}, "y"},
		"another department does not":                        {deputy(), ActReportTask, Object{Task: TaskParties{Departments: []string{"moe"}}}, "f"},
		"no department is none":                              {reporter, ActReportTask, Object{Task: TaskParties{Departments: []string{""}}}, "f"},
		"a list is shown to who may see some of it":          {reviewer, ActSeeQueue, Object{}, "y"},
		"a list is not shown to others":                      {reporter, ActSeeQueue, Object{}, "f"},
		"whoever must change the password does nothing else": {stale, ActEnter, Object{Office: own}, "f"},
		"… but that":                                         {stale, ActOwnAccount, Object{}, "y"},
		"… and read what everybody may":                      {stale, ActViewPublic, Object{}, "y"},
		"a disabled administrator":                           {disabled, ActSeeAudit, Object{}, "f"},
		"roles without an office reach none":                 {nowhere, ActSeeFiling, Object{Office: own}, "n"},
		"… nor any list":                                     {nowhere, ActSeeQueue, Object{}, "f"},
		"the country reaches everything":                     {country, ActSeeAudit, Object{}, "y"},
		"an office that is gone gives nothing to administer": {lost, ActChangeOffice, Object{Office: own}, "n"},
		"… nor everything":                                   {lost, ActSeeAudit, Object{}, "f"},
		"a form of one office out of reach":                  {actor(targets.Administrator, true), ActChangeForm, Object{Offices: []*targets.Office{own, &relations[4].office}}, "n"},
		"an area that does not exist":                        {reviewer, ActSeeFiling, Object{Office: &targets.Office{ID: "none", Area: "999999"}}, "n"},
		"an action nobody has named":                         {disabled, "everything", Object{}, "f"},
		"an administrator without an office":                 {actor(targets.Administrator, true), ActChangeUser, Object{User: "root", Area: targets.Country}, "n"},
		"the zero signature is signed by nobody":             {reviewer, ActReview, Object{Office: own}, "f"},
		"a signature without an office is nobody":            {reviewer, ActReview, Object{Signature: step}, "f"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := answerLetter(rights{rightsAreas()}.authorise(tt.p, tt.a, tt.o)); got != tt.want {
				t.Errorf("%s = %s; want %s", tt.a, got, tt.want)
			}
		})
	}
}

// deputy is a reporter of an office that is a department.
func deputy() *Person {
	p := actor(targets.Reporter, true)
	p.Office.Department = "samr"
	return p
}

func TestWhatIsNotSeenIsAnsweredAsWhatIsNot(t *testing.T) {
	r, p := rights{rightsAreas()}, actor(targets.Reviewer, true)
	there := r.authorise(p, ActSeeFiling, Object{Office: &relations[5].office})
	nowhere := r.authorise(p, ActSeeFiling, Object{Office: &targets.Office{ID: "none", Area: "999999"}})
	if there == nil || nowhere == nil || there.Error() != nowhere.Error() {
		t.Errorf("another area's office: %v; one that does not exist: %v; want the same", there, nowhere)
	}
}
