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

unit: build # unit, property, database, command and real-data tests
	go test -race -shuffle=on -timeout 15m ./...

browser: build # the pages in Chromium
	cd $(UI) && npm run typecheck && npm run test:e2e

bench: ## measure against peers and write docs/BENCHMARKS.md
	.ci/bench

clean: ## remove what was built
	rm -rf bin $(UI)/dist $(UI)/node_modules

.PHONY: help build run test install format vet lint unit browser bench clean
