//! Stories of backup and restore, with the real commands beside a server that is being written to.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::process::{Place, Said, Server, resume, said};

/// The digest of every table, as the doctor prints them.
fn digests(place: &Place) -> BTreeMap<String, String> {
    let told = place.run(&["doctor", "--digests"]).well();
    let table = |line: &str| {
        let (name, rest) = line.split_once(' ')?;
        (rest.split(' ').nth(1)?.len() == 16).then(|| (name.to_owned(), rest.to_owned()))
    };
    let found: BTreeMap<_, _> = told.lines().filter_map(table).collect();
    assert!(found.len() > 15, "{told}");
    found
}

fn total(place: &Place, query: &str) -> u64 {
    let said = place.run(&["people", "search", query, "--json"]).well();
    serde_json::from_str::<serde_json::Value>(&said).unwrap()["total"].as_u64().unwrap()
}

fn file(place: &Place, name: &str) -> String {
    place.path(name).display().to_string()
}

/// A firm of three people with their files.
fn plant(place: &Place) -> Server {
    let server = place.serve(&[]);
    server.set_up();
    std::fs::create_dir(place.path("in")).unwrap();
    for (number, name) in ["Berit Solvang", "Carlo Benedetti", "Doro Weiss"].iter().enumerate() {
        resume(&place.path("in"), &format!("{number}.txt"), name);
    }
    place.run(&["people", "import", &file(place, "in"), "--yes"]).well();
    server
}

