package demo

import (
	"cmp"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// The forms. The windows are wide, so that on every day of the year something is
// open to practise with, and something is not open yet.
const (
	formCities   = "demo-cities"   // 设区市季报: one level of review
	formCounties = "demo-counties" // 县级季报: three levels
	formXian     = "demo-xian"     // two levels
	formProvince = "demo-province" // its figure moves a target of the catalogue
	formMonth    = "demo-month"    // opens 35 days after the month: the last one is never open yet
)

const (
	quarterCloses = 95
	monthOpens    = 35
	monthCloses   = 50
)

// register invents who reports what.
func (b *builder) register() {
	b.plan.Offices = []targets.Office{
		{ID: "demo-country", Name: "全国演示单位", Area: targets.Country, Department: "samr"},
		{ID: "demo-hangzhou", Name: "杭州市演示单位", Area: "330100"},
		{ID: "demo-keqiao", Name: "柯桥区演示单位", Area: "330603"},
		{ID: "demo-ningbo", Name: "宁波市演示单位", Area: "330200"},
		{ID: "demo-shaanxi", Name: "陕西省演示单位", Area: "610000"},
		{ID: "demo-shaoxing", Name: "绍兴市演示单位", Area: "330600"},
		{ID: "demo-wenzhou", Name: "温州市演示单位", Area: "330300"},
		{ID: "demo-xian", Name: "西安市演示单位", Area: "610100"},
		{ID: "demo-zhejiang", Name: "浙江省演示单位", Area: "330000"},
	}
	b.plan.Contacts = map[string][]targets.Contact{}
	for _, o := range b.plan.Offices {
		b.plan.Contacts[o.ID] = []targets.Contact{{Name: "演示联系人", Post: "填报员", Phone: "000-0000"}}
	}
	b.plan.Forms = b.forms()
	b.plan.Users = users
}

func (b *builder) forms() []targets.Form {
	first := b.quarters[len(b.quarters)-1].End
	y, m, _ := targets.DateOf(b.now).AddMonths(-2).YMD()
	ids := func(goals ...string) []string {
		list := make([]string, len(goals))
		for i, g := range goals {
			list[i] = b.indicator(g)
		}
		return list
	}
	form := func(f targets.Form) targets.Form {
		f.Authority, f.Cadence = "演示单位", cmp.Or(f.Cadence, targets.Quarterly)
		f.Opens, f.Closes, f.From = cmp.Or(f.Opens, 1), cmp.Or(f.Closes, quarterCloses), cmp.Or(f.From, first)
		slices.Sort(f.Offices)
		return f
	}
	return []targets.Form{
		form(targets.Form{ID: formCities, Name: "设区市标准化工作季报（演示）", Number: "演示1表", Chain: []targets.ChainStep{targets.StepProvince},
			Indicators: ids("zhejiang-2023-24-city-pilots", "zhejiang-2023-24-front-runners", "zhejiang-2023-24-science-projects", "zhejiang-2023-24-local-standard-making-time"),
			Offices:    []string{"demo-hangzhou", "demo-ningbo", "demo-wenzhou", "demo-shaoxing"}}),
		form(targets.Form{ID: formCounties, Name: "县级标准化工作季报（演示）", Number: "演示2表", Chain: []targets.ChainStep{targets.StepOffice, targets.StepPrefecture, targets.StepProvince},
			Indicators: ids("zhejiang-2023-24-front-runners", "zhejiang-2023-24-science-projects"), Offices: []string{"demo-keqiao"}}),
		form(targets.Form{ID: formMonth, Name: "标准化工作月报（次月核实后报，演示）", Number: "演示3表", Cadence: targets.Monthly, Opens: monthOpens, Closes: monthCloses,
			From: targets.Months(y, m, 1).End, Chain: []targets.ChainStep{targets.StepProvince},
			Indicators: ids("zhejiang-2023-24-national-standards"), Offices: []string{"demo-hangzhou"}}),
		form(targets.Form{ID: formProvince, Name: "省级标准化工作季报（演示）", Number: "演示4表", Chain: []targets.ChainStep{targets.StepOffice},
			Indicators: ids("zhejiang-2023-24-made-in-zhejiang"), Offices: []string{"demo-zhejiang"}}),
		form(targets.Form{ID: formXian, Name: "西安市标准化工作季报（演示）", Number: "演示5表", Chain: []targets.ChainStep{targets.StepOffice, targets.StepProvince},
			Indicators: ids("shaanxi-2022-opinions-association-standards", "shaanxi-2022-opinions-personnel", "shaanxi-2022-opinions-science-projects"),
			Offices:    []string{"demo-xian"}}),
	}
}

// users are everybody who may sign in. Logins are pinyin without a word of the
// password, which may not hold a name.
var users = []User{
	{"admin", "演示管理员", "", []targets.Role{targets.Administrator}, "管理单位、用户、报表、日历和审计"},
	{"hangzhou", "杭州填报员", "demo-hangzhou", []targets.Role{targets.Reporter}, "已上报，可撤回；有更正待审"},
	{"ningbo", "宁波填报员", "demo-ningbo", []targets.Role{targets.Reporter}, "被退回，待改正"},
	{"wenzhou", "温州填报员", "demo-wenzhou", []targets.Role{targets.Reporter}, "有草稿；有逾期和补报申请"},
	{"shaoxing", "绍兴填报员", "demo-shaoxing", []targets.Role{targets.Reporter}, "本季尚未填报；有代填待确认"},
	{"shaoxing-sh", "绍兴审核员", "demo-shaoxing", []targets.Role{targets.Reviewer}, "审核县级季报（第二级）"},
	{"keqiao", "柯桥填报员", "demo-keqiao", []targets.Role{targets.Reporter}, "三级审核的报表"},
	{"keqiao-sh", "柯桥负责人", "demo-keqiao", []targets.Role{targets.Reviewer}, "单位负责人审签（第一级）"},
	{"zhejiang", "浙江填报员", "demo-zhejiang", []targets.Role{targets.Reporter}, "省级季报；可为下级代填"},
	{"zhejiang-sh", "浙江审核员", "demo-zhejiang", []targets.Role{targets.Reviewer}, "审核、退回、答复补报"},
	{"xian", "西安填报员", "demo-xian", []targets.Role{targets.Reporter}, "两级审核的报表"},
	{"xian-sh", "西安负责人", "demo-xian", []targets.Role{targets.Reviewer}, "单位负责人审签"},
	{"shaanxi-sh", "陕西审核员", "demo-shaanxi", []targets.Role{targets.Reviewer}, "省级审核"},
	{"guojia", "全国填报员", "demo-country", []targets.Role{targets.Reporter}, "报告任务进展"},
	{"guojia-sh", "全国审核员", "demo-country", []targets.Role{targets.Reviewer}, "任务销号"},
	{"chakan", "演示查看员", "demo-zhejiang", []targets.Role{targets.Viewer}, "只看不改"},
}

// Users lists everybody who may sign in to a training copy, for its greeting.
func Users() []User { return slices.Clone(users) }
