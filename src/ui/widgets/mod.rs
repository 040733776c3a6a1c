//! Small things several screens draw.

mod buttons_ui;
mod columns;
mod compare_ui;
mod finder_ui;
mod fraction_ui;
mod list_ui;
mod modal;
mod period_ui;
mod spark_ui;
mod text_ui;
mod unit_picker_ui;

pub use buttons_ui::{
    Progress, bar_ui, caret_button_ui, form_button_ui, link_ui, menu_button_ui, paint_bar, primary_button_ui,
    quiet_button_ui, segments_ui,
};
pub use columns::{columns, columns_behind};
pub use compare_ui::{CompareColumns, CompareLine, compare_head_ui, compare_line_ui, figure_text};
pub use finder_ui::{Finder, FinderLine, finder_field, finder_ui};
pub use fraction_ui::fraction_ui;
pub use list_ui::{arrows, cards_ui, headed_list_ui, headed_rows_ui, page_ui, rows_ui};
pub use modal::{focused_button, modal};
pub use period_ui::period_picker_ui;
pub use spark_ui::{bars_ui, spark_open_ui, spark_ui};
pub use text_ui::{cut_label_ui, paint_lines, paint_text, search_ui, verdict_ui};
pub use unit_picker_ui::{unit_choice_ui, unit_picker_ui};
