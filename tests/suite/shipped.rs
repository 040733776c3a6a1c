//! The shipped packs are sound and hold the whole inventory.

use duibiao::wire::{shipped_catalogue, shipped_plans};

#[test]
fn shipped_packs_load_without_fault() {
    let catalogue = match shipped_catalogue() {
        Ok(catalogue) => catalogue,
        Err(faults) => panic!("{}", faults.iter().map(|f| f.to_string()).collect::<Vec<_>>().join("\n")),
    };
    match shipped_plans(&catalogue) {
        Ok(plans) => assert_eq!(plans.len(), 5),
        Err(faults) => panic!("{}", faults.iter().map(|f| f.to_string()).collect::<Vec<_>>().join("\n")),
    }
    assert_eq!(catalogue.elements().count(), 334);
    assert_eq!(catalogue.indicators().count(), 259);
}
