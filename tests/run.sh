#!/usr/bin/env bash
# Everything that can be checked, from a clean clone on a Debian or Ubuntu machine that has only a Rust toolchain.
#
#   tests/run.sh
#
# Installs with apt what it needs and is missing, where it may (root, or sudo that asks nothing). Where it may not, it
# says loudly what it leaves out and goes on without. Ends with one line, `N passed, N failed`, over its own steps.
#
#   CARGO_TARGET_DIR   where to build (default ~/.cache/duibiao/target: it outlives the clone)
#   WALK_SHOTS         where the walk keeps its pictures (default target/walk)
#   KILLS              how often the program is killed while it is typed into (default 100; 1000 before a release)
#   MINUTES            how long this may take before what can be done without is left out (default 45)
#   DUIBIAO_CRASH_SEEDS  how often each kind of damage is tried at each step of the store (default 1)
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
# The pictures of the tests and of the walk are drawn by the processor: the same on every machine.
export LIBGL_ALWAYS_SOFTWARE=1

PASSED=0
FAILED=0
FAILURES=()
LEFT_OUT=()
STARTED_AT=$SECONDS

say() { printf '\n━━ %s  (%d s)\n' "$1" "$((SECONDS - STARTED_AT))"; }

# step NAME COMMAND… : runs one step and counts it; the others run whatever became of it.
step() {
    local name=$1
    shift
    say "$name"
    if "$@"; then
        PASSED=$((PASSED + 1))
    else
        FAILED=$((FAILED + 1))
        FAILURES+=("$name")
        echo "FAILED: $name"
    fi
}

leave_out() {
    LEFT_OUT+=("$1")
    printf '\n!!!! LEFT OUT: %s\n' "$1"
}

# ---- what the machine lacks ---------------------------------------------------------------------------------------
# A command or file that shows whether a package is there, and the package.
NEEDED=(
    'command:cc gcc'
    'command:ld binutils'
    'header:/usr/include/stdlib.h libc6-dev'
    'command:Xvfb xvfb'
    'command:xdotool xdotool'
    'command:convert imagemagick'
    'command:openbox openbox'
    'command:xprop x11-utils'
    'library:libEGL.so.1 libegl1'
    'library:libGL.so.1 libgl1'
    'library:libvulkan.so.1 libvulkan1'
    'library:libX11-xcb.so.1 libx11-xcb1'
    'library:libXcursor.so.1 libxcursor1'
    'library:libXi.so.6 libxi6'
    'library:libXrandr.so.2 libxrandr2'
    'library:libxkbcommon-x11.so.0 libxkbcommon-x11-0'
    'glob:/usr/share/vulkan/icd.d/lvp_icd*.json mesa-vulkan-drivers'
    'glob:/usr/lib/*/dri/*_dri.so libgl1-mesa-dri'
    'command:openssl openssl'
    'glob:/usr/lib/python3*/ensurepip/__init__.py python3-venv'
    'command:soffice libreoffice-calc'
    'command:xclip xclip'
    'command:mkfs.vfat dosfstools'
)

has() {
    local kind=${1%%:*} what=${1#*:}
    case $kind in
        command) command -v "$what" >/dev/null 2>&1 ;;
        header) [[ -e $what ]] ;;
        library) [[ $(/sbin/ldconfig -p 2>/dev/null || ldconfig -p 2>/dev/null) == *"$what "* ]] ;;
        glob) compgen -G "$what" >/dev/null ;;
    esac
}

lacking() {
    local line
    for line in "${NEEDED[@]}"; do
        has "${line%% *}" || echo "${line##* }"
    done
}

