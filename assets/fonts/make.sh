#!/bin/sh
# Makes the fonts of the program from their published sources:
#   Noto Sans SC  npm package @expo-google-fonts/noto-sans-sc  (OFL 1.1)
#   Phosphor      npm package @phosphor-icons/web              (MIT)
# Needs: npm, tar, python3 with fonttools (pip install fonttools==4.68.0),
# and the Unihan tables of the Debian package unicode-data (apt-get install unicode-data).
# With the same versions the output is the same, byte for byte.
# PACKS=<folder> takes the two tarballs from there instead of asking npm for them.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

noto=expo-google-fonts-noto-sans-sc-0.4.3.tgz
phosphor=phosphor-icons-web-2.1.2.tgz
if [ -n "${PACKS:-}" ]; then
    cp "$PACKS/$noto" "$PACKS/$phosphor" .
else
    npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3
    npm pack --silent @phosphor-icons/web@2.1.2
fi
mkdir noto phosphor
tar xzf "$noto" -C noto --strip-components=1 package/400Regular package/600SemiBold package/LICENSE_FONT
tar xzf "$phosphor" -C phosphor --strip-components=1 package/src/regular package/LICENSE

# The characters: regular.txt, semibold.txt, and phosphor.txt with the names of the icons.
python3 - <<'PY'
import bz2, re

symbols = set()
for first, last in [
    (0x20, 0x7E), (0xA0, 0xFF),                          # ASCII, Latin-1
    (0x370, 0x3FF),                                      # Greek
    (0x2000, 0x206F),                                    # general punctuation
    (0x2160, 0x216B), (0x2460, 0x2473),                  # Roman numerals, circled numbers
    (0x2581, 0x2588),                                    # block elements
    (0x3000, 0x303F), (0xFF01, 0xFF5E),                  # CJK punctuation, full-width forms
]:
    symbols.update(range(first, last + 1))
symbols.update(map(ord, "←↑→↓↗↘≥≤≠≈÷×±√∞∑−▲▼△▽●○◎◆◇■□★☆─│㎡㎏℃№￥"))

def gb2312(rows):
    return {ord(bytes((0xA0 + r, 0xA0 + c)).decode("gb2312", "replace")[0])
            for r in rows for c in range(1, 95)} - {0xFFFD}

unihan = bz2.open("/usr/share/unicode/Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8").read()
standard = {int(c, 16) for c in re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", unihan, re.M)}
assert len(standard) == 8105, len(standard)
level_1, all_rows = gb2312(range(16, 56)), gb2312(range(16, 88))
assert (len(level_1), len(all_rows)) == (3755, 6763)

def write(name, codes):
    with open(name, "w") as out:
        out.writelines(f"U+{c:04X}\n" for c in sorted(codes))

write("regular.txt", symbols | all_rows | standard)
write("semibold.txt", symbols | level_1)

wanted = """
house pencil-simple note-pencil check-square chart-line chart-bar target paper-plane-tilt tray
download stack sigma buildings hospital magnifying-glass gear caret-down caret-right caret-up
caret-left arrow-up arrow-down arrow-left arrow-right arrow-up-right arrow-down-right check
check-circle x x-circle warning warning-circle info question plus minus floppy-disk copy
clipboard clipboard-text folder-open file file-plus file-text lock lock-open
arrow-counter-clockwise arrow-clockwise clock calendar-blank flag star eye list sidebar-simple
sun moon globe translate download-simple upload-simple image table funnel arrows-clockwise
export user circle dots-three keyboard note chat-text printer trash
""".split()
css = open("phosphor/src/regular/style.css", encoding="utf-8").read()
codes = {n: int(c, 16) for n, c in re.findall(r'\.ph-([a-z0-9-]+):before \{\s*content: "\\([0-9a-f]+)"', css)}
missing = [n for n in wanted if n not in codes]
assert not missing, missing
with open("phosphor.txt", "w") as out:
    out.writelines(f"{n}\tU+{codes[n]:04X}\n" for n in sorted(set(wanted)))
write("icons.txt", {codes[n] for n in wanted})
PY

subset() {
    python3 -m fontTools.subset "$1" --unicodes-file="$2" --output-file="$3" \
        --layout-features= --no-hinting --no-recalc-timestamp \
        --drop-tables+=GSUB,GPOS,vhea,vmtx,VORG,BASE,STAT,DSIG
}
sed 's/^U+//' regular.txt >regular.hex
sed 's/^U+//' semibold.txt >semibold.hex
sed 's/^U+//' icons.txt >icons.hex
subset noto/400Regular/NotoSansSC_400Regular.ttf regular.hex "$here/NotoSansSC-Regular.ttf"
subset noto/600SemiBold/NotoSansSC_600SemiBold.ttf semibold.hex "$here/NotoSansSC-SemiBold.ttf"
subset phosphor/src/regular/Phosphor.ttf icons.hex "$here/Phosphor.ttf"
# The source has no figure, thin, hair or narrow no-break space: add them as empty glyphs.
python3 - "$here/NotoSansSC-Regular.ttf" "$here/NotoSansSC-SemiBold.ttf" <<'PY'
import sys
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

for path in sys.argv[1:]:
    font = TTFont(path, recalcTimestamp=False)
    digit = font["hmtx"][font.getBestCmap()[ord("0")]][0]
    em = font["head"].unitsPerEm
    order = font.getGlyphOrder()
    for code, width in [(0x2007, digit), (0x2009, em // 5), (0x200A, em // 10), (0x202F, em // 5)]:
        if code in font.getBestCmap():
            continue
        name = f"uni{code:04X}"
        font["glyf"].glyphs[name] = Glyph()
        font["hmtx"][name] = (width, 0)
        order = order + [name]
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format in (4, 12):
                table.cmap[code] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font.save(path)
PY
cp phosphor.txt "$here/phosphor.txt"
cp noto/LICENSE_FONT "$here/OFL.txt"
cp phosphor/LICENSE "$here/Phosphor-LICENSE.txt"
