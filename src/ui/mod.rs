//! The window: screens read the desk, draw, and ask for acts that are applied after drawing.

pub mod act;
pub mod app;
mod commands;
pub mod deliverables;
mod dictionary;
pub mod entry;
mod export;
mod faults_ui;
pub mod fonts;
mod frame_ui;
mod icons;
pub mod look;
mod new_workspace_ui;
mod palette_ui;
mod plan;
mod plot_ui;
mod register_ui;
pub mod session;
mod settings_ui;
mod start_ui;
mod target_ui;
pub mod theme;
mod trend_ui;
mod welcome_ui;
mod widgets;
mod worker;
