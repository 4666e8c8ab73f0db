#!/bin/sh
# Fetches the vendored parts of the pages by exact version, checks each archive, and copies what
# we serve to static/vendor with its licence. Needs npm and python3; only whoever updates a part
# runs it, the results are committed. docs/vendored.md lists what is here and why.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # name@version  archive  sha256  folder
    (cd "$work" && npm pack --silent "$1" >/dev/null)
    echo "$3  $work/$2" | sha256sum --check --quiet -
    mkdir -p "$work/$4"
    tar -xzf "$work/$2" -C "$work/$4" --strip-components=1
}

fetch bootstrap@5.3.9 bootstrap-5.3.9.tgz \
    06bdf78289c3c12ea99d40df84eedf6278c724c73eebf38f11f3a65b44ec8c94 bootstrap
fetch @fontsource-variable/inter@5.3.0 fontsource-variable-inter-5.3.0.tgz \
    d26710dd38e7217484a1d47ee76c024977ec550548876f26d06ed1844af09a14 inter
fetch bootstrap-icons@1.13.2 bootstrap-icons-1.13.2.tgz \
    7b5960145e1ab14a49a117f96a9e5a54a94fdf07f21e302d9e4f88d73dd19f9c icons

to=static/vendor
rm -rf "$to"
mkdir -p "$to/bootstrap" "$to/inter" "$to/bootstrap-icons"
# The source map stays away: its address in the last line would be a second request.
sed '/^\/\*# sourceMappingURL=/d' "$work/bootstrap/dist/css/bootstrap.min.css" \
    >"$to/bootstrap/bootstrap.min.css"
cp "$work/bootstrap/LICENSE" "$to/bootstrap/LICENSE"
cp "$work/inter/files/inter-latin-wght-normal.woff2" \
    "$work/inter/files/inter-latin-ext-wght-normal.woff2" "$to/inter/"
cp "$work/inter/LICENSE" "$to/inter/LICENSE"
cp "$work/icons/LICENSE" "$to/bootstrap-icons/LICENSE"
python3 scripts/build_icons.py "$work/icons/icons"
python3 scripts/bundle.py
