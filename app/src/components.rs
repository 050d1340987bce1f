//! Building blocks of pages. Each is a plain function or a small builder that ends in a view.

mod dates;
mod face;
mod facets;
mod field;
mod figures;
mod form_state;
mod navigation;
mod search_form;
mod spread_chart;
mod status;
mod table;
mod text_area;
mod timeline;

pub use dates::{
    counted, day, day_or_unknown, day_text, deadline, is_soon, moment, month_day, number, percent,
    provisional_mark, updated,
};
pub use facets::{Facet, FacetOption, active_filters, facet_list};
pub use field::{Choice, Field};
pub use figures::{definition_list, document_number, empty_state, notice, stat_tile};
pub use form_state::{FieldError, FormState};
pub(crate) use form_state::{field_id, is_words};
pub use navigation::{breadcrumbs, hidden_inputs, link_to, pagination};
pub use search_form::search_form;
pub use spread_chart::{Readable, described, spread_chart};
pub use status::{Tone, status_tag};
pub use table::Table;
pub use text_area::text_area;
pub use timeline::{TimelineItem, timeline};
