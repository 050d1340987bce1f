//! The stylesheet: imports bundled, minified.

use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

use crate::{Result, project};

/// `style/main.css` with everything it imports, as one minified file.
pub(crate) fn bundle() -> Result<Vec<u8>> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet = bundler
        .bundle(&project::root().join("style/main.css"))
        .map_err(|error| format!("样式表有误：{error}"))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| format!("样式表有误：{error}"))?;
    let printed = sheet.to_css(PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    })?;
    Ok(printed.code.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::compressed;

    #[test]
    fn the_stylesheet_is_valid_and_small() {
        let css = bundle().unwrap();
        let text = String::from_utf8(css.clone()).unwrap();
        assert!(
            !text.contains("@import") && text.contains("data-size"),
            "{}",
            &text[..200]
        );
        let size = compressed(&css).unwrap().len();
        assert!(size <= 12 * 1024, "the stylesheet weighs {size} bytes compressed");
    }
}
