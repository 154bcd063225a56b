//! `rapport rebuild resumes`: every stored resume that an older reader had read, read again.

use super::reread::{Reread, count_left, left_to_read, read_again};
use crate::people::reading::NotRead;
use crate::{Clear, DocumentId, House, Refusal, Scope};

/// How a rebuild went.
#[derive(Clone, Debug, Default)]
pub struct Rebuilt {
    pub read: i64,
    /// Files that this reader refuses; what an older one had read stays.
    pub refused: Vec<(DocumentId, String)>,
}

/// Files asked for at once; as many are read beside each other as there are children.
const BATCH: i64 = 2;

/// Reads again what an older reader had read. Each file is stored with the reader's version, so a rebuild
/// that was stopped goes on where it was. `tell` hears how many are done, and of how many.
pub async fn rebuild(
    house: &House,
    who: &Scope<Clear>,
    mut tell: impl FnMut(i64, i64),
) -> Result<Rebuilt, Refusal> {
    let (mut done, mut after) = (Rebuilt::default(), DocumentId(0));
    let all = count_left(&house.db, who).await?;
    let mut next = left_to_read(&house.db, who, after, BATCH).await?;
    while let Some(last) = next.last() {
        after = last.document;
        let outcomes = match next.as_slice() {
            [one, two] => {
                let (one, two) = tokio::join!(attempt(house, who, one), attempt(house, who, two));
                vec![one, two]
            }
            others => {
                let mut outcomes = vec![];
                for file in others {
                    outcomes.push(attempt(house, who, file).await);
                }
                outcomes
            }
        };
        for (file, outcome) in next.iter().zip(outcomes) {
            match outcome {
                Ok(()) => done.read += 1,
                Err(NotRead::Later(why)) => return Err(Refusal::Fault(why)),
                Err(refused) => done.refused.push((file.document, refused.to_string())),
            }
        }
        tell(done.read + done.refused.len() as i64, all);
        next = left_to_read(&house.db, who, after, BATCH).await?;
    }
    Ok(done)
}

/// A child that died of the machine's troubles is asked once more.
async fn attempt(house: &House, who: &Scope<Clear>, file: &Reread) -> Result<(), NotRead> {
    match read_again(house, who, file).await {
        Err(NotRead::Later(_)) => read_again(house, who, file).await,
        other => other,
    }
}
