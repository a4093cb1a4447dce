//! motscope
fn main() {}
