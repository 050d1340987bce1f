//! What every page needs to know about the request and the portal.

use chrono::NaiveDate;

use crate::done::Done;

/// Colours of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the reader's system says.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Reads a cookie or form value; anything unknown is the default.
    pub fn parse(value: &str) -> Self {
        match value {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The value of `data-theme`, of the cookie and of the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Size of the type; `Large` is 关怀版.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TextSize {
    /// 18 px.
    #[default]
    Normal,
    /// 24 px, high contrast, larger targets.
    Large,
}

impl TextSize {
    /// Reads a cookie or form value; anything unknown is the default.
    pub fn parse(value: &str) -> Self {
        if value == "large" {
            Self::Large
        } else {
            Self::Normal
        }
    }

    /// The value of `data-size`, of the cookie and of the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
        }
    }
}

/// Language of the interface. Chinese is complete; others come later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
}

impl Lang {
    /// Reads a cookie or form value; anything unknown is the default.
    pub const fn parse(_value: &str) -> Self {
        Self::Zh
    }

    /// The value of the cookie and of the form.
    pub const fn as_str(self) -> &'static str {
        "zh"
    }

    /// The value of the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        "zh-CN"
    }
}

/// An entry of the staff menu. The server lists those that the person's role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StaffItem {
    /// 待办.
    Queue,
    /// 公示记录.
    Records,
    /// 异议.
    Objections,
    /// 抽查.
    SpotChecks,
    /// 回访.
    Callbacks,
    /// 整改.
    Rectifications,
    /// 监测.
    Dashboard,
}

impl StaffItem {
    /// Where the entry leads.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Queue => "/staff/queue",
            Self::Records => "/staff/records",
            Self::Objections => "/staff/objections",
            Self::SpotChecks => "/staff/spot-checks",
            Self::Callbacks => "/staff/callbacks",
            Self::Rectifications => "/staff/rectifications",
            Self::Dashboard => "/staff/dashboard",
        }
    }

    /// The text key of the entry.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Queue => "staff-menu-queue",
            Self::Records => "staff-menu-records",
            Self::Objections => "staff-menu-objections",
            Self::SpotChecks => "staff-menu-spot-checks",
            Self::Callbacks => "staff-menu-callbacks",
            Self::Rectifications => "staff-menu-rectifications",
            Self::Dashboard => "staff-menu-dashboard",
        }
    }
}

/// The signed-in member of staff, on staff pages only: public pages never differ by sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffUi {
    /// The name shown.
    pub name: String,
    /// The role in words, e.g. 法制审核.
    pub role: String,
    /// The menu entries this role may open, in order.
    pub menu: Vec<StaffItem>,
}

/// Addresses of the files the pages load; `None` where the build made none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The stylesheet.
    pub css: Option<String>,
    /// The islands, when the wasm target could be built.
    pub islands: Option<IslandAssets>,
}

/// The three files that bring islands to life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IslandAssets {
    /// The static starter, `boot.js`.
    pub boot: String,
    /// The JavaScript that wasm-bindgen wrote.
    pub js: String,
    /// The wasm itself.
    pub wasm: String,
}

/// Everything the shell needs for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ui {
    /// The bureau's name, e.g. 明镜县公安局.
    pub bureau: String,
    /// Scheme and host for canonical addresses, without a final slash; empty when not set.
    pub public_url: String,
    /// Whether there is a sitemap: its addresses are absolute.
    pub has_sitemap: bool,
    /// Path and query of this request, to come back to after a change of preferences.
    pub path: String,
    /// The legal day (Asia/Shanghai).
    pub today: NaiveDate,
    /// Colours.
    pub theme: Theme,
    /// Size of the type.
    pub size: TextSize,
    /// Language.
    pub lang: Lang,
    /// The page answers a post: asked for again by its address it would be another page.
    pub posted: bool,
    /// The signed-in member of staff; always `None` on public pages.
    pub staff: Option<StaffUi>,
    /// The step that led here, on staff pages only.
    pub done: Option<Done>,
    /// Stylesheet and islands.
    pub assets: Assets,
    /// Identifies the build, for support.
    pub build: String,
}

impl Ui {
    /// The same for a page where a step is told only while it holds: an address is kept longer than what it tells.
    #[must_use]
    pub fn telling(&self, holds: impl FnOnce(Done) -> bool) -> Self {
        Self {
            done: self.done.filter(|step| holds(*step)),
            ..self.clone()
        }
    }

    /// A `Ui` for tests: 明镜县公安局 on 2026-11-21, nothing signed in, assets with readable names.
    pub fn sample() -> Self {
        Self {
            bureau: "明镜县公安局".into(),
            public_url: "https://mingjing.example".into(),
            has_sitemap: true,
            path: "/".into(),
            today: NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date of the calendar"),
            theme: Theme::Auto,
            size: TextSize::Normal,
            lang: Lang::Zh,
            posted: false,
            staff: None,
            done: None,
            assets: Assets {
                css: Some("/pkg/main.css".into()),
                islands: Some(IslandAssets {
                    boot: "/pkg/boot.js".into(),
                    js: "/pkg/mingjing.js".into(),
                    wasm: "/pkg/mingjing_bg.wasm".into(),
                }),
            },
            build: "test".into(),
        }
    }
}
