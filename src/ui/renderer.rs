//! The ways a window can be drawn, and the order in which they are tried. Pure: nothing here opens a window.

use chrono::NaiveDate;

use crate::wire::Settings;

/// 渲染方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL by the graphics driver.
    Glow,
    /// Vulkan by the graphics driver.
    Wgpu,
    /// Direct3D 12 by the graphics driver.
    Dx12,
    /// Direct3D 12 drawn by the processor; every Windows 10 has it, also without a driver and on remote desktops.
    Warp,
    /// OpenGL drawn by the processor, in a program started anew.
    Soft,
}

/// One that draws by the processor and worked is taken first for this long; then the others may have been mended.
const SOFTWARE_FIRST_DAYS: i64 = 7;

impl Renderer {
    /// Those a Windows program has, in the order they are tried. Vulkan is left out: the drivers of office PCs that have it
    /// have Direct3D too, and the old ones of them stop the program.
    pub const WINDOWS: [Self; 3] = [Self::Dx12, Self::Glow, Self::Warp];
    /// Those of other systems, in the order they are tried.
    pub const OTHERS: [Self; 3] = [Self::Glow, Self::Wgpu, Self::Soft];

    /// Those this program has, in the order they are tried.
    pub const fn all() -> [Self; 3] {
        if cfg!(windows) { Self::WINDOWS } else { Self::OTHERS }
    }

    /// Gives the name on the command line, in the settings and in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Glow => "glow",
            Self::Wgpu => "wgpu",
            Self::Dx12 => "dx12",
            Self::Warp => "warp",
            Self::Soft => "soft",
        }
    }

    /// Finds one of this program's by name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|known| known.name() == name)
    }

    /// Says whether the processor draws.
    pub const fn is_software(self) -> bool {
        matches!(self, Self::Warp | Self::Soft)
    }
}

/// Gives the renderer a person chose in the settings, if this program has it.
pub fn chosen_renderer(settings: &Settings) -> Option<Renderer> {
    settings.renderer.as_deref().and_then(Renderer::named)
}

/// Gives the renderers to try, in order: the one asked for alone; else the one chosen in the settings, then the last that
/// worked, then the others. One that stopped the program lately is left out unless it was asked for.
pub fn order(
    all: &[Renderer],
    asked: Option<Renderer>,
    settings: &Settings,
    today: NaiveDate,
    mut has_crashed: impl FnMut(Renderer) -> bool,
) -> Vec<Renderer> {
    if let Some(asked) = asked {
        return vec![asked];
    }
    let known = |name: &String| all.iter().copied().find(|known| known.name() == name);
    let chosen = settings.renderer.as_ref().and_then(known);
    let last = settings.drawn_by.as_ref().and_then(|drawn| {
        let days = today.signed_duration_since(drawn.since).num_days();
        let is_fresh = (0..SOFTWARE_FIRST_DAYS).contains(&days);
        known(&drawn.renderer).filter(|last| !last.is_software() || is_fresh)
    });
    let mut order: Vec<Renderer> = Vec::new();
    for one in chosen.into_iter().chain(last).chain(all.iter().copied()) {
        if !order.contains(&one) {
            order.push(one);
        }
    }
    order.retain(|one| !has_crashed(*one));
    order
}
