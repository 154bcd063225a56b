//! Packs the published model folder (model.safetensors, vocab.json) into the file that `matching` embeds.
//!
//! usage: cargo run -p xtask --bin pack_model -- MODEL_FOLDER crates/matching/data/title-skill-static.bin
#![expect(clippy::disallowed_methods, reason = "automation beside the product")]

use anyhow::{Context, ensure};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("the model's folder is missing")?;
    let out = arguments.next().context("the file to write is missing")?;
    let tensors = std::fs::read(format!("{folder}/model.safetensors"))?;
    let length: [u8; 8] = tensors.get(..8).context("the tensor file is too short")?.try_into()?;
    let body = 8 + usize::try_from(u64::from_le_bytes(length))?;
    let header: serde_json::Value = serde_json::from_slice(tensors.get(8..body).context("header")?)?;
    let tensor = |name: &str, kind: &str| -> anyhow::Result<&[u8]> {
        let entry = &header[name];
        ensure!(entry["dtype"] == kind, "{name} is not {kind}");
        let offset = |index: usize| {
            entry["data_offsets"][index].as_u64().context("offset").map(|at| at as usize + body)
        };
        tensors.get(offset(0)?..offset(1)?).context("the tensor file ends early")
    };
    let scales: Vec<f32> = tensor("scales", "F32")?
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect();
    let vocabulary: serde_json::Value =
        serde_json::from_slice(&std::fs::read(format!("{folder}/vocab.json"))?)?;
    let list = |name: &str| -> anyhow::Result<Vec<String>> {
        let entries = vocabulary[name].as_array().context("vocabulary list")?;
        entries.iter().map(|entry| Ok(entry.as_str().context("vocabulary entry")?.to_owned())).collect()
    };
    let packed = matching::pack(
        &list("pieces")?,
        &list("words")?,
        &list("ngrams")?,
        &scales,
        tensor("embeddings", "I8")?,
    )
    .map_err(|error| anyhow::anyhow!("the parts do not fit together: {error:?}"))?;
    std::fs::write(&out, packed)?;
    Ok(())
}
