# Galley. `make` lists what there is to do.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: help run build test quick check domain-wasm e2e interop bench size fuzz golden icons need-cc need-chromium need-node need-npm need-python axe

TAGS := -tags sqlite_fts5
# Everything but the browser stories, which have a target of their own.
NATIVE = $$(go list $(TAGS) ./... | grep -v '/web/e2e$$')
WASM_EXEC = $$(go env GOROOT)/lib/wasm/go_js_wasm_exec
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable $(GALLEY_CHROMIUM)
FUZZTIME ?= 10s
INTEROP := annotations/formats/interop

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | awk -F'\t' '{ printf "make %-8s %s\n", $$1, $$2 }'

run: need-cc ## build the app and start the server with sample articles in ./data
	go run ./web/build -quick
	bin/galley serve --demo --data ./data

build: need-cc ## build app.wasm, its compressed forms and bin/galley, the server with everything inside
	go run ./web/build

test: need-cc check ## everything: check, tests with the race detector, the domain under WebAssembly, browser stories
	go test -race -shuffle=on $(TAGS) $(NATIVE)
	$(MAKE) --no-print-directory domain-wasm e2e

quick: need-cc ## the native tests alone
	go test $(TAGS) $(NATIVE)

check: need-cc ## formatting, vet (native and js/wasm), module files, staticcheck
	@unformatted=$$(gofmt -l annotations app server web); if [ -n "$$unformatted" ]; then \
		echo "not formatted, run gofmt -w on:"; echo "$$unformatted"; exit 1; fi
	go mod tidy -diff
	go vet $(TAGS) ./...
	GOOS=js GOARCH=wasm go vet ./annotations/... ./app/...
	@# Installed rather than run: for the browser's half it must be a native program that looks at js/wasm.
	GOBIN=$(CURDIR)/bin go install $(STATICCHECK)
	bin/staticcheck $(TAGS) ./...
	GOOS=js GOARCH=wasm bin/staticcheck ./app/...

domain-wasm: need-node
	GOOS=js GOARCH=wasm go test -exec="$(WASM_EXEC)" ./annotations/...

e2e: need-cc need-chromium axe ## the browser stories; pictures go to web/e2e/shots
	go test -count=1 -timeout=20m ./web/e2e

# The checker of accessibility, for the stories alone: exact version and checksum stand in the lock file beside it.
AXE := web/e2e/.cache/node_modules/axe-core/axe.min.js
axe: $(AXE)
$(AXE): web/e2e/axe/package.json web/e2e/axe/package-lock.json | need-npm
	mkdir -p web/e2e/.cache
	cp web/e2e/axe/package.json web/e2e/axe/package-lock.json web/e2e/.cache/
	npm ci --prefix web/e2e/.cache --ignore-scripts --no-audit --no-fund --loglevel=error || { \
		echo "axe-core could not be fetched; the stories of accessibility need it once (npm ci in web/e2e/axe by hand does the same)." >&2; exit 1; }
	touch $@

# The packages are installed once for each requirements.txt and Python.
interop: need-cc need-python ## exports loaded by the programs they are meant for (Python packages in .cache/interop)
	@mkdir -p .cache/interop
	@stamp="$$(python3 --version) $$(cksum < $(INTEROP)/requirements.txt)"; \
	if [ "$$(cat .cache/interop/stamp 2>/dev/null)" != "$$stamp" ]; then \
		rm -rf .cache/interop/venv && python3 -m venv .cache/interop/venv && \
		.cache/interop/venv/bin/python -m pip install -q --disable-pip-version-check -r $(INTEROP)/requirements.txt || \
		{ echo "The packages of $(INTEROP)/requirements.txt could not be installed; the exports were not tried." >&2; exit 1; }; \
		echo "$$stamp" > .cache/interop/stamp; fi
	go build $(TAGS) -o .cache/interop/galley ./server
	.cache/interop/venv/bin/python $(INTEROP)/run.py --galley .cache/interop/galley --work .cache/interop/work
	GALLEY_SPACY_PYTHON=$(CURDIR)/.cache/interop/venv/bin/python go test -count=1 -run=Spacy ./annotations/tokens

bench: need-cc need-chromium ## benchmarks, native and in the browser: from key to paint, warm start
	go test $(TAGS) -run='^$$' -bench=. -benchmem $(NATIVE)
	go test -run='^$$' -bench=. -benchtime=1x ./web/e2e

size: ## size of the download against its budget; RECORD=1 remembers it in web/size.json
	go run ./web/build -size $(if $(RECORD),-record)

fuzz: need-cc ## every fuzz target, 10 s each (FUZZTIME)
	@for package in $(NATIVE); do \
		for target in $$(go test $(TAGS) -list='^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			go test $(TAGS) -run='^$$' -fuzz="^$$target$$" -fuzztime=$(FUZZTIME) $$package; \
		done; done

golden: need-cc ## rewrite golden files, then show what changed
	@for package in $$(grep -rl --include='*_test.go' 'flag.Bool("update"' annotations app server | xargs -r -n1 dirname | sort -u); do \
		go test $(TAGS) ./$$package -update; done
	git --no-pager diff --stat -- '*testdata*'

icons: need-chromium ## draw the PNG icons again from web/static/icons/icon.svg
	for size in 192 512; do $$(command -v $(BROWSERS) | head -n 1) --headless --no-sandbox \
		--disable-gpu --default-background-color=00000000 --window-size=$$size,$$size \
		--screenshot=web/static/icons/icon-$$size.png file://$(CURDIR)/web/static/icons/icon.svg; done

# What is needed besides Go: installed where that is possible, named where it is not.
# $(call need,COMMANDS any of which will do,PACKAGE,WHAT IT IS)
define need
	@if ! command -v $(1) >/dev/null; then \
		if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
			as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
			$$as_root apt-get update -qq </dev/null; \
			$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2) </dev/null; \
		else \
			echo "$(3) is missing; install it (Debian, Ubuntu: apt-get install $(2); elsewhere by your package manager) and try again." >&2; \
			exit 1; \
		fi; fi
endef

need-cc:
	$(call need,gcc clang cc,gcc libc6-dev,A C compiler (for SQLite))

# Chrome on a Mac is no command; there the stories themselves look for it.
need-chromium:
	$(if $(wildcard /Applications/*Chrom*.app),,$(call need,$(BROWSERS),chromium,Chromium (for the browser stories)))

need-npm: need-node
	$(call need,npm,npm,npm (to fetch axe-core for the stories of accessibility))

need-node:
	$(call need,node,nodejs,Node.js (for the tests under WebAssembly))

need-python:
	$(call need,python3,python3 python3-venv,Python 3 (for the exports in their consumers))
	@python3 -c 'import venv, ensurepip' || { echo "Python's venv is missing; install it (Debian, Ubuntu: apt-get install python3-venv) and try again." >&2; exit 1; }
