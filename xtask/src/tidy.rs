//! Tidy: the rules of the house that a machine can check, as ordinary tests.

use std::path::{Path, PathBuf};

use crate::floors::crates;

/// Longest file; tests may have more.
const LINES_MAX: usize = 500;
const TEST_LINES_MAX: usize = 800;
/// Longer files with the reason.
const LONGER: &[(&str, &str)] = &[];

/// Words that say nothing; no file or folder is called so.
const EMPTY_WORDS: &[&str] = &["utils", "helpers", "common", "manager", "service", "misc"];

/// Every source file below a folder with this ending.
pub fn files(root: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut open = vec![root.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "vendor" | "node_modules" | ".git") {
                    open.push(path);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

/// Files that are too long.
pub fn too_long(root: &Path) -> Vec<String> {
    let sources = [".rs", ".js", ".css"].iter().flat_map(|ending| files(root, ending));
    sources
        .filter_map(|path| {
            let name = shown(root, &path);
            let lines = std::fs::read_to_string(&path).unwrap_or_default().lines().count();
            let is_test = name.contains("tests");
            let limit = if is_test { TEST_LINES_MAX } else { LINES_MAX };
            let excused = LONGER.iter().any(|(known, _)| *known == name);
            (lines > limit && !excused).then(|| format!("{name} has {lines} lines: split it by use"))
        })
        .collect()
}

/// Files and folders whose name says nothing.
pub fn empty_names(root: &Path) -> Vec<String> {
    files(&root.join("crates"), ".rs")
        .iter()
        .map(|path| shown(root, path))
        .filter(|name| name.split(['/', '.']).any(|part| EMPTY_WORDS.contains(&part)))
        .collect()
}

/// Named queries that do not bind the workspace.
pub fn unbound_queries(root: &Path) -> Vec<String> {
    let mut wrong = vec![];
    for path in files(&root.join("crates"), "queries.sql") {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for query in text.split("-- name: ").skip(1) {
            let (name, body) = query.split_once('\n').unwrap_or((query, ""));
            let excused = body.trim_start().starts_with("-- across workspaces: ");
            if !body.contains("workspace_id") && !excused {
                wrong.push(format!("{}: {name} does not bind workspace_id", shown(root, &path)));
            }
        }
    }
    wrong
}

/// Statements that are not in a `queries.sql`, outside `db`.
pub fn loose_sql(root: &Path) -> Vec<String> {
    let mut wrong = vec![];
    for path in files(&root.join("crates"), ".rs") {
        let name = shown(root, &path);
        let exempt = name.starts_with("crates/db/")
            || name.contains("tests")
            || name.ends_with("/kit.rs")
            || name.ends_with("journal/listen.rs");
        if exempt {
            continue;
        }
        for (number, line) in std::fs::read_to_string(&path).unwrap_or_default().lines().enumerate() {
            let quoted = line.split('"').nth(1).unwrap_or_default();
            let statement = ["select ", "insert into ", "update ", "delete from "]
                .iter()
                .any(|verb| quoted.starts_with(verb))
                && (quoted.contains(" from ") || quoted.contains(" set ") || quoted.contains(" values "));
            if statement {
                wrong.push(format!("{name}:{}: a statement outside queries.sql", number + 1));
            }
        }
    }
    wrong
}

/// Rooms without their card.
pub fn missing_cards(root: &Path) -> Vec<String> {
    crates(root)
        .into_iter()
        .filter(|(name, _)| crate::floors::FLOORS.iter().any(|(known, floor)| known == name && *floor == 4))
        .filter_map(|(name, dir)| {
            let text = std::fs::read_to_string(dir.join("src/lib.rs")).unwrap_or_default();
            let missing: Vec<&str> = ["//! Owns:", "//! Records:", "//! Hears:", "//! Never:"]
                .into_iter()
                .filter(|line| !text.contains(line))
                .collect();
            (!missing.is_empty()).then(|| format!("{name}: its card lacks {}", missing.join(", ")))
        })
        .collect()
}

/// Templates with inline scripts, event attributes or written-out styles.
pub fn inline_script(root: &Path) -> Vec<String> {
    let mut wrong = vec![];
    for path in files(&root.join("crates"), ".html") {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let script = line.contains("<script") && !line.contains("src=");
            let handler = [" onclick=", " onchange=", " onsubmit=", "hx-on", "javascript:"]
                .iter()
                .any(|word| line.contains(word));
            let style = line.split("style=\"").skip(1).any(|value| {
                let value = value.split('"').next().unwrap_or_default();
                value.split(';').any(|rule| {
                    !rule.trim().is_empty() && !rule.trim_start().starts_with("--") && !rule.contains("{%")
                })
            });
            if script || handler || style {
                wrong.push(format!("{}:{}: inline script or style", shown(root, &path), number + 1));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[track_caller]
    fn nothing(wrong: &[String]) {
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn files_are_short() {
        nothing(&too_long(&root()));
    }

    #[test]
    fn names_say_something() {
        nothing(&empty_names(&root()));
    }

    #[test]
    fn every_query_binds_its_workspace() {
        nothing(&unbound_queries(&root()));
    }

    #[test]
    fn statements_live_in_queries_sql() {
        nothing(&loose_sql(&root()));
    }

    #[test]
    fn every_room_has_its_card() {
        nothing(&missing_cards(&root()));
    }

    #[test]
    fn pages_have_no_inline_script() {
        nothing(&inline_script(&root()));
    }

    #[test]
    fn a_folder_that_breaks_each_rule_is_found() {
        let root = std::env::temp_dir().join(format!("tidy-{}", std::process::id()));
        let src = root.join("crates/talent/src");
        std::fs::create_dir_all(&src).expect("a temporary folder");
        let write = |name: &str, text: &str| std::fs::write(src.join(name), text).expect("a temporary file");
        std::fs::write(root.join("crates/talent/Cargo.toml"), "").expect("a temporary file");
        write("lib.rs", "//! Talent.\n");
        write("utils.rs", &"// line\n".repeat(LINES_MAX + 1));
        write("list.rs", "const ALL: &str = \"select id from person where id = $1\";\n");
        write("queries.sql", "-- name: all\nselect id from person\n");
        write("list.html", "<p onclick=\"x\" style=\"color: red\">\n");
        let found = [
            too_long(&root).len(),
            empty_names(&root).len(),
            loose_sql(&root).len(),
            unbound_queries(&root).len(),
            missing_cards(&root).len(),
            inline_script(&root).len(),
        ];
        std::fs::remove_dir_all(&root).expect("the temporary folder goes");
        assert_eq!(found, [1, 1, 1, 1, 1, 1]);
    }
}
