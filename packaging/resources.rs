//! Puts into the programs what is no code: the shipped packs, which are texts in the repository and a fifth of that in a
//! program, and the font of headings; and for Windows icon, version and manifest.
//!
//! The resource compiler is the one of mingw, `x86_64-w64-mingw32-windres` or what `WINDRES` names. Without it the
//! programs are built all the same, with a warning: they then lack the icon and the UTF-8 code page.

#![allow(clippy::print_stdout, reason = "cargo reads it there")]

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use zip::{ZipWriter, write::SimpleFileOptions};

const SOURCES: [&str; 3] =
    ["packaging/windows/duibiao.rc", "packaging/windows/duibiao.manifest", "assets/icon.ico"];

/// Folders of packs.
const PACKS: [&str; 3] = ["assets/catalogue", "assets/checks", "assets/plans"];

const SEMIBOLD: &str = "assets/fonts/NotoSansSC-SemiBold.ttf";

fn main() -> Result<(), Box<dyn Error>> {
    put_shipped()?;
    println!("cargo:rerun-if-changed=packaging/resources.rs");
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
    }
    println!("cargo:rerun-if-env-changed=WINDRES");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return Ok(());
    }
    for (program, description) in [
        ("duibiao", "对标：卫生健康规划指标填报与对标"),
        ("duibiao-cli", "对标命令行：卫生健康规划指标填报与对标"),
    ] {
        match compile(program, description) {
            Ok(object) => println!("cargo:rustc-link-arg-bin={program}={object}"),
            Err(why) => println!("cargo:warning={program}.exe gets no icon, version or manifest: {why}"),
        }
    }
    Ok(())
}

/// Writes what is shipped into one zip, by its paths; the same files give the same bytes.
fn put_shipped() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={SEMIBOLD}");
    let mut paths = vec![PathBuf::from(SEMIBOLD)];
    for folder in PACKS {
        println!("cargo:rerun-if-changed={folder}");
        for entry in fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
    }
    paths.sort();
    let mut zip = ZipWriter::new(File::create(Path::new(&env::var("OUT_DIR")?).join("shipped.zip"))?);
    for path in paths {
        let options = SimpleFileOptions::default().compression_level(Some(9));
        zip.start_file(path.to_string_lossy().replace('\\', "/"), options)?;
        zip.write_all(&fs::read(path)?)?;
    }
    zip.finish()?;
    Ok(())
}

/// Compiles the resources of one program to an object the linker takes, and gives its path.
fn compile(program: &str, description: &str) -> Result<String, String> {
    let part = |name: &str| env::var(format!("CARGO_PKG_VERSION_{name}")).unwrap_or_default();
    let (major, minor, patch) = (part("MAJOR"), part("MINOR"), part("PATCH"));
    let out = env::var("OUT_DIR").map_err(|why| why.to_string())?;
    let object = Path::new(&out).join(format!("{program}.res.o"));
    let windres = env::var("WINDRES").unwrap_or_else(|_| "x86_64-w64-mingw32-windres".to_owned());
    // Words go in by a header: no shell between here and the preprocessor agrees with another on quotes.
    let header = Path::new(&out).join(format!("{program}.h"));
    let words = format!(
        "#define VERSION_NUMBERS {major},{minor},{patch},0\n#define VERSION_TEXT \"{major}.{minor}.{patch}\"\n\
         #define DESCRIPTION \"{description}\"\n#define INTERNAL_NAME \"{program}\"\n\
         #define FILE_NAME \"{program}.exe\"\n"
    );
    std::fs::write(&header, words).map_err(|why| why.to_string())?;
    let status = Command::new(&windres)
        .current_dir("packaging/windows")
        .args(["--codepage=65001", "--output-format=coff", "--include-dir=../.."])
        .arg(format!("--preprocessor-arg=-include{}", header.display()))
        .args(["--input=duibiao.rc", "--output"])
        .arg(&object)
        .status()
        .map_err(|why| format!("{windres}: {why}"))?;
    if status.success() { Ok(object.display().to_string()) } else { Err(format!("{windres}: {status}")) }
}
