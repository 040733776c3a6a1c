#!/usr/bin/env bash
# Builds the Windows programs on Debian 12 and packs them: a zip to unpack and start (绿色版), and an installer for one
# person without an administrator.
#
#   packaging/windows.sh
#
#   OUT               where the packages go (default target/packages)
#   CARGO_TARGET_DIR  where to build (default target/packaging)
#   PROFILE           dist, or release for a trial: larger, and sooner there
#   PROGRAMS          a folder with both programs, to be packed as they are
#
# A toolchain that has the Windows target is taken as it is. Else Debian's own (rustc-web with its library's sources)
# builds the library too. Installs with apt what is missing, where it may.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source-path=SCRIPTDIR source=common.sh
source packaging/common.sh
TARGET=x86_64-pc-windows-gnu

say "what the machine needs"
need_packages gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64 nsis python3-minimal libpython3-stdlib
cargo=(cargo)
if [[ -n ${PROGRAMS:-} ]]; then
    cargo=()
elif command -v rustc >/dev/null && [[ -d $(rustc --print target-libdir --target "$TARGET" 2>/dev/null) ]]; then
    rustc --version
else
    need_packages rustc-web cargo-web rust-web-src
    # Build scripts and macros must come of the same compiler: no other rustc before /usr/bin.
    export PATH=/usr/bin:$PATH RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
    cargo=(/usr/bin/cargo -Zbuild-std=std,panic_unwind)
    /usr/bin/rustc --version
fi

say "the programs"
((${#cargo[@]} == 0)) || CARGO_TARGET_DIR=$TARGETS "${cargo[@]}" build --locked --profile "$PROFILE" --target "$TARGET" --bins
built=${PROGRAMS:-$TARGETS/$TARGET/$PROFILE}
for program in duibiao duibiao-cli; do
    [[ -s $built/$program.exe ]] || fail "$built/$program.exe is not there"
done

say "what they import, and what they say of themselves"
packaging/windows/imports.sh "$built/duibiao.exe" "$built/duibiao-cli.exe"

say "the zip"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/duibiao-$VERSION-windows-x86_64
mkdir -p "$folder/saves"
cp "$built/duibiao.exe" "$built/duibiao-cli.exe" "$folder"
# Notepad of every Windows reads it right with a mark at its beginning and line ends of its own.
printf '\xEF\xBB\xBF' >"$folder/使用说明.txt"
sed 's/$/\r/' packaging/windows/使用说明.txt >>"$folder/使用说明.txt"
put_licences "$folder/licences"
at_most 30 "$folder/duibiao.exe"
at_most 45 "$folder"
zip=$OUT/duibiao-$VERSION-windows-x86_64.zip
rm -f "$zip"
# Not by `zip`: Explorer reads a name that is not marked as UTF-8 as one of the old code page.
(cd "$work" && python3 -m zipfile --create "$zip" "${folder##*/}")

say "the installer"
setup=$OUT/duibiao-$VERSION-windows-x86_64-setup.exe
makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$VERSION" "-DFILES=$folder" "-DOUT=$setup" packaging/windows/duibiao.nsi

say "made"
ls -l "$zip" "$setup"
