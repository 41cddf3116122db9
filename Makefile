# Each line is a command a person could type. The target `help` comes first: it is what a bare `make` does.
.DEFAULT_GOAL := help
.PHONY: help setup run check test test-full test-postgres bench soak fuzz coverage mutants lint sbom clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the project needs and the machine lacks
	@tools/setup.sh test

run: ## build all and serve it on this machine
	@tools/setup.sh build
	node tools/bundle.mjs
	cargo run -p server

check: ## the quick checks while you work: format, lints, tests of the domain and the pages
	@tools/setup.sh build
	@tools/test.sh fmt clippy domain

test: ## every check: format, lints, Rust tests (SQLite, PostgreSQL), bundle, browser tests; STAGE="rust browser" some, ONLY=pattern some tests
	@tools/setup.sh test
	@ONLY='$(ONLY)' tools/test.sh $(STAGE)

test-full: ## the same with four times the inputs for each parser
	@tools/setup.sh test
	@VESTIBULE_TEST_FULL=1 ONLY='$(ONLY)' tools/test.sh $(STAGE)

test-postgres: ## every Rust test of the store and the site on PostgreSQL, a part through PgBouncer, and the admin in a browser; ONLY=pattern some
	@tools/setup.sh test
	@tools/setup.sh pooler
	@ONLY='$(ONLY)' tools/test.sh build postgres-all postgres-pooler bundle browser-postgres

bench: ## measure weights, times, memory and the admin's list (LIST_ROWS) next to budgets; ROW=name, COMPARE=revision
ifdef COMPARE
	@tools/setup.sh build
	node tools/compare.mjs '$(COMPARE)'
else
	@tools/setup.sh test
	node tools/bundle.mjs
	cargo build --release -p server -p bench --features server/embedded-site
	@VESTIBULE_BINARY=$(CURDIR)/target/release/vestibule VESTIBULE_SITE= \
		npm --loglevel=error --prefix end2end run bench -- $(if $(ROW),--grep '/$(ROW)/i')
endif

soak: ## kill the server SOAK_KILLS (1000) times under load, and its PostgreSQL SOAK_DATABASE_KILLS (50) times; half an hour
	@tools/setup.sh build
	@tools/setup.sh postgres
	node tools/bundle.mjs
	cargo build --release -p server --features embedded-site
	cargo test -p server -p sandbox --test it -- --ignored --exact --nocapture --test-threads 1 \
		crash::soak::thousand_kills_under_load_lose_no_application \
		crash::soak::database_killed_under_load_loses_no_application

fuzz: ## look for inputs that break something, FUZZ_SECONDS (60) a target; wants nightly Rust
	@tools/fuzz.sh

coverage: ## line coverage of the Rust tests, below target/coverage; CRATES="kyc app" by the own tests of these
	@tools/setup.sh coverage
	@tools/coverage.sh $(CRATES)

mutants: ## change the domain's code line by line and name the changes that no test notices; FILES="kyc/src/service" in these, SHARD=0/8 an eighth
	@tools/setup.sh mutants
	@tools/mutants.sh $(FILES)

lint: ## the checks that run nothing: format and lints
	@tools/setup.sh build
	@tools/test.sh fmt clippy clippy-wasm

sbom: ## the bill of materials of all three lock files (CycloneDX): target/sbom/vestibule.cdx.json
	node tools/sbom.mjs

clean: ## remove what was built; what was installed and data/ stay
	cargo clean
	rm -rf end2end/test-results end2end/report
