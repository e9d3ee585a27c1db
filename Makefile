# `make` lists the targets. Everything is built into .build.
SHELL := /bin/sh
PREFIX ?= /usr/local
CHECKED := --explicit-target-dependency-import-check error
PLUMB := .build/debug/plumb
SHARE := .build/share

.PHONY: help dependencies moto build demo test trials lint format golden release bench completions man install

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

dependencies:
	@echo "make: looking for the system's libraries (installs what is missing; a minute at most)"
	@sh Scripts/dependencies.sh

moto:
	@echo "make: looking for moto, which tests ask instead of AWS (installing it takes about 2 minutes, once)"
	@sh Scripts/moto.sh

build: dependencies ## build plumb for trying out: .build/debug/plumb
	@echo "make: building plumb (the first time 5 to 10 minutes on 2 cores, then seconds)"
	swift build --product plumb

demo: build ## build, and run the demonstration
	@echo "make: running the demonstration (a few seconds)"
	sh Examples/demo.sh $(PLUMB)

test: dependencies moto ## run all tests, and check that targets import only what they declare
	@echo "make: building all tests (the first time about 15 minutes on 2 cores, then minutes)"
	swift build --build-tests $(CHECKED)
	@echo "make: running all tests (10 to 20 minutes on 2 cores)"
	sh Scripts/test.sh $(CHECKED)

trials: ## run the tests with ten times as many random trials (hours); PLUMB_TRIALS=100 for more
	PLUMB_TRIALS=$${PLUMB_TRIALS:-10} $(MAKE) test

lint: dependencies ## check format, imports and shell scripts
	swift format lint --strict --parallel -r Sources Tests Package.swift
	for script in Scripts/*.sh Examples/*.sh; do [ ! -e $$script ] || sh -n $$script || exit 1; done
	bash -n .ci/run
	swift build --build-tests $(CHECKED)

format: ## rewrite Swift files as `make lint` wants them
	swift format -i -r Sources Tests Package.swift

golden: dependencies ## record the golden files anew (fails on purpose: look at the difference)
	RECORD_GOLDEN=1 swift test $(CHECKED)

release: dependencies ## build the optimized binary: .build/plumb
	swift build -c release --product plumb --static-swift-stdlib
	cp .build/release/plumb .build/plumb.new && strip .build/plumb.new
	cd / && $(CURDIR)/.build/plumb.new --version
	mv .build/plumb.new .build/plumb
	@echo "$$(stat -c %s .build/plumb) bytes: .build/plumb"

bench: release ## measure speed and size; see Benchmarks/README.md
	PLUMB=.build/plumb python3 Benchmarks/run.py

completions: build ## write completions for bash, zsh and fish to .build/share
	mkdir -p $(SHARE)
	for shell in bash zsh fish; do \
	  $(PLUMB) --generate-completion-script $$shell > $(SHARE)/plumb.$$shell || exit 1; done

man: dependencies ## write the manual page to .build/share (builds the optimized program)
	mkdir -p $(SHARE)
	swift package plugin generate-manual
	cp .build/plugins/GenerateManual/outputs/plumb/plumb.1 $(SHARE)/

install: release completions man ## install below PREFIX (default /usr/local)
	install -D -m 755 .build/plumb $(DESTDIR)$(PREFIX)/bin/plumb
	install -D -m 644 $(SHARE)/plumb.1 $(DESTDIR)$(PREFIX)/share/man/man1/plumb.1
	install -D -m 644 $(SHARE)/plumb.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/plumb
	install -D -m 644 $(SHARE)/plumb.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_plumb
	install -D -m 644 $(SHARE)/plumb.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/plumb.fish
