#!/usr/bin/env bash
# Fails when a Windows program wants a DLL that a plain Windows 10 does not bring, opens a console it should not, or lacks
# its version, icon or manifest.
#
#   packaging/windows/imports.sh duibiao.exe duibiao-cli.exe
set -euo pipefail
VERSION=$(sed -nE 's/^version = "(.*)"/\1/p' "$(dirname "$0")/../../Cargo.toml" | head -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
objdump=${OBJDUMP:-x86_64-w64-mingw32-objdump}
objcopy=${OBJCOPY:-x86_64-w64-mingw32-objcopy}

# In System32 of every Windows 10 (1607 and later); api-ms-win-… are names of the same.
SYSTEM=' advapi32 bcrypt bcryptprimitives cfgmgr32 combase comctl32 comdlg32 crypt32 d3d12 d3dcompiler_47 dcomp dwmapi dwrite dxgi
 dxcore gdi32 imm32 kernel32 kernelbase msvcrt ntdll ole32 oleaut32 opengl32 pdh powrprof propsys psapi rpcrt4 secur32 setupapi shcore
 shell32 shlwapi ucrtbase uiautomationcore user32 userenv uxtheme version winmm winspool.drv ws2_32 '

faults=0
for program in "$@"; do
    name=${program##*/}
    mapfile -t imports < <("$objdump" -p "$program" | sed -nE 's/^\s*DLL Name: (.*)$/\1/p' | sort -fu)
    echo "$name imports ${#imports[@]}: ${imports[*]}"
    ((${#imports[@]})) || { echo "!!!! $name: no import table was found"; faults=1; }
    for import in "${imports[@]}"; do
        library=${import,,}
        library=${library%.dll}
        [[ $library == api-ms-win-* || $(tr '\n' ' ' <<<"$SYSTEM") == *" $library "* ]] ||
            { echo "!!!! $name: $import is not part of Windows 10"; faults=1; }
    done
    wanted='Windows GUI'
    [[ $name == *-cli.exe ]] && wanted='Windows CUI'
    subsystem=$("$objdump" -p "$program" | sed -nE 's/^Subsystem\s.*\((.*)\)$/\1/p')
    [[ $subsystem == "$wanted" ]] || { echo "!!!! $name: subsystem $subsystem, not $wanted"; faults=1; }
    "$objcopy" --output-target=binary --only-section=.rsrc "$program" "$work/rsrc"
    for part in PerMonitorV2 longPathAware '>UTF-8</activeCodePage>' asInvoker 8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a; do
        grep -qaF -- "$part" "$work/rsrc" || { echo "!!!! $name: the manifest lacks $part"; faults=1; }
    done
    strings --encoding=l "$work/rsrc" >"$work/words"
    for part in "$VERSION" "$name"; do
        grep -qxF -- "$part" "$work/words" || { echo "!!!! $name: its properties lack $part"; faults=1; }
    done
    # 对标 in UTF-16, and the large icon, which is a PNG.
    for part in $'\xf9\x5b\x07\x68' $'\x89PNG'; do
        LC_ALL=C grep -qaF -- "$part" "$work/rsrc" || { echo "!!!! $name: lacks its description or icon"; faults=1; }
    done
done
exit "$faults"
