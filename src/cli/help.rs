//! Help and usage errors in the reader's language; the texts are in the locale files.

use std::{ffi::OsString, io::Write};

use clap::{
    Arg, ArgAction, Command, CommandFactory as _,
    error::{ContextKind, ErrorKind},
};

use crate::{
    base::Lang,
    cli::{REFUSED, args::Args},
    words::{say, say_with},
};

/// Looks for `--lang` before anything is parsed, so that a usage error comes in the language asked for.
pub(super) fn lang_asked(words: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let apart = words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    joined.or(apart).and_then(Lang::from_tag)
}

/// Gives the command line with its explanations in one language.
pub(super) fn command(lang: Lang) -> Command {
    let help = Arg::new("help").long("help").short('h').action(ArgAction::Help).global(true);
    let version = Arg::new("version").long("version").short('V').action(ArgAction::Version);
    explained(Args::command().arg(help).arg(version), lang, "")
}

fn explained(command: Command, lang: Lang, path: &str) -> Command {
    let key = if path.is_empty() { "cli.help.program".to_owned() } else { format!("cli.help.{path}") };
    let word = |name: &str| say(lang, &format!("cli.usage.{name}")).into_owned();
    let about = say(lang, &format!("{key}.about")).into_owned();
    let example = say(lang, &format!("{key}.example")).into_owned();
    let has_words = command.get_positionals().next().is_some();
    let has_tasks = command.has_subcommands();
    let mut template = format!("{{about-with-newline}}\n{} {{usage}}\n", word("usage"));
    for (there, heading, tag) in [
        (has_tasks, "tasks", "subcommands"),
        (has_words, "words", "positionals"),
        (true, "options", "options"),
    ] {
        if there {
            template.push_str(&format!("\n{}\n{{{tag}}}", word(heading)));
            template.push_str(if tag == "options" { "" } else { "\n" });
        }
    }
    template.push_str("{after-help}");
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let command = command
        .about(about)
        .after_help(format!("{}\n  {example}", word("example")))
        .help_template(template)
        .mut_args(|arg| {
            let text = say(lang, &format!("cli.argument.{}", arg.get_id())).into_owned();
            arg.help(text)
        });
    below.into_iter().fold(command, |command, name| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}_{name}") };
        command.mut_subcommand(name, |below| explained(below, lang, &path))
    })
}

/// Answers what did not become a command: help and version on stdout, usage errors on stderr.
pub(super) fn answer(fault: &clap::Error, lang: Lang, out: &mut dyn Write, err: &mut dyn Write) -> i32 {
    if matches!(fault.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = write!(out, "{}", fault.render()).and_then(|()| out.flush());
        return 0;
    }
    let _ = writeln!(err, "{}", sentence(fault, lang));
    REFUSED
}

/// Says what of the words typed was not understood.
fn sentence(fault: &clap::Error, lang: Lang) -> String {
    if fault.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return fault.render().to_string().trim_end().to_owned();
    }
    let context = |kind| fault.get(kind).map(ToString::to_string).unwrap_or_default();
    let arg = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let key = match fault.kind() {
        ErrorKind::UnknownArgument => "unknown_argument",
        ErrorKind::InvalidSubcommand => "unknown_command",
        ErrorKind::MissingRequiredArgument => "missing",
        ErrorKind::MissingSubcommand => "missing_command",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => "missing_value",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "bad_value",
        _ => "other",
    };
    let command = context(ContextKind::InvalidSubcommand);
    let text = fault.render().to_string();
    let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let fill = [("arg", arg.as_str()), ("value", &value), ("command", &command), ("why", &first)];
    let mut said = say_with(lang, &format!("cli.usage.{key}"), &fill);
    if let Some(hint) = hint_of(&arg).filter(|_| key == "bad_value") {
        said.push_str(&say(lang, &format!("cli.usage.hint_{hint}")));
    }
    format!("{said}\n{}", say(lang, "cli.usage.see_help"))
}

/// Names the hint that says how an argument's value is written.
fn hint_of(arg: &str) -> Option<&'static str> {
    let name = arg.trim_start_matches(['-', '<']).split([' ', '=', '>']).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "period" => Some("period"),
        "today" => Some("date"),
        "lang" => Some("lang"),
        "take" => Some("take"),
        "role" => Some("role"),
        "unit" | "form" | "plan" | "indicator" | "element" | "parent" => Some("id"),
        "counties" | "units" | "years" | "seed" | "dpi" | "population" => Some("number"),
        "method" | "shape" | "baseline" | "stop" => Some("track"),
        _ => None,
    }
}
