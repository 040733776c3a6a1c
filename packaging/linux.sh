#!/usr/bin/env bash
# Builds the Linux programs for glibc 2.28 (UOS 20, Kylin V10, Debian 10 and later) and packs them as .deb and tar.gz.
#
#   packaging/linux.sh [x86_64|aarch64]…     both unless said otherwise
#
#   OUT               where the packages go (default target/packages)
#   CARGO_TARGET_DIR  where to build (default target/packaging)
#   PROFILE           dist, or release for a trial: larger, and sooner there
#   PROGRAMS          a folder with both programs of one processor, to be packed as they are
#
# Linked by zig (cargo-zigbuild, ziglang), which knows which symbols each glibc has. A toolchain without the library for
# aarch64 is passed over for Debian's (rustc-web with its library's sources). What is built for another processor is run
# under qemu. Installs what is missing, where it may.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source-path=SCRIPTDIR source=common.sh
source packaging/common.sh
GLIBC=2.28
(($#)) || set -- x86_64 aarch64

say "what the machine needs"
need_packages binutils python3-venv librsvg2-bin dpkg
tools=$TARGETS/tools
if [[ ! -x $tools/bin/cargo-zigbuild ]]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install -q ziglang cargo-zigbuild
fi
export PATH=$tools/bin:$PATH

# needs_no_newer FILE… : no symbol of a glibc newer than promised, and no library but glibc's own.
needs_no_newer() {
    local file newest wanted
    for file in "$@"; do
        # By readelf, which reads the programs of every processor.
        newest=$(readelf -W --version-info "$file" | grep -oE 'GLIBC_[0-9.]+' | sed 's/GLIBC_//' | sort -Vu | tail -n 1)
        wanted=$(readelf -W -d "$file" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]$/\1/p' | sort | xargs)
        echo "${file##*/}: GLIBC_$newest; $wanted"
        [[ -n $newest && $(printf '%s\n' "$newest" "$GLIBC" | sort -V | tail -n 1) == "$GLIBC" ]] ||
            fail "${file##*/} wants GLIBC_$newest"
        for library in $wanted; do
            [[ $library =~ ^(lib(c|m|dl|pthread|rt|util|gcc_s)\.so\.[0-9]+|ld-linux-.*)$ ]] ||
                fail "${file##*/} wants $library at its start"
        done
    done
}

# put_tree FOLDER PROGRAMS : what both packages hold, below a prefix.
put_tree() {
    local root=$1 programs=$2 size
    install -D -t "$root/bin" "$programs/duibiao" "$programs/duibiao-cli"
    install -D -m 644 -t "$root/share/applications" packaging/linux/duibiao.desktop
    install -D -m 644 -t "$root/share/mime/packages" packaging/linux/duibiao.xml
    for size in 16 24 32 48 64 128 256; do
        mkdir -p "$root/share/icons/hicolor/${size}x$size/apps"
        rsvg-convert -w "$size" -h "$size" assets/icon.svg \
            -o "$root/share/icons/hicolor/${size}x$size/apps/duibiao.png"
    done
    install -D -m 644 assets/icon.svg "$root/share/icons/hicolor/scalable/apps/duibiao.svg"
    put_licences "$root/share/doc/duibiao"
    chmod 644 "$root"/share/doc/duibiao/*
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for machine in "$@"; do
    target=$machine-unknown-linux-gnu
    say "$machine: the programs"
    if [[ -z ${PROGRAMS:-} ]]; then
        (
            cargo=(cargo)
            if [[ ! -d $(rustc --print target-libdir --target "$target" 2>/dev/null) ]]; then
                need_packages rustc-web cargo-web rust-web-src
                export PATH=$tools/bin:/usr/bin:$PATH RUSTC=/usr/bin/rustc CARGO=/usr/bin/cargo RUSTC_BOOTSTRAP=1
                cargo=(/usr/bin/cargo)
                set -- -Zbuild-std=std,panic_unwind
            else
                set --
            fi
            CARGO_TARGET_DIR=$TARGETS "${cargo[@]}" zigbuild --locked --profile "$PROFILE" --target "$target.$GLIBC" --bins "$@"
        )
    fi
    built=${PROGRAMS:-$TARGETS/$target/$PROFILE}
    say "$machine: what they need of the system"
    needs_no_newer "$built/duibiao" "$built/duibiao-cli"
    at_most 30 "$built/duibiao"

    say "$machine: the main job (duibiao-cli tour)"
    runner=()
    if [[ $machine != $(uname -m) ]]; then
        need_packages qemu-user-static "libc6-${machine/aarch64/arm64}-cross" "libgcc-s1-${machine/aarch64/arm64}-cross"
        runner=("qemu-$machine-static" -L "/usr/$machine-linux-gnu")
    fi
    mkdir "$work/tour-$machine"
    program=$(realpath "$built/duibiao-cli")
    (cd "$work/tour-$machine" && "${runner[@]}" "$program" tour)

    say "$machine: tar.gz"
    folder=duibiao-$VERSION-linux-$machine
    put_tree "$work/$folder" "$built"
    tar -C "$work" --owner=0 --group=0 --numeric-owner --sort=name -czf "$OUT/$folder.tar.gz" "$folder"

    say "$machine: .deb"
    architecture=${machine/x86_64/amd64}
    architecture=${architecture/aarch64/arm64}
    root=$work/deb-$machine
    put_tree "$root/usr" "$built"
    mkdir "$root/DEBIAN"
    sed -e "s/@VERSION@/$VERSION/; s/@ARCHITECTURE@/$architecture/; s/@KIB@/$(du -sk "$root/usr" | cut -f1)/" \
        packaging/linux/control >"$root/DEBIAN/control"
    (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
    dpkg-deb --build --root-owner-group -Zxz "$root" "$OUT/duibiao_${VERSION}_$architecture.deb"
    ls -l "$OUT/$folder.tar.gz" "$OUT/duibiao_${VERSION}_$architecture.deb"
done
