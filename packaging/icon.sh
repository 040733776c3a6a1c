#!/usr/bin/env bash
# Makes the icon's other files from assets/icon.svg; run it after changing the drawing, and commit what it writes.
# Needs librsvg2-bin and imagemagick.
set -euo pipefail
cd "$(dirname "$0")/../assets"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in 16 24 32 48 64 128 256; do
    rsvg-convert --width "$size" --height "$size" icon.svg --output "$work/$size.png"
done
cp "$work/256.png" icon.png
convert "$work"/{16,24,32,48,64,128,256}.png icon.ico
ls -l icon.png icon.ico