install_missing() {
    local packages as_root=()
    mapfile -t packages < <(lacking)
    ((${#packages[@]})) || return 0
    if ! command -v apt-get >/dev/null; then
        echo "no apt-get here; missing: ${packages[*]}"
        return 0
    fi
    if ((EUID != 0)); then
        if sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            echo "may not install here (not root, and sudo asks for a password); missing: ${packages[*]}"
            return 0
        fi
    fi
    echo "installing: ${packages[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
    ${as_root[@]+"${as_root[@]}"} "${apt[@]}" update || echo "apt-get update failed; trying with what is known"
    # A failed set must not keep back the packages that can be had.
    ${as_root[@]+"${as_root[@]}"} "${apt[@]}" install --no-install-recommends "${packages[@]}" ||
        for package in "${packages[@]}"; do
            ${as_root[@]+"${as_root[@]}"} "${apt[@]}" install --no-install-recommends "$package" || true
        done
}

say "what the machine needs"
install_missing
mapfile -t STILL_LACKING < <(lacking)
lacks() {
    local package
    for package in "$@"; do
        [[ " ${STILL_LACKING[*]-} " == *" $package "* ]] && return 0
    done
    return 1
}
if ! command -v cargo >/dev/null && [[ -r $HOME/.cargo/env ]]; then
    # shellcheck disable=SC1091 # written by rustup
    source "$HOME/.cargo/env"
fi
if ! command -v cargo >/dev/null; then
    echo "no Rust toolchain: cargo is not on the PATH" >&2
    echo "0 passed, 1 failed"
    exit 1
fi
cargo --version

# ---- the checks ---------------------------------------------------------------------------------------------------
if cargo fmt --version >/dev/null 2>&1; then
    step "cargo fmt --check" cargo fmt --all --check
else
    leave_out "cargo fmt: the toolchain has no rustfmt"
fi
if cargo clippy --version >/dev/null 2>&1; then
    step "cargo clippy, warnings are errors" cargo clippy --locked --all-targets -- -D warnings
else
    leave_out "cargo clippy: the toolchain has no clippy"
fi

# The pixel snapshots want a Vulkan driver that draws by the processor; without one only they are left out.
pixels=()
if lacks mesa-vulkan-drivers libvulkan1; then
    leave_out "pixel snapshots: no software Vulkan driver (mesa-vulkan-drivers, libvulkan1)"
    pixels=(-- --skip pixels)
else
    lavapipe=$(compgen -G '/usr/share/vulkan/icd.d/lvp_icd*.json' | head -n 1)
    export VK_ICD_FILENAMES=$lavapipe VK_DRIVER_FILES=$lavapipe
fi
step "cargo test (the suite)" cargo test --locked --test suite ${pixels[@]+"${pixels[@]}"}
step "cargo test (documentation)" cargo test --locked --doc

step "both programs, dev profile" cargo build --locked --bins
DUIBIAO_CLI=$CARGO_TARGET_DIR/debug/duibiao-cli

tour() {
    local folder code=0
    folder=$(mktemp -d)
    (cd "$folder" && env -u DISPLAY -u WAYLAND_DISPLAY "$DUIBIAO_CLI" tour) || code=$?
    ls -l "$folder"/duibiao-tour
    rm -rf "$folder"
    return "$code"
}
step "the main job without a display (duibiao-cli tour)" tour

# DuckDB is a second calculator and no part of the program: where it cannot be had, this is left out.
if python3 -c 'import duckdb' 2>/dev/null; then
    duck=python3
elif python3 -m venv "$CARGO_TARGET_DIR/duckdb" >/dev/null 2>&1 &&
    "$CARGO_TARGET_DIR/duckdb/bin/pip" install -q duckdb >/dev/null 2>&1; then
    duck=$CARGO_TARGET_DIR/duckdb/bin/python
else
    duck=''
    leave_out "the roll-up beside DuckDB: no Python with duckdb, and none could be installed"
fi
if [[ -n $duck ]]; then
    step "every total beside DuckDB over the hand-over" "$duck" tests/rollup_duckdb.py "$DUIBIAO_CLI"
fi

# What of it the machine does not allow the script says itself.
step "a full disk, a read-only folder, FAT32, hostile files in little memory" \
    env DUIBIAO_CLI="$DUIBIAO_CLI" bash tests/media.sh

if lacks xvfb xdotool imagemagick openbox x11-utils libegl1 libgl1 libgl1-mesa-dri; then
    leave_out "kills: missing ${STILL_LACKING[*]}"
else
    step "typed into and killed, ${KILLS:-100} times" \
        env DUIBIAO="$CARGO_TARGET_DIR/debug/duibiao" DUIBIAO_CLI="$DUIBIAO_CLI" bash tests/kills.sh
fi

if lacks gcc xvfb xdotool imagemagick openbox x11-utils libegl1 libgl1 libgl1-mesa-dri libvulkan1 mesa-vulkan-drivers; then
    leave_out "broken renderers: missing ${STILL_LACKING[*]}"
else
    step "every way of drawing broken, alone and together" \
        env -u VK_ICD_FILENAMES -u VK_DRIVER_FILES DUIBIAO="$CARGO_TARGET_DIR/debug/duibiao" DUIBIAO_CLI="$DUIBIAO_CLI" \
        bash tests/renderers.sh
fi

if lacks xvfb xdotool imagemagick openbox x11-utils libegl1 libgl1 libgl1-mesa-dri; then
    leave_out "the walk in a real window: missing ${STILL_LACKING[*]}"
else
    if lacks libreoffice-calc xclip; then
        leave_out "in the walk: the paste from LibreOffice Calc (libreoffice-calc, xclip)"
    fi
    step "the newcomer's walk in a real window" \
        env DUIBIAO="$CARGO_TARGET_DIR/debug/duibiao" DUIBIAO_CLI="$DUIBIAO_CLI" bash tests/walk.sh
fi

# The Windows programs are built of the same sources; what only they compile is read here where a toolchain can. Last, for
# it is the step that can be done without: it is left out where it would go beyond the minutes there are.
windows=x86_64-pc-windows-gnu
WINDOWS_READER=(check)
WINDOWS_LIBRARY=()
WINDOWS_LINTS=()
windows_toolchain() {
    WINDOWS_CARGO=(cargo)
    if [[ ! -d $(rustc --print target-libdir --target "$windows" 2>/dev/null) ]]; then
        # Debian's, with the sources of its library.
        local rustc=/usr/bin/rustc cargo=/usr/bin/cargo
        [[ -x $rustc && -x $cargo && -d $("$rustc" --print sysroot)/lib/rustlib/src/rust/library ]] || return 1
        WINDOWS_CARGO=(env "PATH=/usr/bin:$PATH" RUSTC="$rustc" RUSTC_BOOTSTRAP=1 "$cargo")
        # After `clippy`, which hands on only what stands there.
        WINDOWS_LIBRARY=("-Zbuild-std=std,panic_unwind")
    fi
    # The clippy of that very toolchain: another one, found farther down the PATH, looks for its own library.
    if ((${#WINDOWS_LIBRARY[@]})); then
        [[ ! -x /usr/bin/cargo-clippy || ! -x /usr/bin/clippy-driver ]] || WINDOWS_READER=(clippy)
        # It is of another version and has other lints: what it warns of is shown, and fails nothing.
    elif cargo clippy --version >/dev/null 2>&1; then
        WINDOWS_READER=(clippy)
        WINDOWS_LINTS=(-- -D warnings)
    fi
}
# The minutes two cores want: six were measured with nothing compiled yet and nothing beside it, twelve beside another build.
windows_minutes=10
[[ -d $CARGO_TARGET_DIR/windows/$windows ]] && windows_minutes=4
if ! windows_toolchain; then
    leave_out "clippy for Windows: no toolchain (rustup target add $windows; Debian: rustc-web cargo-web rust-web-src rust-web-clippy)"
elif (((SECONDS - STARTED_AT) / 60 + windows_minutes > ${MINUTES:-45})); then
    leave_out "clippy for Windows: $(((SECONDS - STARTED_AT) / 60)) of ${MINUTES:-45} minutes are gone (MINUTES=90 tests/run.sh)"
else
    [[ ${WINDOWS_READER[0]} == clippy ]] || leave_out "clippy for Windows: the toolchain for it has none (Debian: rust-web-clippy)"
    step "cargo ${WINDOWS_READER[0]} for Windows" env CARGO_TARGET_DIR="$CARGO_TARGET_DIR/windows" \
        "${WINDOWS_CARGO[@]}" "${WINDOWS_READER[@]}" ${WINDOWS_LIBRARY[@]+"${WINDOWS_LIBRARY[@]}"} --locked --target "$windows" --bins ${WINDOWS_LINTS[@]+"${WINDOWS_LINTS[@]}"}
fi

# ---- what became of it --------------------------------------------------------------------------------------------
printf '\n━━ %d s in all\n' "$((SECONDS - STARTED_AT))"
for line in ${LEFT_OUT[@]+"${LEFT_OUT[@]}"}; do
    printf '!!!! LEFT OUT: %s\n' "$line"
done
for line in ${FAILURES[@]+"${FAILURES[@]}"}; do
    printf 'FAILED: %s\n' "$line"
done
echo "$PASSED passed, $FAILED failed"
((FAILED == 0))
