//! What `info` tells of inputs of all kinds, held against the expectations that lie beside them.

use crate::{expected_cases, motscope, shared};

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn hunt_cases_are_told_as_expected() {
    expected_cases::run_all(&shared::folder("data/hunt"), motscope);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn writers_cases_are_told_as_expected() {
    expected_cases::run_all(&shared::folder("data/writers"), motscope);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn mass_cases_are_told_as_expected() {
    expected_cases::run_all(&shared::folder("data/mass"), motscope);
}
