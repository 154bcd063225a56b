#![expect(clippy::unwrap_used, reason = "tests")]

use crate::people::add::{NewPerson, add};
use crate::people::tags::pool_many;
use crate::people::tests::Kit;
use crate::people::undo::undo;
use crate::{PersonId, Refusal};

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_into_a_pool_is_undone_for_those_who_joined_by_it() {
    let kit = Kit::open().await;
    let mut people: Vec<PersonId> = vec![];
    for name in ["Ada Lovelace", "Grace Hopper"] {
        let new = NewPerson { name: name.into(), ..NewPerson::default() };
        people.push(add(&kit.db, &kit.who, new).await.unwrap().person);
    }
    let (pool, _) = super::create(&kit.db, &kit.who, "Compilers", "").await.unwrap();
    super::add_member(&kit.db, &kit.who, pool, people[0]).await.unwrap();
    let bulk = pool_many(&kit.db, &kit.who, &people, pool).await.unwrap();
    assert_eq!(bulk.changed, 1);
    assert_eq!(super::page(&kit.db, &kit.who, pool, None).await.unwrap().members.len(), 2);
    undo(&kit.db, &kit.who, bulk.seq).await.unwrap();
    let left = super::page(&kit.db, &kit.who, pool, None).await.unwrap().members;
    assert_eq!(left.iter().map(|member| member.person.id).collect::<Vec<_>>(), [people[0]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_living_pools_cannot_share_a_name() {
    let kit = Kit::open().await;
    let (pool, _) = super::create(&kit.db, &kit.who, "Nurses", "").await.unwrap();
    let again = super::create(&kit.db, &kit.who, " nurses ", "").await;
    assert!(matches!(again, Err(Refusal::Field { field: "name", .. })));
    super::end(&kit.db, &kit.who, pool).await.unwrap();
    super::create(&kit.db, &kit.who, "Nurses", "").await.unwrap();
    assert_eq!(super::list(&kit.db, &kit.who).await.unwrap().len(), 1);
}
