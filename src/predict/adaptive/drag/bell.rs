//! The shape of an aimed movement.

/// The minimum-jerk movement: the share of the distance that is covered at a share of the duration, both from 0 to 1,
/// and the slope of that, which is the speed.
///
/// A hand that aims at a point moves like this: the share is 10u³ − 15u⁴ + 6u⁵ (Flash and Hogan, "The coordination of
/// arm movements", Journal of Neuroscience 5, 1985). Its speed over time is bell-shaped.
pub(in crate::predict::adaptive) fn bell(share: f32) -> (f32, f32) {
    let u = share.clamp(0.0, 1.0);
    let rest = 1.0 - u;
    (u * u * u * (10.0 - 15.0 * u + 6.0 * u * u), 30.0 * u * u * rest * rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_movement_begins_and_ends_at_rest() {
        assert_eq!((bell(-1.0), bell(2.0)), ((0.0, 0.0), (1.0, 0.0)));
        let half = bell(0.5);
        assert!((half.0 - 0.5).abs() < 1e-6 && (half.1 - 1.875).abs() < 1e-6);
    }
}
