//! The command line of 对标 Duibiao; all of it is in the library's `cli`.

use std::{
    io::{BufWriter, stderr, stdout},
    process::ExitCode,
};

fn main() -> ExitCode {
    let now = chrono::Local::now().naive_local();
    let mut out = BufWriter::new(stdout().lock());
    let code = duibiao::cli::run(std::env::args_os(), &mut out, &mut stderr().lock(), now);
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}
