//! The format of a workspace's own file, version 1.

use serde::{Deserialize, Serialize};

use crate::{
    base::{Lang, PlanId, UnitId},
    wire::{Digested, WireError, open, seal},
};

const FORMAT: &str = "duibiao-workspace";
const VERSION: u32 = 1;

/// 身份: whose desk this workspace is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 填报单位: one unit fills its own forms.
    Unit,
    /// 主管部门: a bureau fills its own forms and receives the others'.
    Bureau,
    /// 演示: every seat may be taken, for trying and teaching.
    Demo,
}

/// 工作区: who we are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Our unit.
    pub unit: UnitId,
    /// Our role.
    pub role: Role,
    /// 当前规划.
    pub plan: PlanId,
    /// The language last chosen.
    pub lang: Lang,
    /// Whether its figures are made up (示例).
    pub synthetic: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkspaceV1 {
    unit: UnitId,
    role: Role,
    plan: PlanId,
    lang: Lang,
    #[serde(default)]
    synthetic: bool,
}

/// Writes `workspace.ron`.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn workspace_text(workspace: &Workspace) -> Result<String, ron::Error> {
    let Workspace { unit, role, plan, lang, synthetic } = workspace.clone();
    seal(FORMAT, VERSION, &WorkspaceV1 { unit, role, plan, lang, synthetic })
}

/// Reads `workspace.ron`.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn workspace_from_text(bytes: &[u8]) -> Result<Workspace, WireError> {
    let WorkspaceV1 { unit, role, plan, lang, synthetic } = open(bytes, FORMAT, VERSION, Digested::Always)?;
    Ok(Workspace { unit, role, plan, lang, synthetic })
}
