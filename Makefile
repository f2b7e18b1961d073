# The commands of the project. `make run` and `make test` do all the set-up they need.
SHELL := /bin/bash
GO_MIN := 1.26
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -X main.version=$(VERSION)
BUNDLE := charts/assets/dist/echarts.js

.PHONY: run test bench calibrate build assets lint tools

run: build ## build, create the database, load what is shipped, serve
	./bin/biaochi serve

build: assets ## leaves the binary at bin/biaochi
	go build -ldflags '$(LDFLAGS)' -o bin/biaochi ./cmd/biaochi

assets: $(BUNDLE) ## fetch the pinned ECharts through npm and trim it

$(BUNDLE): charts/assets/package-lock.json charts/assets/echarts.js charts/assets/build.mjs | tools
	cd charts/assets && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build

tools:
	@command -v go >/dev/null && [ "$$(printf '%s\n' $(GO_MIN) "$$(go env GOVERSION | sed 's/^go//')" | sort -V | head -n 1)" = $(GO_MIN) ] || { echo "missing: Go $(GO_MIN) or newer (https://go.dev/dl/)" >&2; exit 1; }
	@.ci/need gcc:gcc npm:npm

test: assets lint ## everything: Debian packages, format, vet, lint, every test under the race detector
	@.ci/need chromium:chromium pdfinfo:poppler-utils /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc:fonts-noto-cjk promtool:prometheus amtool:prometheus-alertmanager nginx:nginx-light caddy:caddy systemd-analyze:systemd sqlite3:sqlite3 soffice:libreoffice-calc /usr/lib/python3/dist-packages/uno.py:python3-uno
	go test -race -timeout 25m ./...

lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$unformatted" ] || { echo "not formatted (gofmt -w): $$unformatted" >&2; exit 1; }
	go vet ./...
	go tool staticcheck ./...

bench: build ## ratios within one run, never times
	@.ci/need sqlite3:sqlite3 hugo:hugo chromium:chromium
	GOBIN=$(CURDIR)/cmd/bench/peer go install github.com/pocketbase/pocketbase/examples/base@v0.39.0
	go run ./cmd/bench -biaochi bin/biaochi -pocketbase cmd/bench/peer/base

calibrate: | tools ## how far the forecast can be trusted: coverage, Brier score and scaled error
	go run ./cmd/calibrate
