//! `rapport match rank`

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use super::say;

#[derive(Args)]
pub(super) struct Match {
    #[command(subcommand)]
    command: MatchCommand,
}

#[derive(Subcommand)]
enum MatchCommand {
    /// Rank the texts of a corpus for each query and write a TREC run
    Rank(Rank),
}

#[derive(Args)]
struct Rank {
    /// Lines of `id TAB text`; may be gzipped
    #[arg(long, value_name = "TSV")]
    corpus: PathBuf,
    /// Lines of `id TAB text`; may be gzipped
    #[arg(long, value_name = "TSV")]
    queries: PathBuf,
    /// The run: query, Q0, document, rank, score, tag
    #[arg(long, value_name = "OUT")]
    run: PathBuf,
    /// Results for each query
    #[arg(long, default_value_t = 1_000)]
    top: usize,
}

impl Match {
    pub(super) fn run(self) -> Result<()> {
        let MatchCommand::Rank(rank) = self.command;
        rank.run()
    }
}

impl Rank {
    fn run(self) -> Result<()> {
        let (corpus, queries) = (lines(&self.corpus)?, lines(&self.queries)?);
        let rows = matching::rank_corpus(&corpus, &queries, self.top);
        let file =
            std::fs::File::create(&self.run).with_context(|| format!("creating {}", self.run.display()))?;
        let mut out = std::io::BufWriter::new(file);
        for row in &rows {
            writeln!(out, "{}\tQ0\t{}\t{}\t{:.6}\trapport", row.query, row.document, row.rank, row.score)?;
        }
        out.flush()?;
        say(format!("{} queries over {} texts: {} lines", queries.len(), corpus.len(), rows.len()));
        Ok(())
    }
}

fn lines(path: &Path) -> Result<Vec<(String, String)>> {
    let file = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut reader: Box<dyn BufRead> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(BufReader::new(flate2::read::GzDecoder::new(file)))
    } else {
        Box::new(BufReader::new(file))
    };
    let (mut found, mut line, mut number) = (vec![], String::new(), 0);
    while reader.read_line(&mut line)? > 0 {
        number += 1;
        let text = line.trim_end_matches(['\r', '\n']);
        if !text.is_empty() {
            let (id, text) = text
                .split_once('\t')
                .with_context(|| format!("{}, line {number}: no tab", path.display()))?;
            found.push((id.to_owned(), text.to_owned()));
        }
        line.clear();
    }
    Ok(found)
}
