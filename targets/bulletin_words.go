package targets

// BulletinWords are what people write into a bulletin (通报): everything that no
// number can say. Nothing of it is made up where it is left out: the place for it
// stays blank.
type BulletinWords struct {
	Title   string            // instead of the one made from area and day
	To      string            // 主送机关
	Reasons map[string]string // 存在问题和原因, by target id
	Next    []string          // 下一步要求, one paragraph each
	CC      string            // 抄送
	Contact string            // 联系人
	Signed  string            // 落款: the office that issues it
	Date    Date              // 成文日期; 0: blank
}
