//! Time stamps of decoded frames, as the filter `showinfo` of `ffmpeg` logs them: pure.

/// What `showinfo` logged of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// How many frames this decoder gave before.
    pub count: u64,
    /// The presentation time in units of the stream's time base. `None` if the frame has none.
    pub time: Option<i64>,
}

/// With this each line of the filter begins. What a file says of itself is logged with blanks before it.
const BEGIN: &str = "[Parsed_showinfo_";

/// The stamp in a line of the log; `None` if the line is about something else.
pub(super) fn stamp(line: &str) -> Option<Stamp> {
    let said = line.strip_prefix(BEGIN)?.split_once("] ")?.1;
    let said = said.strip_prefix("[info] ").unwrap_or(said);
    let (count, rest) = said.strip_prefix("n:")?.split_once(" pts:")?;
    let time = match rest.split_whitespace().next()? {
        "NOPTS" => None,
        number => Some(number.parse().ok()?),
    };
    Some(Stamp { count: count.trim().parse().ok()?, time })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_line_is_answered_and_a_line_of_a_frame_is_read_as_it_was_written(
            words in ".*", count in any::<u64>(), time in prop::option::of(any::<i64>()), rest in ".*",
        ) {
            prop_assert!(stamp(&words).is_none() || words.starts_with(BEGIN));
            let _ = stamp(&format!("{BEGIN}{words}"));
            let said = time.map_or("NOPTS".to_owned(), |time| time.to_string());
            let line = format!("{BEGIN}0 @ 0x1] [info] n:{count:4} pts:{said:>7} pts_time:{rest}");
            prop_assert_eq!(stamp(&line), Some(Stamp { count, time }));
        }
    }

    #[test]
    fn a_line_of_each_frame_gives_its_number_and_time() {
        for (line, expected) in [
            (
                "[Parsed_showinfo_0 @ 0x55a4e3b9b900] [info] n:   0 pts:  38400 pts_time:2.5     pos:    29678 fmt:yuv420p",
                Some(Stamp { count: 0, time: Some(38_400) }),
            ),
            (
                "[Parsed_showinfo_0 @ 0x1] n:12345 pts:-512 pts_time:-0.03 duration: 512",
                Some(Stamp { count: 12_345, time: Some(-512) }),
            ),
            ("[Parsed_showinfo_0 @ 0x1] n:   7 pts:NOPTS pts_time:NOPTS", Some(Stamp { count: 7, time: None })),
            ("[Parsed_showinfo_0 @ 0x1] config in time_base: 1/15360, frame_rate: 30/1", None),
            ("[Parsed_showinfo_0 @ 0x1] color_range:unknown color_space:unknown", None),
            ("    title           : [Parsed_showinfo_0 @ 0x1] n:   0 pts:  1 pts_time:1", None),
            ("[h264 @ 0x1] error while decoding MB 3 4", None),
            ("", None),
        ] {
            assert_eq!(stamp(line), expected, "{line}");
        }
    }

    #[test]
    fn no_line_panics() {
        for line in [
            "[Parsed_showinfo_",
            "[Parsed_showinfo_] n:",
            "[Parsed_showinfo_0] n: pts:",
            "[Parsed_showinfo_0] n:1 pts:é",
        ] {
            assert_eq!(stamp(line), None, "{line}");
        }
    }
}
