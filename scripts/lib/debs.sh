#!/bin/bash
# Fetch Debian packages with apt, signatures checked, and unpack them into a folder.
# Needs no root and leaves the system's own apt untouched: all of apt's state lives in WORK.
#
#   debs.sh odoo     WORK DEST                  the Odoo 19 source tree and the fonts and scripts it links to
#   debs.sh closure  WORK DEST PACKAGE...       packages of this release and every library of theirs
#                                               that this machine does not have
#   debs.sh plain    WORK DEST SUITE PACKAGE... packages of a given release, without their libraries
set -eu

die() { echo "$1" >&2; exit "${2:-1}"; }

mode=$1 work=$2 dest=$3
shift 3
for tool in apt-get apt-cache dpkg-deb; do
    command -v "$tool" >/dev/null || die "$tool is missing: this set-up needs a Debian system." 3
done
. /etc/os-release
codename=${VERSION_CODENAME:-bookworm}
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/debs" "$dest"
: > "$work/status"

apt_options=(
    -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State=$work/state" -o "Dir::State::Lists=$work/state/lists"
    -o "Dir::Cache=$work/cache" -o Acquire::Languages=none -o Acquire::Retries=2
    -o Acquire::http::Timeout=30 -o "APT::Sandbox::User=$(id -un)" -o Debug::NoLocking=1
    -o APT::Install-Recommends=false -o APT::Get::AllowUnauthenticated=false
)
status=(-o "Dir::State::status=$work/status")

# The mirrors this machine already uses. The first command prints nothing when the apt lists are
# empty (usual in container images); the second reads the machine's sources in any case.
mirrors() {
    {
        apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
            awk '$1 == "Debian" { print $2 }'
        apt-get -o "Dir::State::Lists=$work/state/lists" update --print-uris |
            sed -n "s#^'\(.*\)/dists/[^/']*/InRelease'.*#\1/#p"
    } 2>/dev/null | grep -v -e security -e backports | awk '!seen[$0]++'
}

# use_suites PACKAGE SUITE...: point apt at the first mirror that has PACKAGE.
use_suites() {
    local wanted=$1 mirror suite
    shift
    for mirror in $(mirrors); do
        for suite in "$@"; do
            echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
        done > "$work/sources.list"
        apt-get "${apt_options[@]}" "${status[@]}" -qq update || continue
        apt-cache "${apt_options[@]}" "${status[@]}" show "$wanted" >/dev/null 2>&1 && return 0
    done
    return 1
}

unpack() {
    local deb
    for deb in "$work"/debs/*.deb; do
        dpkg-deb -x "$deb" "$dest" || die "Cannot unpack $deb."
    done
    rm -rf "$work/debs"
}

fetch_odoo() {
    use_suites odoo-19 sid trixie bookworm || die "No Debian mirror offers odoo-19." 4
    cd "$work/debs"
    apt-get "${apt_options[@]}" "${status[@]}" -qq download odoo-19 fonts-montserrat \
        fonts-roboto-unhinted fonts-inconsolata fonts-ocr-b libjs-jquery libjs-jquery-form \
        libjs-underscore
    local suite
    for suite in trixie bookworm; do    # version 4.7, which the Odoo tree links to
        apt-get "${apt_options[@]}" "${status[@]}" -qq download "fonts-font-awesome/$suite" && break
    done
    unpack
}

# The packages that apt would have to install here, so nothing the machine has is fetched again.
# The C library is never taken: a second one beside the system's breaks every program.
fetch_closure() {
    use_suites "$1" "$codename" || die "No Debian mirror offers $1 for $codename." 4
    local system=(-o "Dir::State::status=${GIFT_DPKG_STATUS:-/var/lib/dpkg/status}")
    local plan
    plan=$(apt-get "${apt_options[@]}" "${system[@]}" -s --no-remove install "$@" 2>"$work/plan.log") ||
        plan=$(apt-get "${apt_options[@]}" "${status[@]}" -s install "$@")
    echo "$plan" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' |
        grep -v -x -E 'libc6|libc-bin|libgcc-s1|gcc-[0-9]+-base|libc-l10n|locales|dpkg|base-files' \
        > "$work/packages" || true
    # An installed package is wanted all the same, because its own files are needed here. A name
    # that is only provided by another package (libmagic1 by libmagic1t64) is in the plan already.
    local candidate="Candidate: [0-9]"
    for name in "$@"; do
        grep -q -x "$name" "$work/packages" && continue
        apt-cache "${apt_options[@]}" "${status[@]}" policy "$name" | grep -q "$candidate" && echo "$name"
    done >> "$work/packages" || true
    cd "$work/debs"
    # shellcheck disable=SC2046
    apt-get "${apt_options[@]}" "${status[@]}" -qq download $(cat "$work/packages")
    unpack
}

fetch_plain() {
    local suite=$1
    shift
    use_suites "$1" "$suite" || die "No Debian mirror offers $1 in $suite." 4
    cd "$work/debs"
    apt-get "${apt_options[@]}" "${status[@]}" -qq download "$@"
    unpack
}

"fetch_$mode" "$@"
