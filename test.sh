#!/usr/bin/env bash
# Builds everything and runs every test. The last line is "N passed, N failed, N skipped".
#
#   ./test.sh           everything, with the real peers that apt can install (they are skipped by name elsewhere)
#   ./test.sh unit      only the unit tests: seconds
set -u
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

peers="yaz yaz-illclient libyaz-dev pkg-config gcc strace postfix dovecot-imapd python3 python3-zeep chromium chromium-driver"

install_peers() {
  local missing=""
  for package in $peers; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -z "$missing" ] && return
  echo "Installing the peers that the tests talk to:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null 2>&1
  for package in $missing; do
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 \
      || echo "  $package cannot be installed here; its tests are skipped by name."
  done
}

if [ "${1:-all}" = all ]; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    install_peers
  else
    echo "No apt or not root: tests against real peers that are missing are skipped by name."
  fi
fi

echo "Building ..."
dotnet build ResourceSharing.sln -c Release -v quiet --nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

tests=tests/bin/Release/net10.0/ResourceSharing.Tests
report=$(mktemp)
trap 'rm -f "$report"' EXIT
filter=()
[ "${1:-all}" = unit ] && filter=(-namespace "ResourceSharing.Tests.Unit*")

"$tests" "${filter[@]}" -noLogo -noColor -xml "$report"
code=$?

counts=$(python3 - "$report" <<'PY' 2>/dev/null || true
import sys, xml.etree.ElementTree as tree
passed = failed = skipped = 0
for assembly in tree.parse(sys.argv[1]).getroot().iter("assembly"):
    passed += int(assembly.get("passed", 0))
    failed += int(assembly.get("failed", 0)) + int(assembly.get("errors", 0))
    skipped += int(assembly.get("skipped", 0)) + int(assembly.get("not-run", 0))
print(f"{passed} passed, {failed} failed, {skipped} skipped")
PY
)
echo "${counts:-0 passed, 1 failed, 0 skipped}"
exit $code
