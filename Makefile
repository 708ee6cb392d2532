# perimetre: build, run, check. Each target says what it does; `make` alone lists them.

.DEFAULT_GOAL := help
SHELL := /bin/bash -o pipefail

UI     := web/ui
UI_SRC := $(shell find $(UI) -type f -not -path '*/node_modules/*' -not -path '*/dist/*')

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

## Build and run

build: $(UI)/dist/index.html ## build bin/perimetre with its front end
	go build -o bin/perimetre ./cmd/perimetre

run: build ## serve the imaginary demo country
	bin/perimetre demo

$(UI)/dist/index.html: $(UI_SRC)
	@command -v npm >/dev/null || { echo 'npm is missing: install Node 20 or newer (Debian: apt-get install npm)' >&2; exit 1; }
	cd $(UI) && npm ci --no-fund --no-audit && npm run build

## Check

test: install format vet lint unit browser ## install what the tests need, then run every check

install: # a C compiler, PostGIS, GDAL, 7-Zip and Chromium
	.ci/install

format: # the layout of Go files
	@files=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$files" ] || { echo "not formatted: $$files" >&2; exit 1; }

vet:
	go vet ./...

lint:
	go tool golangci-lint run ./...

# Twice: all tests, none of which is left out where CI=true; then those that start goroutines, and all others on little data, under
# the race detector, which makes a program five to ten times slower. internal/race says what the second pass leaves out, and
# internal/house that the first leaves out nothing for that reason. GORACE spares a second at the end of each process. What takes longest
# comes first, so that no core is left waiting for the other at the end.
unit: build # unit, property, database, command and real-data tests
	go test -shuffle=on -timeout 10m $(LONGEST) ./...
	GORACE=atexit_sleep_ms=10 go test -race -short -shuffle=on -timeout 10m $(LONGEST) ./...

LONGEST := ./cmd/perimetre ./tiles/mvt ./data/ingest ./geo/topo

browser: build # the pages in Chromium
	cd $(UI) && npm run typecheck && npm run test:e2e

bench: ## measure against peers and write docs/BENCHMARKS.md
	.ci/bench

clean: ## remove what was built
	rm -rf bin $(UI)/dist $(UI)/node_modules

.PHONY: help build run test install format vet lint unit browser bench clean
