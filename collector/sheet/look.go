package sheet

import "github.com/xuri/excelize/v2"

// A look is one way a cell of our workbooks appears.
type look int

const (
	lookTitle look = iota
	lookDemo
	lookFacts
	lookHead
	lookCode
	lookLocked
	lookLockedCentre
	lookLast
	lookInput
	lookInputText
	lookInputList
	lookClosed
	lookCheck
	lookLabel
	lookSay
	lookAdvice
	lookAdviceHead
	lookHint
	lookCount
)

const (
	bodyFont  = "宋体"
	titleFont = "黑体"
	inkGrey   = "808080"
	line      = "BFBFBF"
	paleInput = "FFFBE6" // cells to be filled in
	paleHead  = "F2F2F2"
	paleRed   = "FADBD8"
	paleAmber = "FCE8B2"
)

// looks makes the styles of a workbook, by look.
func looks(f *excelize.File) ([lookCount]int, error) {
	var ids [lookCount]int
	for l := range lookCount {
		id, err := f.NewStyle(style(l))
		if err != nil {
			return ids, err
		}
		ids[l] = id
	}
	return ids, nil
}

func style(l look) *excelize.Style {
	s := &excelize.Style{
		Font:       &excelize.Font{Family: bodyFont, Size: 11},
		Alignment:  &excelize.Alignment{Vertical: "center", WrapText: true},
		Protection: &excelize.Protection{Locked: true},
	}
	switch l {
	case lookTitle:
		s.Font = &excelize.Font{Family: titleFont, Size: 16}
		s.Alignment.Horizontal = "center"
	case lookDemo:
		s.Font = &excelize.Font{Family: titleFont, Size: 12, Color: "C00000"}
		s.Alignment.Horizontal = "center"
	case lookFacts:
		s.Alignment.WrapText = false
	case lookAdvice:
		s.Alignment.Vertical = "top"
	case lookAdviceHead:
		s.Font = &excelize.Font{Family: titleFont, Size: 12}
	case lookHint:
		s.Font.Color, s.Font.Size = inkGrey, 9
	default:
		s.Border = ruled()
		tableStyle(l, s)
	}
	return s
}

func tableStyle(l look, s *excelize.Style) {
	switch l {
	case lookHead:
		s.Font = &excelize.Font{Family: titleFont, Size: 10}
		s.Alignment.Horizontal = "center"
		s.Fill = pattern(paleHead)
	case lookCode:
		s.Font.Color, s.Font.Size = inkGrey, 8
	case lookLockedCentre:
		s.Alignment.Horizontal = "center"
	case lookLast:
		s.Font.Color = inkGrey
		s.Alignment.Horizontal = "right"
	case lookInput:
		s.Alignment.Horizontal = "right"
		open(s)
	case lookInputList:
		s.Alignment.Horizontal = "center"
		open(s)
	case lookInputText, lookSay:
		open(s)
		s.NumFmt = 49 // text: a note that begins with = stays a note, a date stays as typed
	case lookClosed:
		s.Fill = pattern(paleHead)
	case lookCheck:
		s.Font.Size = 9
		s.Font.Color = inkGrey
	case lookLabel:
		s.Fill = pattern(paleHead)
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	case lookLocked:
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	}
}

// open lets a cell be filled in.
func open(s *excelize.Style) {
	s.Fill = pattern(paleInput)
	s.Protection = &excelize.Protection{Locked: false}
}

func pattern(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func ruled() []excelize.Border {
	var b []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		b = append(b, excelize.Border{Type: side, Color: line, Style: 1})
	}
	return b
}
