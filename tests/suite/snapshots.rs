//! Pictures of three screens, drawn by the processor so that they are the same on every machine.
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

/// The largest picture that is kept.
const LARGEST: u64 = 200 * 1024;

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