/// Everything is there: files, what can be found, and the way in.
fn whole(restored: &Place) {
    assert_eq!(total(restored, "hydraulics"), 3);
    let server = restored.serve(&[]);
    let ada = server.sign_in();
    let page = ada.get("/candidates?q=solvang").body;
    assert!(page.contains("Berit Solvang"), "{page}");
    let hrefs =
        page.split("href=\"/candidates/").skip(1).filter_map(|rest| rest.split(['"', '?', '/']).next());
    let mut pages = hrefs.map(|href| ada.get(&format!("/candidates/{href}?tab=files")).body);
    let profile = pages.find(|page| page.contains("Berit Solvang") && page.contains("/documents/"));
    let profile = profile.unwrap_or_else(|| panic!("no profile with a document: {page}"));
    let document = profile.split("/documents/").nth(1).unwrap().split(['"', '?', '/', '#']).next().unwrap();
    let document = ada.get(&format!("/documents/{document}"));
    assert!(document.body.contains("Kept the turbines of the harbour running"), "{}", document.head);
    assert!(server.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_server_is_restored_on_either_engine() {
    let place = Place::new().await;
    let server = plant(&place);
    let backup = file(&place, "firm.rapport");
    let told = place.run(&["backup", &backup, "--with-key"]).well();
    assert!(told.contains("and 3 files are in"), "{told}");
    place.run(&["backup", &backup]).refused("is there already");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&backup).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    // Restored while the other goes on: `restore` itself compares every digest with those in the file.
    let same = Place::new().await;
    let told = same.run(&["restore", &backup]).well();
    assert!(told.contains("3 files are back, with the same digests. 3 people can be found"), "{told}");
    whole(&same);
    same.run(&["restore", &backup]).refused("there is a firm in this place already");

    // At rest both places say the same, table by table; also from one engine to the other and back.
    assert!(server.stop().success());
    let (still, expected) = (file(&place, "still.rapport"), digests(&place));
    place.run(&["backup", &still, "--with-key"]).well();
    let same = Place::new().await;
    same.run(&["restore", &still]).well();
    assert_eq!(digests(&same), expected);
    if place.on_postgres() {
        let sqlite = Place::sqlite();
        sqlite.run(&["restore", &still]).well();
        assert_eq!(digests(&sqlite), expected);
        whole(&sqlite);
        let (back, expected) = (file(&sqlite, "back.rapport"), digests(&sqlite));
        sqlite.run(&["backup", &back, "--with-key"]).well();
        let postgres = Place::new().await;
        postgres.run(&["restore", &back]).well();
        assert_eq!(digests(&postgres), expected);
        whole(&postgres);
    }

    // Without the key in the file: said, and the old key may be brought.
    let bare = file(&place, "bare.rapport");
    place.run(&["backup", &bare]).well();
    let keyless = Place::new().await;
    let told = keyless.run(&["restore", &bare]).well();
    assert!(told.contains("The master key was not in the file"), "{told}");
    std::fs::copy(place.data().join("master.key"), keyless.data().join("master.key")).unwrap();
    whole(&keyless);

    // Damaged or cut off: refused, and the place stays empty of half a firm that looks whole.
    let bytes = std::fs::read(&backup).unwrap();
    std::fs::write(file(&place, "cut"), &bytes[..bytes.len() / 2]).unwrap();
    Place::new().await.run(&["restore", &file(&place, "cut")]).refused("damaged");
    std::fs::write(file(&place, "noise"), b"not a backup at all").unwrap();
    Place::new().await.run(&["restore", &file(&place, "noise")]).refused("damaged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_of_one_moment_while_others_write() {
    let place = Place::new().await;
    let server = plant(&place);
    let (done, ada) = (AtomicBool::new(false), server.sign_in());
    let (wrote, first) = std::sync::mpsc::channel();
    let backups = std::thread::scope(|scope| {
        scope.spawn(|| {
            let (ada, wrote, mut written) = (ada, wrote, 0);
            while !done.load(Ordering::Relaxed) {
                let name = format!("Writer Number{written}");
                let email = format!("writer{written}@example.com");
                let answer =
                    ada.post("/candidates", &[("name", &name), ("email", &email), ("title", "Keeper")]);
                assert_eq!(answer.status, 303, "{}", answer.body);
                written += 1;
                // Only the first is waited for.
                let _ = wrote.send(written);
            }
        });
        first.recv().unwrap();
        let names: Vec<_> = (0..3).map(|number| file(&place, &format!("{number}.rapport"))).collect();
        for name in &names {
            place.run(&["backup", name]).well();
        }
        done.store(true, Ordering::Relaxed);
        names
    });
    for backup in backups {
        let restored = Place::new().await;
        // Checks every digest and every file; the chain and the index are the doctor's.
        restored.run(&["restore", &backup]).well();
        let told = restored.run(&["doctor"]).well();
        assert!(told.contains("the chain holds") && !told.contains("WRONG"), "{told}");
    }
}

/// A pair made for this story alone.
const PUBLIC: &str = "age1quhkau9drt72m246f75wm0can453leuh3f5mmnsflve7y8tjqy4s92jh8w";
const SECRET: &str =
    concat!("AGE-SECRET-KEY-", "1GHHD4MN7ZHWGGSYGA8MV28Q86XPCLUWNAY3TUXZX9VP6EYEN59YQGS5TP8");

fn with_passphrase(place: &Place, words: &[&str], passphrase: &str) -> Said {
    said(place.command(words).env("RAPPORT_BACKUP_PASSPHRASE", passphrase))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_backup_needs_its_passphrase_or_key() {
    let place = Place::sqlite();
    let server = plant(&place);
    let sealed = file(&place, "sealed");
    with_passphrase(&place, &["backup", &sealed, "--encrypt"], "quiet harbour").well();
    place.run(&["backup", &file(&place, "none"), "--encrypt"]).refused("set RAPPORT_BACKUP_PASSPHRASE");
    assert!(server.stop().success());
    assert!(std::fs::read(&sealed).unwrap().starts_with(b"age-encryption.org/v1"));
    let restored = Place::sqlite();
    with_passphrase(&restored, &["restore", &sealed], "loud harbour").refused("not the passphrase");
    with_passphrase(&restored, &["restore", &sealed], "quiet harbour").well();
    assert_eq!(total(&restored, "hydraulics"), 3);

    // To a public key of the command age-keygen.
    let keys = file(&place, "keys.txt");
    std::fs::write(&keys, format!("# public key: {PUBLIC}\n{SECRET}\n")).unwrap();
    let sealed = file(&place, "to-a-key");
    place.run(&["backup", &sealed, "--encrypt-to", PUBLIC]).well();
    place.run(&["backup", &file(&place, "none"), "--encrypt-to", "age1nonsense"]).refused("begins with age1");
    let restored = Place::sqlite();
    restored.run(&["restore", &sealed]).refused("--identity");
    restored.run(&["restore", &sealed, "--identity", &keys]).well();
    assert_eq!(total(&restored, "hydraulics"), 3);
    ordinary_age_reads_and_writes_it(&place, Path::new(&sealed), &keys, PUBLIC);
}

/// With the `age` command, where it is installed.
fn ordinary_age_reads_and_writes_it(place: &Place, sealed: &Path, keys: &str, public: &str) {
    if Command::new("age").arg("--version").output().is_err() {
        return;
    }
    let plain = file(place, "plain.zst");
    said(Command::new("age").args(["-d", "-i", keys, "-o", &plain]).arg(sealed)).well();
    let inside = Place::sqlite();
    inside.run(&["restore", &plain]).well();
    assert_eq!(total(&inside, "hydraulics"), 3);
    let theirs = file(place, "theirs");
    said(Command::new("age").args(["-r", public, "-o", &theirs, &plain])).well();
    let restored = Place::sqlite();
    restored.run(&["restore", &theirs, "--identity", keys]).well();
    assert_eq!(total(&restored, "hydraulics"), 3);
}
