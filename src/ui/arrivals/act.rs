//! What the screen asks for.

use std::path::PathBuf;

use crate::returns::ReturnKey;

/// 接收画面的动作.
#[derive(Clone, Debug)]
pub enum ArrivalAct {
    /// Asks for files and stages them.
    AskFiles,
    /// Asks for a folder and stages what is in it.
    AskFolder,
    /// Stages files, folders and zips.
    Stage(Vec<PathBuf>),
    /// Stops staging; nothing of it stays.
    Stop,
    /// Takes in what is staged and not left out.
    Take,
    /// Puts the list away; nothing of it was taken that does not say so.
    Forget,
    /// Asks for a folder and writes the receipts there.
    WriteReceipts,
    /// Asks for the folder that is watched.
    AskInbox,
    /// Watches no folder any more.
    ForgetInbox,
    /// Answers a question on one of our figures, and asks where the file is saved.
    Answer {
        /// The return.
        key: ReturnKey,
        /// Number of the question.
        number: u32,
        /// The answer.
        text: String,
    },
    /// Counts a statement again from what lies here.
    Recount(usize),
    /// Lists what came into the watched folder in the place of what was taken in.
    ShowNews,
    /// Lists as well what lies in the watched folder and was told before.
    ListKnown,
    /// Shows the conflict of a return.
    ShowConflict(ReturnKey),
}
