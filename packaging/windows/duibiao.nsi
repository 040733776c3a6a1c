; Installer for one person without an administrator. packaging/windows.sh gives VERSION, FILES (the unpacked programs) and OUT.
; 64 bits as the programs are: it needs no other Windows than they do.
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define NAME "对标 Duibiao"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Duibiao"

Name "${NAME}"
OutFile "${OUT}"
BrandingText "对标 ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Duibiao"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "对标 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT OR Apache-2.0"

!define MUI_ICON "..\..\assets\icon.ico"
!define MUI_UNICON "..\..\assets\icon.ico"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "将为当前用户安装对标 ${VERSION}，不需要管理员权限。$\r$\n$\r$\n数据保存在安装位置的 saves 文件夹中；升级和卸载都不会改动它。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\duibiao.exe"
!define MUI_FINISHPAGE_RUN_TEXT "启动对标"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将卸载对标。您的数据(saves 文件夹)会保留在原处，不会被删除。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; The programs cannot be replaced while they run: Windows then refuses to open them for writing.
!macro RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\duibiao.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\duibiao.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "对标正在运行。请先关闭它，再重新运行本程序。" /SD IDOK
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  !insertmacro RefuseWhileRunning
  SetOutPath "$INSTDIR"
  File "${FILES}/duibiao.exe"
  File "${FILES}/duibiao-cli.exe"
  File "${FILES}/使用说明.txt"
  SetOutPath "$INSTDIR\licences"
  File "${FILES}/licences/*.*"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\对标.lnk" "$INSTDIR\duibiao.exe"
  CreateShortcut "$DESKTOP\对标.lnk" "$INSTDIR\duibiao.exe"

  WriteRegStr HKCU "Software\Classes\.duibiao" "" "Duibiao.File"
  WriteRegStr HKCU "Software\Classes\Duibiao.File" "" "对标上报文件"
  WriteRegStr HKCU "Software\Classes\Duibiao.File\DefaultIcon" "" "$INSTDIR\duibiao.exe,0"
  WriteRegStr HKCU "Software\Classes\Duibiao.File\shell\open\command" "" '"$INSTDIR\duibiao.exe" "%1"'

  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\duibiao.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  ${GetSize} "$INSTDIR" "/M=*.exe /S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" "$0"
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  !insertmacro RefuseWhileRunning
  ; By name: whatever else lies here is a person's.
  Delete "$INSTDIR\duibiao.exe"
  Delete "$INSTDIR\duibiao-cli.exe"
  Delete "$INSTDIR\使用说明.txt"
  Delete "$INSTDIR\licences\*.*"
  RMDir "$INSTDIR\licences"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\对标.lnk"
  Delete "$DESKTOP\对标.lnk"
  DeleteRegKey HKCU "Software\Classes\Duibiao.File"
  ReadRegStr $0 HKCU "Software\Classes\.duibiao" ""
  ${If} $0 == "Duibiao.File"
    DeleteRegKey HKCU "Software\Classes\.duibiao"
  ${EndIf}
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${If} ${FileExists} "$INSTDIR\saves\*.*"
    MessageBox MB_OK|MB_ICONINFORMATION "对标已卸载。您的数据保留在：$\r$\n$INSTDIR\saves" /SD IDOK
  ${EndIf}
SectionEnd
