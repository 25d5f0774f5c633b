# The project's commands; `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run build web test test-long test-s3 test-mail test-cluster cluster-up cluster-down lint fmt bench fuzz clean-tools

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build the program and serve on http://127.0.0.1:7878 (ARGS="--listen … --data-dir …")
	exec target/release/annals serve $(ARGS)

build: web ## Build the release binary, target/release/annals, with its web pages
	cargo build --locked --release -p annals-cli

web: web/dist/index.html ## Build the web pages, where they changed

web/dist/index.html: web/index.html web/package-lock.json web/vite.config.ts $(shell find web/src web/public -type f)
	scripts/web.sh build

test: ## Run every check: Rust with a real PostgreSQL and S3, schemathesis, the Python client, the web pages in a real browser, licences
	scripts/test.sh

test-long: ## Kill the server 200 times under load of scripts and of flows, on both databases (about 8 minutes)
	scripts/test-long.sh

test-s3: ## Try files and offloaded logs on an S3-compatible server
	cargo build --locked -p annals-cli
	ANNALS_TEST_BINARY=$(CURDIR)/target/debug/annals scripts/with-postgres.sh scripts/with-s3.sh \
		cargo test --locked --workspace --features annals-tests/s3 --test s3

test-mail: ## Try mail in and out on Dovecot and a real SMTP server, and results on an S3-compatible one
	cargo build --locked -p annals-cli
	ANNALS_TEST_BINARY=$(CURDIR)/target/debug/annals scripts/with-postgres.sh scripts/with-mail.sh scripts/with-s3.sh \
		cargo test --locked --workspace --test mail --test it --features annals-tests/mail,annals-connect/mail,annals-connect/s3

test-cluster: ## Try runs, the image and the Helm chart on a real Kubernetes node with Argo (as root; or on the cluster of KUBECONFIG)
	scripts/test-cluster.sh

cluster-up: ## Bring up that node and leave it up
	scripts/cluster/up.sh

cluster-down: ## Take it down
	scripts/cluster/down.sh

lint: ## Check format and lints only
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

fmt: ## Format the code
	cargo fmt --all

bench: web ## Measure on this machine, on SQLite, a real PostgreSQL and in a browser (about 25 minutes)
	cargo build --locked --release -p annals-cli -p annals-bench
	scripts/with-postgres.sh target/release/annals-bench

fuzz: ## Feed random input to the readers of lines, blocks and spools (FUZZ_SECONDS=600 each)
	scripts/fuzz.sh

clean-tools: ## Remove what the checks installed into target/tools
	rm -rf target/tools
