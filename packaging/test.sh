#!/usr/bin/env bash
# Set up what the tests need and run every check: bash packaging/test.sh [more for pytest]
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

failed=()
check() {
    local name=$1
    shift
    say "$name"
    "$@" || failed+=("$name")
}

# The seed lets a change fail for what it did, not for what chance drew; draw others with --hypothesis-seed=N.
# pytest's 5 says that no test was chosen, as when all that are asked for are fast ones.
tests() { python -m pytest --hypothesis-seed=0 --durations=15 "$@" || (($? == 5)); }

set_up test "[test,dev,train]"
cd "$top"
export PATH="$environment/bin:$PATH"
[[ -n ${DISPLAY:-} ]] || export QT_QPA_PLATFORM=offscreen

check "ruff: lint" ruff check .
check "ruff: format" ruff format --check .
check "mypy: types" mypy
check "import-linter: who imports whom" lint-imports
check "pytest: fast tests" tests -m "not slow and not e2e" "$@"
check "pytest: slow tests" tests -m "slow or e2e" "$@"

if ((${#failed[@]})); then
    printf '\nfailed: %s\n' "${failed[@]}" >&2
    exit 1
fi
say "All checks passed"
