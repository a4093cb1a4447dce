//! The list of rows, made on a thread whenever what is listed or its order changes. The old list stays until then.

use std::sync::Arc;

use eframe::egui;

use crate::app::model::identity_timeline::{Listing, Order, Rows, Subject};
use crate::app::session::background::Newest;
use crate::app::session::judging::let_go;

/// Lists with more rows are dropped on another thread, because that takes longer than a pass may.
const FEW: usize = 5_000;

/// What is listed, and how.
type Question = (Subject, Order);

/// The list, and the thread that makes it.
#[derive(Default)]
pub struct Lists {
    worker: Option<Newest<Question, Arc<Listing>>>,
    asked: Option<Question>,
    listing: Option<Arc<Listing>>,
}

impl Lists {
    /// Asks for another list if what is listed or its order has changed.
    pub fn update(&mut self, subject: Subject, order: &Order, ctx: &egui::Context) {
        if let Some(newest) = self.worker.as_ref().and_then(|worker| worker.answers().last()) {
            self.listing.replace(newest).into_iter().for_each(drop_listing);
        }
        if self.asked.as_ref().is_some_and(|(of, known)| of.is(&subject) && known == order) {
            return;
        }
        let question = (subject, order.clone());
        self.asked.replace(question.clone()).into_iter().for_each(let_go);
        let start = || {
            let mut known: Option<Arc<Rows>> = None;
            Newest::start("motscope-identities", ctx, move |(subject, order): Question, _| {
                let rows = match known.take().filter(|rows| rows.subject.is(&subject)) {
                    Some(rows) => rows,
                    None => Arc::new(Rows::new(subject)),
                };
                known = Some(Arc::clone(&rows));
                Some(Arc::new(Listing::new(rows, &order)))
            })
        };
        self.worker.get_or_insert_with(start).ask(question);
    }

    /// The last finished list. While a newer one is made, it may be of other rows or in another order.
    pub fn listing(&self) -> Option<&Arc<Listing>> {
        let of_same_kind = |listing: &&Arc<Listing>| {
            let (asked, _) = self.asked.as_ref()?;
            Some(std::mem::discriminant(asked) == std::mem::discriminant(&listing.rows.subject))
        };
        self.listing.as_ref().filter(|listing| of_same_kind(listing) == Some(true))
    }
}

impl Drop for Lists {
    fn drop(&mut self) {
        self.listing.take().into_iter().for_each(drop_listing);
        self.asked.take().into_iter().for_each(let_go);
    }
}

fn drop_listing(listing: Arc<Listing>) {
    if listing.rows.len() > FEW {
        let_go(listing);
    }
}
