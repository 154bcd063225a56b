#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::io::AsyncReadExt as _;

use crate::{Digest, FilesError, HEAD_BYTES, Store};

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    (dir, store)
}

fn staging_files(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir.join("staging")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn blob_path(dir: &Path, digest: Digest) -> PathBuf {
    let name = digest.to_string();
    dir.join("blobs").join(&name[..2]).join(&name[2..4]).join(name)
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(86_400)
}

/// Makes the blob look as if it had been received on the first day of 1970.
fn age(dir: &Path, digest: Digest) {
    let file = fs::File::options().write(true).open(blob_path(dir, digest)).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
}

#[tokio::test]
async fn a_file_is_hashed_while_it_streams_and_read_back() {
    let (dir, store) = store();
    let mut staging = store.stage(3).await.unwrap();
    staging.write(b"a").await.unwrap();
    staging.write(b"bc").await.unwrap();
    let staged = staging.finish().await.unwrap();
    assert_eq!(
        (staged.digest.to_string().as_str(), staged.size_bytes, staged.head.as_slice()),
        (ABC, 3, &b"abc"[..])
    );
    let digest = store.claim(&staged).await.unwrap();
    drop(staged);
    assert!(staging_files(dir.path()).is_empty());
    assert_eq!(store.read_all(digest, 3).await.unwrap(), b"abc");
    let mut reader = store.open_blob(digest).await.unwrap();
    let mut text = String::new();
    reader.read_to_string(&mut text).await.unwrap();
    assert_eq!((text.as_str(), reader.size_bytes()), ("abc", 3));
}

#[tokio::test]
async fn the_head_keeps_only_the_first_bytes() {
    let (_dir, store) = store();
    let bytes: Vec<u8> = (0..10_000_u32).map(|number| (number % 251) as u8).collect();
    let mut staging = store.stage(20_000).await.unwrap();
    for chunk in bytes.chunks(700) {
        staging.write(chunk).await.unwrap();
    }
    let staged = staging.finish().await.unwrap();
    assert_eq!(staged.head, bytes[..HEAD_BYTES]);
    assert_eq!(staged.digest, Digest::of(&bytes));
}

#[tokio::test]
async fn a_file_above_the_limit_is_refused_at_once_and_leaves_nothing() {
    let (dir, store) = store();
    let mut staging = store.stage(4).await.unwrap();
    staging.write(b"1234").await.unwrap();
    let refused = staging.write(b"5").await.unwrap_err();
    assert!(matches!(refused, FilesError::TooLarge { limit_bytes: 4 }));
    assert_eq!(staging_files(dir.path()).len(), 1);
    drop(staging);
    assert!(staging_files(dir.path()).is_empty());
}

#[tokio::test]
async fn a_file_that_is_not_claimed_is_removed() {
    let (dir, store) = store();
    let staged = store.stage(9).await.unwrap().finish().await.unwrap();
    assert_eq!(staging_files(dir.path()).len(), 1);
    drop(staged);
    assert!(staging_files(dir.path()).is_empty());
    assert_eq!(store.blobs().count(), 0);
}

#[tokio::test]
async fn claiming_twice_and_storing_the_same_bytes_twice_give_one_blob() {
    let (_dir, store) = store();
    let mut staging = store.stage(9).await.unwrap();
    staging.write(b"same").await.unwrap();
    let staged = staging.finish().await.unwrap();
    let first = store.claim(&staged).await.unwrap();
    assert_eq!(store.claim(&staged).await.unwrap(), first);
    // Another process took the name that became free; dropping the claimed file leaves it alone.
    let taken = staged.owned.path.clone();
    fs::write(&taken, b"another's").unwrap();
    drop(staged);
    assert!(taken.exists());
    assert_eq!(store.keep(b"same").await.unwrap(), first);
    assert_eq!(store.blobs().count(), 1);
}

#[tokio::test]
async fn a_torn_staging_is_swept_at_open_and_a_living_one_is_not() {
    let (dir, store) = store();
    fs::write(dir.path().join("staging/77-1"), b"half a f").unwrap();
    let mut living = store.stage(9).await.unwrap();
    living.write(b"whole").await.unwrap();
    let again = Store::open(dir.path()).unwrap();
    assert_eq!(staging_files(dir.path()).len(), 1);
    let digest = again.claim(&living.finish().await.unwrap()).await.unwrap();
    assert_eq!(again.read_all(digest, 9).await.unwrap(), b"whole");
}

#[tokio::test]
async fn the_sweep_takes_only_old_blobs_that_nobody_keeps() {
    let (dir, store) = store();
    let kept = store.keep(b"kept").await.unwrap();
    let gone = store.keep(b"gone!").await.unwrap();
    let fresh = store.keep(b"fresh").await.unwrap();
    age(dir.path(), kept);
    age(dir.path(), gone);
    let swept = store.sweep(move |digest| digest == kept, long_ago()).await.unwrap();
    assert_eq!((swept.blobs, swept.size_bytes), (1, 5));
    assert!(store.holds(kept).await.unwrap());
    assert!(store.holds(fresh).await.unwrap());
    assert!(!store.holds(gone).await.unwrap());
}

#[tokio::test]
async fn claiming_an_old_blob_again_saves_it_from_the_sweep() {
    let (dir, store) = store();
    let digest = store.keep(b"again").await.unwrap();
    age(dir.path(), digest);
    store.keep(b"again").await.unwrap();
    assert_eq!(store.sweep(|_| false, long_ago()).await.unwrap().blobs, 0);
    assert!(store.holds(digest).await.unwrap());
}

#[tokio::test]
async fn a_damaged_blob_is_noticed_and_healed_by_the_next_claim() {
    let (dir, store) = store();
    let digest = store.keep(b"right").await.unwrap();
    fs::write(blob_path(dir.path(), digest), b"wrong").unwrap();
    let damaged = store.read_all(digest, 9).await.unwrap_err();
    assert!(matches!(damaged, FilesError::Damaged(found) if found == digest));
    store.keep(b"right").await.unwrap();
    assert_eq!(store.read_all(digest, 9).await.unwrap(), b"right");
}

#[tokio::test]
async fn missing_and_too_large_blobs_are_told_apart() {
    let (_dir, store) = store();
    let digest = store.keep(b"12345").await.unwrap();
    let too_large = store.read_all(digest, 4).await.unwrap_err();
    assert!(matches!(too_large, FilesError::TooLarge { limit_bytes: 4 }));
    store.delete(digest).await.unwrap();
    store.delete(digest).await.unwrap();
    let missing = store.open_blob(digest).await.unwrap_err();
    assert!(matches!(missing, FilesError::NotFound(asked) if asked == digest));
}

#[tokio::test]
async fn the_walk_gives_every_blob_once_in_order_and_skips_strangers() {
    let (dir, store) = store();
    let mut expected = Vec::new();
    for number in 0..40_u64 {
        let bytes = vec![b'x'; number as usize];
        expected.push((store.keep(&bytes).await.unwrap(), number));
    }
    expected.sort_unstable();
    fs::write(dir.path().join("blobs/lost+found"), b"not ours").unwrap();
    let found: Vec<_> =
        store.blobs().map(|blob| blob.unwrap()).map(|blob| (blob.digest, blob.size_bytes)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_digest_has_one_spelling() {
    let digest: Digest = ABC.parse().unwrap();
    assert_eq!(digest, Digest::of(b"abc"));
    assert_eq!(format!("{digest} {digest:?}"), format!("{ABC} {ABC}"));
    for wrong in [&ABC[1..], &ABC.to_uppercase(), &ABC.replace('b', "g"), "", "é"] {
        assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
    }
}
