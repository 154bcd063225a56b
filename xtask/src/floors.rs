//! Floors: a crate imports only from a lower floor; rooms never import rooms.

use std::collections::BTreeMap;
use std::path::Path;

/// Every crate and its floor. A crate that is not here has no place in the house yet.
pub const FLOORS: &[(&str, u8)] = &[
    ("resume", 0),
    ("search_syntax", 0),
    ("matching", 0),
    ("base", 1),
    ("db", 1),
    ("files", 1),
    ("index", 1),
    ("sandbox", 1),
    ("outside", 1),
    ("record", 2),
    ("web", 3),
    ("desk", 4),
    ("talent", 4),
    ("hiring", 4),
    ("outreach", 4),
    ("admin", 4),
    ("app", 5),
    // beside the house
    ("testkit", 6),
    ("xtask", 7),
];

/// On floor 1 each crate stands alone, except on `base`.
const GROUND: u8 = 1;

/// What the manifests break, in words.
pub fn broken(root: &Path) -> Vec<String> {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut wrong = vec![];
    for (name, dir) in crates(root) {
        let Some(floor) = floors.get(name.as_str()) else {
            wrong
                .push(format!("{name} has no floor: give it one in xtask/src/floors.rs and ARCHITECTURE.md"));
            continue;
        };
        let manifest = std::fs::read_to_string(dir.join("Cargo.toml")).unwrap_or_default();
        let dependencies = section(&manifest, "[dependencies]");
        for import in dependencies.iter().filter(|import| floors.contains_key(import.as_str())) {
            let below = floors[import.as_str()];
            let allowed = below < *floor || (*floor == GROUND && import == "base");
            if !allowed {
                wrong.push(format!("{name} (floor {floor}) imports {import} (floor {below})"));
            }
        }
    }
    wrong
}

/// Every crate of the workspace with its folder.
pub fn crates(root: &Path) -> Vec<(String, std::path::PathBuf)> {
    let mut found = vec![("xtask".to_owned(), root.join("xtask"))];
    for entry in std::fs::read_dir(root.join("crates")).into_iter().flatten().flatten() {
        if entry.path().join("Cargo.toml").exists() {
            found.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
        }
    }
    found.sort();
    found
}

fn section(manifest: &str, head: &str) -> Vec<String> {
    let inside = manifest.lines().skip_while(|line| line.trim() != head).skip(1);
    inside
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_imports_only_from_a_lower_floor() {
        let wrong = broken(&crate::root());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_room_that_imports_a_room_is_found() {
        let root = std::env::temp_dir().join(format!("floors-{}", std::process::id()));
        let room = root.join("crates/talent");
        std::fs::create_dir_all(&room).expect("a temporary folder");
        std::fs::write(
            room.join("Cargo.toml"),
            "[dependencies]\nweb.workspace = true\nhiring.workspace = true\n",
        )
        .expect("a temporary file");
        let wrong = broken(&root);
        std::fs::remove_dir_all(&root).expect("the temporary folder goes");
        assert_eq!(wrong, ["talent (floor 4) imports hiring (floor 4)"]);
    }
}
