//! Use cases, one file each area; knows neither HTTP nor Leptos.
