//! x
use crate::support::*;
use duibiao::ui::app::Settings;
#[test]
fn explore() {
    let begin = std::time::Instant::now();
    let folder = workspace(Holding::FullDemo);
    eprintln!("made {:?}", begin.elapsed());
    let mut window = Window::open(&folder);
    eprintln!("open {:?}", begin.elapsed());
    eprintln!("{:#?}", window.names());
    eprintln!("{:#?}", window.status());
    for name in ["填报", "趋势", "规划"] {
        window.click(name);
        eprintln!("{name} {:?}", begin.elapsed());
        eprintln!("{:#?}", window.names());
        if name == "填报" { eprintln!("{:#?}", window.line_of("= 综合医院中医床位占比")); eprintln!("{:#?}", window.words()); }
        if name == "趋势" { eprintln!("{:#?}", window.words()); }
    }
    window.close();
    eprintln!("closed {:?}", begin.elapsed());
    let w = Window::start(None, folder.path(), Settings::default());
    eprintln!("{:#?}", w.names());
}
