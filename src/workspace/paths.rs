//! Paths in a workspace: relative to its folder where they can be, with forward slashes.

use std::path::{Component, Path, PathBuf};

/// A path as it is written into a workspace in `folder`. Both are absolute. `None` if it is not Unicode.
#[cfg_attr(not(feature = "gui"), allow(dead_code))]
pub(crate) fn from_folder(folder: &Path, path: &Path) -> Option<String> {
    let (folder, path) = (tidy(folder), tidy(path));
    let (here, there): (Vec<_>, Vec<_>) = (folder.components().collect(), path.components().collect());
    let common = here.iter().zip(&there).take_while(|(one, other)| one == other).count();
    let is_root = |part: &Component<'_>| matches!(part, Component::Prefix(_) | Component::RootDir);
    // With nothing but the root in common, they were put where they are for different reasons.
    if here.iter().take(common).all(is_root) {
        return Some(slashes(path.to_str()?));
    }
    let up = std::iter::repeat_n("..", here.len() - common);
    let down = there[common..].iter().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?;
    let parts: Vec<&str> = up.chain(down).collect();
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// The path that a text in a workspace in `folder` stands for.
pub(crate) fn to_path(folder: &Path, text: &str) -> PathBuf {
    tidy(&folder.join(text))
}

/// A path without `.` and `..`, as far as its text says it. A link in it is not followed, so it leads back where it came from.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = tidy.pop(),
            part => tidy.push(part),
        }
    }
    tidy
}

/// With forward slashes, which all systems understand.
fn slashes(text: &str) -> String {
    if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn paths_are_relative_where_they_have_more_than_the_root_in_common() {
        let from = |folder: &str, path: &str| from_folder(Path::new(folder), Path::new(path)).unwrap();
        assert_eq!(from("/data/mot", "/data/mot/gt/gt.txt"), "gt/gt.txt");
        assert_eq!(from("/data/mot", "/data/runs/a.txt"), "../runs/a.txt");
        assert_eq!(from("/data/mot", "/data/mot"), ".");
        assert_eq!(from("/data/mot", "/home/me/a.txt"), "/home/me/a.txt");
        assert_eq!(from("/data/x/../mot", "/data/./mot/a.txt"), "a.txt");
        assert_eq!(to_path(Path::new("/data/mot"), "../../../../etc"), Path::new("/etc"));
        assert_eq!(to_path(Path::new("/data/mot"), "."), Path::new("/data/mot"));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_cannot_be_written() {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = Path::new(std::ffi::OsStr::from_bytes(b"/data/\xFF"));
        assert_eq!(from_folder(Path::new("/data"), odd), None);
    }

    #[cfg(unix)]
    proptest! {
        #[test]
        fn each_path_leads_back_to_its_file(folder in "(/[ab]{1,2}){0,4}", path in "(/[ab]{1,2}){1,4}") {
            let (folder, path) = (PathBuf::from(format!("/{folder}")), PathBuf::from(path));
            let text = from_folder(&folder, &path).unwrap();
            prop_assert_eq!(to_path(&folder, &text), path);
        }

        #[test]
        fn any_text_stands_for_a_path(text in any::<String>()) {
            let path = to_path(Path::new("/data"), &text);
            prop_assert!(path.is_absolute());
        }
    }
}
