//! How do I cache my own data? Here: the lines of a large log or CSV file, by number.
//!
//! `cargo run --example custom_provider -- [FILE]`

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use motscope::{BoxError, DataProvider, KeySet, PrefetchCache};

/// The lines of a file. Holds where each line begins, not its text.
struct Lines {
    path: PathBuf,
    starts: Vec<u64>,
    keys: Arc<KeySet>,
}

impl Lines {
    fn open(path: PathBuf) -> Result<Self, BoxError> {
        let mut reader = BufReader::new(File::open(&path)?);
        let (mut starts, mut line) = (vec![0], Vec::new());
        while reader.read_until(b'\n', &mut line)? > 0 {
            starts.push(starts[starts.len() - 1] + line.len() as u64);
            line.clear();
        }
        let keys = Arc::new(KeySet::first_n(starts.len() as u64 - 1));
        Ok(Self { path, starts, keys })
    }
}

impl DataProvider for Lines {
    type Value = String;

    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.keys)
    }

    fn load(&self, key: u64) -> Result<String, BoxError> {
        let (start, end) = (self.starts[key as usize], self.starts[key as usize + 1]);
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(end - start).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
    }

    fn weight(&self, value: &String) -> u64 {
        (size_of::<String>() + value.capacity()) as u64
    }
}

fn main() -> Result<(), BoxError> {
    let path = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("Cargo.toml"), PathBuf::from);
    let cache = PrefetchCache::builder(Lines::open(path)?).build();
    let count = cache.keys().len();
    for line in (0..count).take(10) {
        println!("{line:>4}  {}", cache.get(line)?);
    }
    let stats = cache.stats();
    println!("{count} lines; {} of {} reads were hits; {} bytes held", stats.hits, stats.moves(), stats.bytes);
    Ok(())
}
