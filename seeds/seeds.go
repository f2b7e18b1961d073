// Package seeds holds what the product ships: the policy documents encoded as
// typed targets and tasks, the indicator cards, departments and areas, the
// published figures, and the loader that turns such a folder into a
// targets.Catalogue.
//
// What always holds here:
//
//   - A catalogue is returned whole or not at all: every fault of every file is
//     reported at once, by file, line and YAML path.
//   - YAML is plain data: anchors, aliases, tags, merge keys, doubled and
//     unknown keys are refused, so that a file says what it seems to say.
//   - The documents' own sentences are not copied: facts, headings, numbers and
//     phrases of at most 15 characters. What a document leaves undefined stays
//     empty and is a warning (口径待明确), never filled in.
//   - Every text has Chinese and English.
package seeds

import (
	"embed"
	"io/fs"
)

//go:embed areas.yaml calendar.yaml departments.yaml publishers.yaml documents/*.yaml indicators/*.yaml schema/*.json figures/*.csv
var shipped embed.FS

// Shipped returns the files that the program carries: the catalogue in YAML,
// its JSON Schemas under schema, and the published figures under figures.
func Shipped() fs.FS { return shipped }
