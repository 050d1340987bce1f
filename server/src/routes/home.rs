//! 首页.

use crate::problem::Problem;
use crate::routes::records::result_item;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::home::{Home, home};
use axum::extract::State;
use axum::response::Response;
use service::search::{Item, Piece};
use storage::public::{self, PublicRecord};

/// Decisions on the page.
const LATEST: i64 = 5;
/// Words offered below the search box.
const OFTEN: usize = 5;

/// Search, doors, what is new.
pub async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let today = services.clock.today();
    let mut conn = services.db.read().await?;
    let version = storage::index_changes::newest(&mut conn).await?;
    let (total, new) = public::count(&mut conn, today).await?;
    let latest = public::latest(&mut conn, today, LATEST).await?;
    drop(conn);
    let model = Home {
        total: total.unsigned_abs(),
        today: new.unsigned_abs(),
        often: service::search::frequent(services, OFTEN),
        latest: latest
            .into_iter()
            .map(|record| result_item(plain(record), &units))
            .collect(),
    };
    // The words below the box come from the index, the rest from the database.
    let version = format!(
        "{version} {} {}",
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
