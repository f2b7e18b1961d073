package targets

// Rights are what the chain knows of a user.
type Rights struct {
	User     string
	Office   string
	Roles    []Role
	Disabled bool
}

// A RegisterChange is what one entry changes of the register: whole nouns, each
// in place of its earlier version.
type RegisterChange struct {
	Offices  []Office
	Forms    []Form
	Calendar []CalendarYear
	Lates    []Late
	Assigned []Assignment
	Rights   []Rights
}
