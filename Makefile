# The shop on one machine. `make help` lists the commands; docs/development.md has the details.
.DEFAULT_GOAL := help
.PHONY: help run test lint format i18n unit addons e2e config setup clean \
	bench bench-engine bench-feed bench-hostile bench-last-unit bench-render bench-names bench-parity bench-points bench-preview bench-reports upstream

PORT ?= 8069
export PORT

help: ## list the commands
	@sed -n 's/^\([a-z0-9-]*\): .*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

run: ## open the demo shop on http://localhost:8069 (make run PORT=8080 for another port)
	@scripts/lib/launch.sh run

test: ## set up, lint, and run every test
	@scripts/lib/launch.sh test

lint: ## only the linters
	@scripts/lib/launch.sh test lint

format: ## let the formatters mend what they can
	@scripts/lib/launch.sh format

i18n: ## export the terms of our addons and merge them into their translations
	@scripts/lib/launch.sh i18n

unit: ## only the tests without Odoo
	@scripts/lib/launch.sh test unit

addons: ## only the addons' tests
	@scripts/lib/launch.sh test addons

e2e: ## only the journeys in a real browser
	@scripts/lib/launch.sh test e2e

config: ## only the tests of the nginx and container files
	@scripts/lib/launch.sh test config

bench-engine: ## measure the layout engine against its bars
	@scripts/py tests/bench/engine.py

bench-feed: ## measure a supplier's list of 50,000 rows in a copy of the demo shop
	@scripts/py tests/bench/feed.py

bench-hostile: ## send 2,000 hostile inputs through the real routes
	@scripts/py tests/bench/hostile.py

bench-last-unit: ## let two buyers pay for the same last piece, 200 times
	@scripts/py tests/bench/last_unit.py

bench-points: ## measure a ledger of a million points' entries, and two carts on the same points
	@scripts/py tests/bench/points.py

bench-reports: ## measure the reports with 10,000, 100,000 and a million order lines
	@scripts/py tests/bench/reports.py

bench-preview: ## measure the live preview in Chromium against its bars
	@scripts/py tests/bench/preview.py

bench-render: ## measure rendering against its bars
	@scripts/py tests/bench/render.py

bench-names: ## measure a list of 1,000 names in a copy of the demo shop
	@scripts/py tests/bench/names.py

bench-parity: ## compare previews with print files for a corpus of designs
	@scripts/py tests/bench/parity.py

bench: ## run all benchmarks
	@failed=0; for name in engine render parity preview names last_unit points reports feed hostile; do scripts/py tests/bench/$$name.py || failed=1; done; exit $$failed

upstream: ## run Odoo's own tests with our addons and compare with a run without them
	@scripts/py tests/upstream/run.py

setup: ## install everything, the tests' tools included
	@scripts/lib/launch.sh setup

clean: ## remove everything the set-up made, and nothing else
	@scripts/lib/launch.sh clean
