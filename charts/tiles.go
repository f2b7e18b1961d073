package charts

import (
	"strconv"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// A Tile is a province-level area in the tile-grid map.
type Tile struct {
	Code  string        // of the area, «330000»; a code that is not province-level is not drawn
	Name  string        // in at most a few characters; empty: the map's own short name
	Light targets.Light // the state of the area
	N     int           // the number inside, of what Words says; 0: an area without anything to count
	Words string        // what the tooltip says, a whole sentence
	Href  string        // where a click leads, relative to the page; may be empty
}

// A place is where a province-level area stands in the map.
type place struct {
	code        string
	name        targets.Text // short; in English the letters of ISO 3166-2:CN
	column, row int
}

// places are the 34 province-level areas, arranged by us so that neighbours are
// recognised: equal squares, no outline of a territory.
func places() []place {
	at := func(code, zh, en string, column, row int) place {
		return place{code, targets.Text{ZH: zh, EN: en}, column, row}
	}
	return []place{
		at("230000", "黑龙江", "HL", 6, 0),
		at("220000", "吉林", "JL", 6, 1),
		at("150000", "内蒙古", "NM", 3, 2), at("110000", "北京", "BJ", 4, 2), at("120000", "天津", "TJ", 5, 2), at("210000", "辽宁", "LN", 6, 2),
		at("650000", "新疆", "XJ", 0, 3), at("620000", "甘肃", "GS", 1, 3), at("640000", "宁夏", "NX", 2, 3), at("140000", "山西", "SX", 3, 3), at("130000", "河北", "HE", 4, 3), at("370000", "山东", "SD", 5, 3),
		at("540000", "西藏", "XZ", 0, 4), at("630000", "青海", "QH", 1, 4), at("610000", "陕西", "SN", 2, 4), at("410000", "河南", "HA", 3, 4), at("340000", "安徽", "AH", 4, 4), at("320000", "江苏", "JS", 5, 4), at("310000", "上海", "SH", 6, 4),
		at("510000", "四川", "SC", 1, 5), at("500000", "重庆", "CQ", 2, 5), at("420000", "湖北", "HB", 3, 5), at("360000", "江西", "JX", 4, 5), at("330000", "浙江", "ZJ", 5, 5),
		at("530000", "云南", "YN", 1, 6), at("520000", "贵州", "GZ", 2, 6), at("430000", "湖南", "HN", 3, 6), at("440000", "广东", "GD", 4, 6), at("350000", "福建", "FJ", 5, 6), at("710000", "台湾", "TW", 6, 6),
		at("450000", "广西", "GX", 3, 7), at("820000", "澳门", "MO", 4, 7), at("810000", "香港", "HK", 5, 7),
		at("460000", "海南", "HI", 3, 8),
	}
}

// The map is tileColumns × tileRows squares.
const (
	tileColumns = 7
	tileRows    = 9
)

// TileMap draws the 34 province-level areas as equal squares at recognisable
// places: state mark and number inside. Areas without a tile, or with
// nothing to count, stand in grey without a number. No outline of a territory is drawn.
func TileMap(tiles []Tile, lang targets.Lang) Picture {
	by := map[string]*Tile{}
	for i := range tiles {
		by[tiles[i].Code] = &tiles[i]
	}
	var data []datum
	for _, p := range places() {
		data = append(data, p.datum(by[p.code], lang))
	}
	chart := echarts.NewScatter()
	chart.AddSeries("", nil, withData(data))
	o := options(chart)
	o["series"] = []any{tileSeries(chart.MultiSeries[0])}
	o["grid"] = tileGrid(tileSize)
	o["xAxis"], o["yAxis"] = tileAxis(tileColumns, false), tileAxis(tileRows, true)
	o["media"] = []any{tileMedia(NarrowWidth, narrowTile), tileMedia(350, 40)}
	return Picture{Options: o, Height: tileRows*tileSize + 4, Narrow: tileRows*narrowTile + 4}
}

// The side of a square with its gap, in pixels, on a page and on a phone.
const (
	tileSize   = 58
	narrowTile = 50
)

func (p place) datum(t *Tile, lang targets.Lang) datum {
	d := datum{Value: []any{p.column, p.row}}
	if t == nil {
		t = &Tile{Words: p.name.In(lang) + "\n" + targets.Text{ZH: "暂无数据", EN: "no data"}.In(lang)}
	}
	d.Name, d.Href = orElse(t.Words, p.name.In(lang)), t.Href
	if t.N == 0 {
		d.ItemStyle = &opts.ItemStyle{Color: Pale(targets.Grey)}
		d.Label = map[string]any{"formatter": styled("off", p.name.In(lang)) + "\n" + styled("off", "—")}
		return d
	}
	d.ItemStyle = &opts.ItemStyle{Color: Pale(t.Light), BorderColor: Colour(t.Light), BorderWidth: 1}
	d.Label = map[string]any{"formatter": styled("name", orElse(t.Name, p.name.In(lang))) + "\n" + marked(t.Light) + styled("number", " "+strconv.Itoa(t.N))}
	return d
}

func tileSeries(s echarts.SingleSeries) map[string]any {
	styles := rich()
	styles["name"] = map[string]any{"color": Ink, "fontSize": 13, "lineHeight": 20}
	styles["number"] = map[string]any{"color": Ink, "fontSize": 13, "lineHeight": 18}
	styles["off"] = map[string]any{"color": Quiet, "fontSize": 13, "lineHeight": 19}
	return map[string]any{
		"type": "scatter", "symbol": "rect", "symbolSize": tileSize - 4, "data": s.Data, "itemStyle": map[string]any{"opacity": 1},
		"label": map[string]any{"show": true, "position": "inside", "align": "center", "fontSize": 12, "color": Ink, "rich": styles},
	}
}

// tileGrid holds the squares at one size in the middle of the place.
func tileGrid(size int) map[string]any {
	return map[string]any{"left": "center", "top": 2, "width": tileColumns * size, "height": tileRows * size}
}

func tileAxis(n int, inverse bool) map[string]any {
	return map[string]any{"type": "value", "show": false, "min": -0.5, "max": float64(n) - 0.5, "inverse": inverse}
}

// tileMedia makes the squares smaller in a narrow place.
func tileMedia(width, size int) map[string]any {
	small := func(height int) map[string]any { return map[string]any{"fontSize": 12, "lineHeight": height} }
	return map[string]any{
		"query": map[string]any{"maxWidth": width},
		"option": map[string]any{
			"grid": tileGrid(size),
			"series": []any{map[string]any{"symbolSize": size - 4, "label": map[string]any{"rich": map[string]any{
				"name": small(15), "number": small(14), "off": small(15),
			}}}},
		},
	}
}
