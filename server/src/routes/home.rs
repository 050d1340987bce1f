//! 首页.

use crate::problem::Problem;
use crate::routes::records::result_item;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::home::{Home, home};
use axum::extract::State;
use axum::response::Response;
use service::overview::overview;
use service::search::{Item, Piece};
use storage::public::PublicRecord;

/// Words offered below the search box.
const OFTEN: usize = 5;

/// Search, doors, what is new.
pub async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let overview = overview(services).await?;
    let model = Home {
        total: overview.total,
        today: overview.new_today,
        often: service::search::frequent(services, OFTEN),
        latest: overview
            .latest
            .iter()
            .map(|record| result_item(plain(record.clone()), &units))
            .collect(),
    };
    // The words below the box come from the index, the rest from the database.
    let version = format!(
        "{} {} {}",
        overview.version,
        service::units::version(&units),
        model.often.join(" ")
    );
    Ok(visit.public(&version, |ui| home(ui, model)))
}

/// A record as a result that nothing is marked in.
pub(crate) fn plain(record: PublicRecord) -> Item {
    Item {
        title: vec![Piece::plain(record.title.clone())],
        highlights: Vec::new(),
        score: 0.0,
        record,
    }
}
