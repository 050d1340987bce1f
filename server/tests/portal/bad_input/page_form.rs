//! Forms and links as a browser finds them on a page: enough of HTML for our own pages.

/// A form of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageForm {
    pub(crate) action: String,
    pub(crate) posts: bool,
    pub(crate) fields: Vec<Field>,
}

/// A field with what the page put into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Whether people type into it.
    pub(crate) is_typed: bool,
}

/// Every form of the page, once for each of its buttons that sends something; `path` is the page's own address.
pub(crate) fn forms(html: &str, path: &str) -> Vec<PageForm> {
    html.split("<form")
        .skip(1)
        .flat_map(|rest| form(rest, path))
        .collect()
}

fn form(rest: &str, path: &str) -> Vec<PageForm> {
    let inner = rest.split("</form>").next().unwrap_or_default();
    let head = inner.split('>').next().unwrap_or_default();
    let (mut fields, mut buttons): (Vec<Field>, Vec<Field>) = Default::default();
    for tag in inner.split('<').skip(1) {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let kind = tag.split([' ', '/']).next().unwrap_or_default();
        let value = attribute(tag, "value").unwrap_or_default();
        match (kind, attribute(tag, "name")) {
            // Of several radios the first is taken.
            (_, Some(name)) if fields.iter().any(|field| field.name == name) => {}
            ("input", Some(name)) => {
                let kind = attribute(tag, "type").unwrap_or_default();
                let is_typed = !["hidden", "radio", "checkbox", "submit"].contains(&kind.as_str());
                fields.push(Field {
                    name,
                    value,
                    is_typed,
                });
            }
            ("textarea", Some(name)) => fields.push(Field {
                name,
                value: unescaped(after),
                is_typed: true,
            }),
            ("button", Some(name)) => buttons.push(Field {
                name,
                value,
                is_typed: false,
            }),
            ("select", Some(name)) => fields.push(Field {
                name,
                value,
                is_typed: false,
            }),
            ("option", None) => {
                let of = fields
                    .last_mut()
                    .filter(|field| !field.is_typed && field.value.is_empty());
                if let Some(field) = of {
                    field.value = value;
                }
            }
            _ => {}
        }
    }
    let form = PageForm {
        action: attribute(head, "action").unwrap_or_else(|| path.to_owned()),
        posts: attribute(head, "method").is_some_and(|method| method.eq_ignore_ascii_case("post")),
        fields,
    };
    if buttons.is_empty() {
        return vec![form];
    }
    let pressed = |button| {
        let mut form = form.clone();
        form.fields.push(button);
        form
    };
    buttons.into_iter().map(pressed).collect()
}

/// Every local address that the page links to.
pub(crate) fn links(html: &str) -> Vec<String> {
    let found = html.split("<a").skip(1);
    let found = found.filter_map(|rest| attribute(rest.split('>').next()?, "href"));
    found
        .filter(|href| href.starts_with('/'))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(unescaped(rest.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
