//! The packets that `ffprobe` lists, a line each: pure.

use super::index::Packet;

/// What `ffprobe` is asked for.
pub(super) const ENTRIES: &str = "packet=pts,dts,flags";
/// The form that it prints.
pub(super) const FORM: &str = "compact=p=0";

/// The packet in a line such as `pts=132000|dts=126000|flags=K_`. `None` if the line has none.
pub(super) fn packet(line: &str) -> Option<Packet> {
    let mut packet = Packet { time: None, decode_time: None, is_key: false, is_discarded: false };
    let mut is_one = false;
    for (name, value) in line.split('|').filter_map(|field| field.split_once('=')) {
        match name {
            "pts" => packet.time = value.parse().ok(),
            "dts" => packet.decode_time = value.parse().ok(),
            "flags" => {
                is_one = true;
                packet.is_key = value.starts_with('K');
                packet.is_discarded = value.contains('D');
            }
            _ => {}
        }
    }
    is_one.then_some(packet)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_line_is_answered_and_the_order_of_its_fields_does_not_matter(
            line in ".*", time in prop::option::of(any::<i64>()), decode_time in prop::option::of(any::<i64>()),
            is_key in any::<bool>(), is_discarded in any::<bool>(), turn in 0_usize..3,
        ) {
            let _ = packet(&line);
            let said = |time: Option<i64>| time.map_or("N/A".to_owned(), |time| time.to_string());
            let flags = [if is_key { 'K' } else { '_' }, if is_discarded { 'D' } else { '_' }].iter().collect::<String>();
            let mut fields =
                [format!("pts={}", said(time)), format!("dts={}", said(decode_time)), format!("flags={flags}")];
            fields.rotate_left(turn);
            prop_assert_eq!(packet(&fields.join("|")), Some(Packet { time, decode_time, is_key, is_discarded }));
        }
    }

    #[test]
    fn a_line_is_a_packet() {
        let packet_of =
            |time, decode_time, is_key, is_discarded| Some(Packet { time, decode_time, is_key, is_discarded });
        for (line, expected) in [
            ("pts=132000|dts=126000|flags=K_", packet_of(Some(132_000), Some(126_000), true, false)),
            ("pts=-10752|dts=-13312|flags=_D", packet_of(Some(-10_752), Some(-13_312), false, true)),
            ("pts=0|dts=0|flags=KDC", packet_of(Some(0), Some(0), true, true)),
            ("pts=N/A|dts=N/A|flags=__", packet_of(None, None, false, false)),
            (
                "pts=1|dts=1|flags=___|side_data|side_data_type=MPEGTS Stream ID",
                packet_of(Some(1), Some(1), false, false),
            ),
            ("", None),
            ("side_data_type=Skip Samples", None),
        ] {
            assert_eq!(packet(line), expected, "{line}");
        }
    }
}
