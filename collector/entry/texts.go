package entry

import "github.com/biaochi/biaochi/targets"

// The addresses that several pages name.
const (
	homePath     = "/work/"
	signInPath   = "/sign-in"
	accountPath  = "/work/account"
	passwordPath = "/work/account/password"
)

// What the pages say on their own.
const (
	textBroken        = "系统出错，请联系管理员。"
	textForeign       = "这个请求不是从本系统的页面发出的，没有执行。请从工作台重新操作。"
	textNotHere       = "没有这个页面，或您无权查看。"
	textTooLarge      = "提交的内容太大，没有接收。单个附件不超过 5 MiB。"
	textSignInAgain   = "登录已过期，请重新登录；已填的内容没有丢失，返回原页面即可继续。"
	textPasswordFirst = "请先修改密码。"
	textProblem       = "没有完成"
	textNoPage        = "没有这个页面"
	textBadForm       = "提交的表单无法识别，请返回重新填写。"
	textDeadLink      = "这个链接已经用过、已过期或不完整，请向管理员索取新的链接。"
	textBadText       = "提交的内容含有无法识别的字符，请检查后重新填写。"
)

// notices are the sentences shown once after a change, by the word in the address.
var notices = map[string]string{
	"saved":      "草稿已保存。",
	"discarded":  "草稿已删除，表中恢复为最近一次上报的内容。",
	"withdrawn":  "已撤回，可以修改后重新上报。",
	"read":       "Excel 中的内容已读入草稿，核对后上报。",
	"confirmed":  "已确认上级代填的数据。",
	"late":       "补报申请已提交，等待答复。",
	"password":   "密码已修改，其他设备上的登录已退出。",
	"signed-out": "已退出登录。",
	"claimed":    "管理员账号已建立，请登录。",
	"invited":    "密码已设置，请登录。",
	"everywhere": "已退出所有设备上的登录，请重新登录。",
	"reviewed":   "审核意见已保存。",
	"answered":   "补报申请已答复。",
	"recorded":   "已登记。",
	"done":       "已完成。",

	"approved-many": "所选报表已审核通过；走完最后一级的，数据已进入公开页面和指标。",
	"approved-step": "已审核通过，转下一级审核。",
	"approved-last": "已审核通过，已进入公开页面和指标。",
	"returned":      "已退回，填报单位现在就能看到您的意见。",
	"closed":        "已销号。",
	"reopened":      "已取消销号。",
	"assigned":      "责任单位已保存。",

	"changed":       "修改已保存。",
	"office-added":  "填报单位已登记。接着登记联系人和用户。",
	"office-closed": "单位已停用，不再产生填报任务。",
	"office-opened": "单位已恢复填报。",
	"contacts":      "联系人已保存。",
	"user-disable":  "用户已停用，全部登录已退出。",
	"user-enable":   "用户已恢复使用。",
	"user-unlock":   "锁定已解除。",
	"user-sign-out": "该用户的全部登录已退出。",
	"calendar":      "放假安排已保存。",
	"revoked":       "令牌已撤销。",
	"form":          "报表已保存。",
}

// menuItems are the pages of the menu, each for those who hold one of its roles.
var menuItems = []struct {
	text, path string
	roles      []targets.Role
}{
	{"工作台", homePath, nil},
	{"审核", "/work/review/", []targets.Role{targets.Reviewer, targets.Viewer}},
	{"补报", "/work/late/", []targets.Role{targets.Reporter, targets.Reviewer}},
	{"任务台账", "/work/ledger/", []targets.Role{targets.Reporter, targets.Reviewer, targets.Viewer, targets.Administrator}},
	{"催报", "/work/reminders/", []targets.Role{targets.Reviewer, targets.Viewer}},
	{"报送率", "/work/rates/", []targets.Role{targets.Reviewer, targets.Viewer, targets.Administrator}},
	{"管理", "/work/admin/", []targets.Role{targets.Administrator}},
}
