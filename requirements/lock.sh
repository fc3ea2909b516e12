#!/bin/sh
# Write both lock files anew. Needs uv.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile pyproject.toml "$@" --python-version 3.10 --python-platform x86_64-manylinux_2_28 \
        --override requirements/overrides.txt --prerelease if-necessary-or-explicit \
        --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command requirements/lock.sh --quiet
}
compile --output-file requirements/main.lock
compile --extra dev --constraint requirements/main.lock --output-file requirements/dev.lock
