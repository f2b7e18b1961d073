package targets

// A Field (领域) is what part of standardization an indicator or a task belongs
// to: a chapter of the National Standardization Development Outline (2021),
// which the documents carry out and by whose chapters their ledgers are ordered.
// No document says which field a goal belongs to: the catalogue does, and leaves
// it empty where something spans several.
type Field string

// The fields, by chapter of the Outline.
const (
	FieldInnovation   Field = "innovation"   // 二
	FieldIndustry     Field = "industry"     // 三
	FieldGreen        Field = "green"        // 四
	FieldSociety      Field = "society"      // 五
	FieldOpening      Field = "opening"      // 六
	FieldReform       Field = "reform"       // 七
	FieldFoundation   Field = "foundation"   // 八
	FieldOrganization Field = "organization" // 九
)

// Fields lists every Field in the order of the Outline.
var Fields = [...]Field{FieldInnovation, FieldIndustry, FieldGreen, FieldSociety, FieldOpening, FieldReform, FieldFoundation, FieldOrganization}

// Name returns the words of the field.
func (f Field) Name() Text { return fieldNames[f] }

var fieldNames = map[Field]Text{
	FieldInnovation: {"标准化与科技创新", "standardization and innovation"}, FieldIndustry: {"产业标准化", "standardization in industry"},
	FieldGreen: {"绿色发展标准化", "standardization for green development"}, FieldSociety: {"城乡建设和社会建设标准化", "standardization in town, country and society"},
	FieldOpening: {"标准化对外开放", "opening of standardization"}, FieldReform: {"标准化改革创新", "reform of standardization"},
	FieldFoundation: {"标准化发展基础", "foundations of standardization"}, FieldOrganization: {"组织实施", "organization"},
}

// ParseField reads a field by its id or its name in either language; NotFound
// lists those there are.
func ParseField(s string) (Field, error) {
	list := ""
	for i, f := range Fields {
		if s == string(f) || s == f.Name().ZH || s == f.Name().EN {
			return f, nil
		}
		if i > 0 {
			list += "、"
		}
		list += string(f) + "（" + f.Name().ZH + "）"
	}
	return "", &Error{Kind: NotFound, Field: "field", Text: "没有领域 " + s + "；可用的领域：" + list + "。"}
}
