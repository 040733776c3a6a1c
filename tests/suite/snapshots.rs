//! Pictures of screens and of every kind of chart, drawn by the processor so that they are the same on every machine.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test suite snapshots` writes those that changed to `tests/snapshots`. Look at
//! them before they are kept.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use duibiao::wire::Settings;
use eframe::wgpu::{Backends, DeviceType};
use egui::Key;
use egui_kittest::{SnapshotOptions, wgpu::default_wgpu_setup};

use crate::support::{CTRL, Holding, Window, workspace};

/// Of charts: small enough to keep, large enough to read.
const SMALL: egui::Vec2 = egui::vec2(960.0, 580.0);

/// The largest picture that is kept.
const LARGEST: u64 = 240 * 1024;

/// Waits for what is ready at once outside a browser.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
        std::thread::yield_now();
    }
}

/// Says whether Vulkan on the processor (lavapipe) is there; other drivers draw other pixels.
fn can_draw() -> bool {
    let instance = wait(default_wgpu_setup().new_instance());
    let found = wait(instance.enumerate_adapters(Backends::VULKAN));
    let can = found.iter().any(|adapter| adapter.get_info().device_type == DeviceType::Cpu);
    if !can {
        eprintln!(
            "\n!!! SNAPSHOTS SKIPPED: no Vulkan on the processor here; install mesa-vulkan-drivers (lavapipe) !!!\n"
        );
    }
    can
}

/// Holds the window against its picture. Edges of glyphs may differ by a shade from one Mesa to the next: a pixel
/// is another one only beyond that, and ten of them are still the same picture.
fn check(window: &mut Window, name: &str) {
    window.harness.remove_cursor();
    window.settle();
    let options = SnapshotOptions::new().threshold(1.0).max_failed_pixels(10);
    window.harness.snapshot_options(name, &options);
    let path = format!("{}/tests/snapshots/{name}.png", env!("CARGO_MANIFEST_DIR"));
    let size = std::fs::metadata(&path).expect("the picture").len();
    assert!(size <= LARGEST, "{path} has {size} bytes");
}

#[test]
fn welcome() {
    if !can_draw() {
        return;
    }
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut window = Window::start(None, folder.path(), Settings::default());
    check(&mut window, "welcome");
}

#[test]
fn entry() {
    if !can_draw() {
        return;
    }
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.harness.set_size(egui::vec2(1366.0, 352.0));
    window.press_with(CTRL, Key::Num2);
    check(&mut window, "entry");
}

#[test]
fn trend() {
    if !can_draw() {
        return;
    }
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::K);
    window.type_text("doctor_nurse_ratio");
    window.press(Key::Enter);
    check(&mut window, "trend");
}

/// Opens 监测 of the made-up city at its usual size, with its beds chosen.
fn tracked() -> (tempfile::TempDir, Window) {
    let folder = workspace(Holding::FullDemo);
    let mut window = Window::open(&folder);
    window.click_starting("切换单位");
    window.click_starting("示例市卫生健康委员会");
    window.press_with(CTRL, Key::Num0);
    window.click(&window.say("plan.search"));
    window.type_text("beds_per_1000");
    window.press(Key::Escape);
    (folder, window)
}

/// Actual values with an incomplete one, path, target, forecast with its interval.
#[test]
fn trend_ahead() {
    if !can_draw() {
        return;
    }
    let (_folder, mut window) = tracked();
    window.click(&window.say("details.see_trend"));
    window.harness.set_size(SMALL);
    check(&mut window, "trend_ahead");
}

/// Small charts of the counties; their comparison over the quartiles; who brought the change.
#[test]
fn views_of_a_target() {
    if !can_draw() {
        return;
    }
    let (_folder, mut window) = tracked();
    // Without the target's pane: the charts alone.
    window.harness.set_size(SMALL);
    for (view, name) in
        [("track.areas", "track_areas"), ("track.peers", "track_peers"), ("track.change", "track_change")]
    {
        window.click(&window.say(view));
        check(&mut window, name);
    }
}

/// Targets of two plans over one series, an incomplete value apart from the line.
#[test]
fn trend_stacked() {
    if !can_draw() {
        return;
    }
    let folder = workspace(Holding::FullDemo);
    let mut window = Window::open(&folder);
    window.click_starting("切换单位");
    window.click_starting("示例市卫生健康委员会");
    window.press_with(CTRL, Key::K);
    window.type_text("primary_outpatient_share");
    window.press(Key::Enter);
    window.click(&window.say("trend.beside"));
    for plan in ["大连市沙河口区", "曲靖市"] {
        window.click_starting(plan);
    }
    window.press(Key::Escape);
    window.harness.set_size(SMALL);
    check(&mut window, "trend_stacked");
}
