package charts

// Palette is the light theme: the custom properties that colours in options name,
// as report.css defines them. What draws without a style sheet resolves with it.
//
// A colour is a string that is a key of Palette and stands under an option whose
// name ends in «color» or «Color», or in a list under one.
var Palette = map[string]string{
	"--paper":       "#ffffff",
	"--ink":         "#1c2430",
	"--quiet":       "#59636f",
	"--rule":        "#d8dde3",
	"--wash":        "#f5f7f9",
	"--link":        "#14508c",
	"--green":       "#18794a",
	"--green-pale":  "#dcefe4",
	"--yellow":      "#a86200",
	"--yellow-pale": "#fbecd0",
	"--red":         "#b4271f",
	"--red-pale":    "#f9dedb",
	"--blue":        "#2060a8",
	"--blue-pale":   "#dce8f6",
	"--grey":        "#67717d",
	"--grey-pale":   "#e9ecef",
}
