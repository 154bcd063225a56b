//! Measures the matching crate.
//!
//! usage: match_dev rank CORPUS.tsv.gz QUERIES.tsv.gz RUN [TOP]   writes a TREC run
//!        match_dev encode TEXTS.tsv.gz                           texts per second on one core
//!        match_dev load                                          time and memory of the first use
//!        match_dev explain RESUME.txt TITLE [SKILL...]           the reasons of one resume
//!        match_dev similar ONE OTHER...                          similarities of texts
#![expect(clippy::disallowed_methods, reason = "automation beside the product")]
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]
use anyhow::Context;
use matching::{JobPost, Model, PreparedNeeds, Profile, Scorer, needs_from_job, rank_corpus, score};
use std::io::{Read, Write};
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize| arguments.get(index).map(String::as_str).context("an argument is missing");
    match argument(0)? {
        "rank" => {
            let top = arguments.get(4).map_or(Ok(1000), |top| top.parse())?;
            rank(argument(1)?, argument(2)?, argument(3)?, top)
        }
        "encode" => encode(argument(1)?),
        "load" => load(),
        "explain" => explain(argument(1)?, argument(2)?, &arguments[3..]),
        "similar" => {
            for other in &arguments[2..] {
                println!("{:.3} {other}", Model::embedded().similarity(argument(1)?, other));
            }
            Ok(())
        }
        other => anyhow::bail!("unknown command {other}"),
    }
}

fn rank(corpus: &str, queries: &str, run: &str, top: usize) -> anyhow::Result<()> {
    let started = Instant::now();
    let rows = rank_corpus(&table(corpus)?, &table(queries)?, top);
    let mut out = std::io::BufWriter::new(std::fs::File::create(run)?);
    for row in rows {
        writeln!(out, "{}\tQ0\t{}\t{}\t{}\trapport", row.query, row.document, row.rank, row.score)?;
    }
    out.flush()?;
    println!("ranked in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn table(path: &str) -> anyhow::Result<Vec<(String, String)>> {
    let mut bytes = std::fs::read(path)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut plain)?;
        bytes = plain;
    }
    let row = |line: &str| line.split_once('\t').map(|(id, text)| (id.to_owned(), text.to_owned()));
    String::from_utf8(bytes)?.lines().map(|line| row(line).context("a line has no tab")).collect()
}

fn encode(path: &str) -> anyhow::Result<()> {
    let texts = table(path)?;
    let mut rates: Vec<f64> = (0..5)
        .map(|_| {
            let started = Instant::now();
            let sum: f32 = texts.iter().map(|(_, text)| Model::embedded().encode(text)[0]).sum();
            std::hint::black_box(sum);
            texts.len() as f64 / started.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!("{} texts, median {:.0} texts a second", texts.len(), rates[2]);
    Ok(())
}

fn load() -> anyhow::Result<()> {
    let resident = || -> anyhow::Result<String> {
        let status = std::fs::read_to_string("/proc/self/status")?;
        Ok(status
            .lines()
            .filter(|line| line.starts_with("VmHWM") || line.starts_with("RssAnon"))
            .collect::<Vec<_>>()
            .join(" "))
    };
    println!("before: {}", resident()?);
    let started = Instant::now();
    std::hint::black_box(Model::embedded().encode("senior backend engineer"));
    println!("first encoding after {:.2} ms: {}", started.elapsed().as_secs_f64() * 1e3, resident()?);
    Ok(())
}

fn explain(path: &str, title: &str, skills: &[String]) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path)?;
    let needs = needs_from_job(&JobPost { title, skills, ..JobPost::default() });
    let prepared = PreparedNeeds::new(Model::embedded(), &needs);
    let profile = Profile::default().with_text(&text, &[]);
    let started = Instant::now();
    let scored = score(Model::embedded(), &prepared, &profile);
    let first = started.elapsed().as_secs_f64() * 1e3;
    let mut scorer = Scorer::new(Model::embedded(), &prepared);
    let started = Instant::now();
    for _ in 0..200 {
        std::hint::black_box(scorer.score(&profile));
    }
    let warm = started.elapsed().as_secs_f64() * 5.0;
    println!("{} points, {first:.2} ms at first, {warm:.2} ms again", scored.points);
    for reason in scored.reasons {
        println!(
            "+{} of {} {} {:?}: {:?}",
            reason.points, reason.weight, reason.label, reason.verdict, reason.quote
        );
        for word in reason.words {
            println!("      {:?} {:?}", word.text, word.strength);
        }
    }
    Ok(())
}
