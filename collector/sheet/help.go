package sheet

import "github.com/biaochi/biaochi/targets"

// Help describes the file format to a user.
func Help(lang targets.Lang) string {
	if lang == targets.EN {
		return helpEN
	}
	return helpZH
}

const helpZH = `数据文件为 CSV（UTF-8，也识别 GBK）或 Excel 工作簿（xlsx，2 万行以内），第一行是表头，列的顺序不限；
必须有指标、地区、报告期，以及数值（或分子和分母），其他列可以没有。填好的填报模板（biaochi template）也可直接导入。

  indicator     指标          指标编号或名称
  area          地区          六位地区代码或名称，全国为 100000
  period        报告期        2025、2025-S1、2025-Q3、2025-03、2025-03-31 或 2025-01-01/2025-10-24；
                              也认 2025年1-9月、2025年前三季度、2025年上半年、2025年一季度、2025年3月、2024年度
  value         数值          半角数字，不带千位分隔符；比率和均值有分子分母时可空；
                              里程碑填 未启动、推进中、已完成（或 not_begun、under_way、done，或 0、1、2）
  numerator     分子          比率的分子或均值的总和，与分母同填或都不填
  denominator   分母          比率的分母或均值的个数
  unit          计量单位      比率有数值时必填：60 和 %，或 0.60 和 1；其他须与指标一致，可空
  flag          数据标识      A 正常（可空）、E 估计、P 初步、B 口径中断、D 口径不同、O 缺报、L 未采集、M 不适用
  bound         上下限        「600余」填 600 和 lower，「近30」填 30 和 upper
  published     发布日期      2025-03-31，未发布的可空
  note          备注          累计数下降、确认缺报（O）须在此说明原因
  source_title  来源
  source_url    来源网址
  origin        数据来源类别  office 填报单位（可空）、official 官方发布、media 其他媒体、demo 演示数据

工作簿的单元格按显示的读：
  显示与所存的不同（如格式把 12 显示为 12万、600 显示为 600余），逐个指出单元格、显示的和所存的，不会照所存的收下；
  显示为空白或「-」的 0 分不清是零还是没有数，要改成显示 0 或清空；不显示年份的日期（如 1月9日）要写明年份；
  没有计算结果的公式（先在表格软件中保存一次）、合并单元格里没有内容的格、表头以外的列，都按单元格拒绝；
  四舍五入显示的数按所存的读，隐藏的行和列也读，没有读取的工作表和这些都会在提示里列出。
  填报模板里改动了的编号、名称、单位、上期数和表格以外的内容都按单元格拒绝，不会略过。

例：

indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin
` + helpExample

const helpEN = `A figure file is CSV (UTF-8; GBK is recognised) or a workbook (xlsx, up to 20,000 rows). The first line names the columns,
in any order; indicator, area, period and value (or numerator and denominator) must be there, the others may be absent.
A filled template (biaochi template) is imported as it is.

  indicator     id or Chinese name of the indicator
  area          six-digit code or name of the area; the country is 100000
  period        2025, 2025-S1, 2025-Q3, 2025-03, 2025-03-31 or 2025-01-01/2025-10-24;
                also 2025年1-9月, 2025年前三季度, 2025年上半年, 2025年一季度, 2025年3月, 2024年度
  value         plain digits without thousands separators; may be empty beside numerator and denominator;
                a milestone: not_begun, under_way or done (or 0, 1, 2)
  numerator     of a ratio, or the sum of a mean; with the denominator or not at all
  denominator   of a ratio, or the count of a mean
  unit          required beside a ratio's value: 60 and %, or 0.60 and 1; otherwise empty or the indicator's
  flag          A normal (or empty), E estimated, P provisional, B break, D definition differs,
                O missing, L not collected, M not applicable
  bound         "more than 600" is 600 and lower, "nearly 30" is 30 and upper
  published     2025-03-31; empty when not published
  note          says why, where a cumulative count falls or a figure is missing (O)
  source_title  where it was published
  source_url
  origin        office (or empty), official, media or demo

Cells of a workbook are read as they are displayed:
  where a number format displays something else (12 as 12万, 600 as 600余) the cell is refused, with what it displays and holds;
  a zero displayed as a blank or a dash must be displayed as 0 or cleared; a date must display its year;
  a formula without a result, an empty cell of a merged block and cells beside the columns are refused by cell;
  digits that are not displayed are read, hidden rows and columns too: notices list them, and the sheets that are not read;
  in a template, what was changed outside of the cells to be filled in is refused by cell.

Example:

indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin
` + helpExample

const helpExample = `national-standards-in-force,100000,2022-12-31,43027,,,项,A,,2023-04-19,,中国标准化发展年度报告（2022）,https://www.sac.gov.cn/,official
`
