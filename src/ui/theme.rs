//! Theme tokens from `assets/themes/*.ron`, and the egui style made of them.

use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, Vec2,
    style::{Selection, WidgetVisuals},
};
use serde::{Deserialize, Deserializer, de};

/// A colour written as `#RRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub Color32);

impl<'de> Deserialize<'de> for Ink {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Color32::from_hex(&text).map(Self).map_err(|_| de::Error::custom(format!("{text:?} is no colour")))
    }
}

/// 主题: the tokens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Whether the ground is dark.
    pub dark: bool,
    ground: Ink,
    panel: Ink,
    band: Ink,
    computed: Ink,
    line: Ink,
    text: Ink,
    quiet: Ink,
    accent: Ink,
    accent_ground: Ink,
    accent_pale: Ink,
    on_accent: Ink,
    hard: Ink,
    hard_ground: Ink,
    soft: Ink,
    soft_ground: Ink,
    hint: Ink,
    good: Ink,
    good_ground: Ink,
    chart: Vec<Ink>,
    /// The unit of spacing, in points.
    pub space: f32,
    corner: u8,
    body: f32,
    grid: f32,
    small: f32,
    heading: f32,
}

macro_rules! inks {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        impl Theme { $($(#[$doc])* pub const fn $name(&self) -> Color32 { self.$name.0 })+ }
    };
}

inks! {
    /// Ground of the working area.
    ground,
    /// Ground of side list, title and status bar.
    panel,
    /// Ground of section rows and table heads.
    band,
    /// Ground of computed rows.
    computed,
    /// Hair lines.
    line,
    /// Words and figures.
    text,
    /// Units, captions.
    quiet,
    /// The one accent.
    accent,
    /// Ground of what is chosen.
    accent_ground,
    /// Bars of the past.
    accent_pale,
    /// Words on the accent.
    on_accent,
    /// 逻辑.
    hard,
    /// Ground of 逻辑.
    hard_ground,
    /// 经验.
    soft,
    /// Ground of 经验.
    soft_ground,
    /// 提示.
    hint,
    /// 达标.
    good,
    /// Ground of 达标.
    good_ground,
}

/// The family of the second weight, for headings.
pub fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// The family of the icons.
pub fn icon_family() -> FontFamily {
    FontFamily::Name("icons".into())
}

impl Theme {
    /// Reads the shipped theme.
    ///
    /// A theme that cannot be read is a fault of the program that a test finds; without it nothing can be drawn,
    /// so the plain egui colours stand in.
    pub fn shipped(dark: bool) -> Result<Self, ron::error::SpannedError> {
        let text = if dark {
            include_str!("../../assets/themes/dark.ron")
        } else {
            include_str!("../../assets/themes/light.ron")
        };
        ron::from_str(text)
    }

    /// Gives the n-th chart colour; there are four.
    pub fn chart(&self, at: usize) -> Color32 {
        self.chart.get(at).map_or(self.accent.0, |ink| ink.0)
    }

    /// Body text.
    pub const fn body(&self) -> FontId {
        FontId { size: self.body, family: FontFamily::Proportional }
    }

    /// Text of the grid.
    pub const fn grid(&self) -> FontId {
        FontId { size: self.grid, family: FontFamily::Proportional }
    }

    /// Captions.
    pub const fn small(&self) -> FontId {
        FontId { size: self.small, family: FontFamily::Proportional }
    }

    /// Headings.
    pub fn heading(&self) -> FontId {
        FontId { size: self.heading, family: semibold() }
    }

    /// Bold text of the grid.
    pub fn grid_bold(&self) -> FontId {
        FontId { size: self.grid, family: semibold() }
    }

    /// Bold body text.
    pub fn body_bold(&self) -> FontId {
        FontId { size: self.body, family: semibold() }
    }

    /// Icons at the size of body text.
    pub fn icon(&self) -> FontId {
        FontId { size: self.body + 1.0, family: icon_family() }
    }

    /// Rounded corners.
    pub const fn corner(&self) -> CornerRadius {
        CornerRadius::same(self.corner)
    }

    /// Puts the tokens into an egui style.
    pub fn apply(&self, style: &mut egui::Style) {
        style.text_styles = [
            (TextStyle::Body, self.body()),
            (TextStyle::Button, self.body()),
            (TextStyle::Small, self.small()),
            (TextStyle::Heading, self.heading()),
            (TextStyle::Monospace, self.grid()),
        ]
        .into();
        style.animation_time = 0.0;
        style.scroll_animation = egui::style::ScrollAnimation::none();
        style.spacing.item_spacing = Vec2::new(self.space * 2.0, self.space);
        style.spacing.button_padding = Vec2::new(self.space * 2.5, self.space * 0.75);
        style.spacing.interact_size = Vec2::new(40.0, 26.0);
        style.spacing.window_margin = Margin::same(16);
        style.spacing.menu_margin = Margin::same(6);
        style.spacing.combo_width = 80.0;
        style.spacing.scroll = egui::style::ScrollStyle::solid();
        style.spacing.scroll.bar_width = 8.0;
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.4;
        let visuals = &mut style.visuals;
        *visuals = if self.dark { egui::Visuals::dark() } else { egui::Visuals::light() };
        visuals.override_text_color = None;
        visuals.panel_fill = self.ground();
        visuals.window_fill = self.ground();
        visuals.extreme_bg_color = self.ground();
        visuals.text_edit_bg_color = Some(self.ground());
        visuals.faint_bg_color = self.panel();
        visuals.weak_text_color = Some(self.quiet());
        visuals.hyperlink_color = self.accent();
        visuals.window_stroke = Stroke::new(1.0, self.line());
        visuals.window_corner_radius = CornerRadius::same(8);
        visuals.menu_corner_radius = CornerRadius::same(6);
        visuals.selection =
            Selection { bg_fill: self.accent_ground(), stroke: Stroke::new(1.0, self.accent()) };
        visuals.warn_fg_color = self.soft();
        visuals.error_fg_color = self.hard();
        visuals.striped = false;
        let widget = |fill: Color32, stroke: Color32, ink: Color32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(1.0, stroke),
            corner_radius: self.corner(),
            fg_stroke: Stroke::new(1.0, ink),
            expansion: 0.0,
        };
        visuals.widgets.noninteractive = widget(self.ground(), self.line(), self.text());
        visuals.widgets.inactive = widget(self.ground(), self.line(), self.text());
        // Only what has the keys has the accent's edge.
        visuals.widgets.hovered = widget(self.panel(), self.quiet(), self.text());
        visuals.widgets.active = widget(self.accent_ground(), self.accent(), self.text());
        visuals.widgets.open = widget(self.accent_ground(), self.accent(), self.text());
    }
}
