//! Things on the page, named as a person would name them: by role and accessible name, or by text.
//! A target is looked up at every use, so a page that renders anew does not matter.

use std::panic::Location;
use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::{TypingData, WebElement};

use super::browser::Browser;
use super::until;

/// Names come from the browser's own accessibility tree.
#[derive(Clone)]
pub struct Target {
    browser: Browser,
    steps: Vec<Step>,
    asked: &'static Location<'static>,
}

#[derive(Clone, Debug)]
enum Step {
    Role {
        roles: &'static [&'static str],
        name: String,
        partly: bool,
    },
    Field {
        name: String,
        partly: bool,
    },
    Css(String),
    Text(String),
    Having {
        css: &'static str,
        text: String,
    },
    Nth(usize),
}

const TEXT_SCRIPT: &str = "
const [scopes, wanted] = arguments, found = [], plain = (text) => text.replace(/\\s+/g, ' ').trim();
for (const scope of scopes.length ? scopes : [document.body]) {
  for (const node of [scope, ...scope.querySelectorAll('*')]) {
    if (!plain(node.textContent).includes(wanted)) continue;
    if ([...node.children].some((child) => plain(child.textContent).includes(wanted))) continue;
    if (node.checkVisibility({ visibilityProperty: true })) found.push(node);
  }
}
return found;";

const CSS_SCRIPT: &str = "
const [scopes, css, text] = arguments, plain = (text) => text.replace(/\\s+/g, ' ').trim();
return (scopes.length ? scopes : [document])
  .flatMap((scope) => [...scope.querySelectorAll(css)])
  .filter((node) => plain(node.textContent).includes(text));";

/// Chromium's computed name of a file input goes on with what was chosen, so its label counts.
const LABEL_SCRIPT: &str = "
const [scopes, wanted] = arguments, plain = (text) => text.replace(/\\s+/g, ' ').trim();
return (scopes.length ? scopes : [document])
  .flatMap((scope) => [...scope.querySelectorAll('input[type=file]')])
  .filter((input) => plain(input.ariaLabel ?? [...input.labels].map((label) => label.textContent).join(' ')) === wanted);";

macro_rules! by_role {
    ($($(#[$doc:meta])* $method:ident: $roles:expr;)*) => {
        impl Browser { $(
            $(#[$doc])*
            #[track_caller]
            pub fn $method(&self, name: &str) -> Target {
                self.anywhere().step(Step::role($roles, name))
            }
        )* }
        impl Target { $(
            $(#[$doc])*
            #[track_caller]
            pub fn $method(&self, name: &str) -> Target {
                self.step(Step::role($roles, name))
            }
        )* }
    };
}

by_role! {
    button: &["button", "popupbutton", "togglebutton", "disclosuretriangle", "switch"];
    link: &["link"];
    heading: &["heading"];
    checkbox: &["checkbox", "switch"];
    radio: &["radio"];
    tab: &["tab"];
    dialog: &["dialog", "alertdialog"];
    region: &["region", "navigation", "main", "form", "group", "article", "complementary", "search"];
    menu_item: &["menuitem", "menuitemcheckbox", "menuitemradio"];
    option: &["option", "listboxoption", "menulistoption"];
    cell: &["cell", "gridcell", "rowheader", "columnheader"];
    image: &["image", "img"];
}

macro_rules! by_content {
    ($receiver:ty, $this:ident => $scope:expr) => {
        impl $receiver {
            /// A form control by its label.
            #[track_caller]
            pub fn field(&self, name: &str) -> Target {
                let $this = self;
                $scope.step(Step::Field {
                    name: name.into(),
                    partly: false,
                })
            }

            /// The innermost visible element that contains this text.
            #[track_caller]
            pub fn text(&self, text: &str) -> Target {
                let $this = self;
                $scope.step(Step::Text(text.into()))
            }

            /// A table row that contains this text.
            #[track_caller]
            pub fn row(&self, text: &str) -> Target {
                let $this = self;
                $scope.step(Step::Having {
                    css: "tr, [role=row]",
                    text: text.into(),
                })
            }

            /// A list item that contains this text.
            #[track_caller]
            pub fn item(&self, text: &str) -> Target {
                let $this = self;
                $scope.step(Step::Having {
                    css: "li, [role=listitem]",
                    text: text.into(),
                })
            }

            /// For what has no name, such as a hidden file input.
            #[track_caller]
            pub fn css(&self, selector: &str) -> Target {
                let $this = self;
                $scope.step(Step::Css(selector.into()))
            }
        }
    };
}

by_content!(Browser, this => this.anywhere());
by_content!(Target, this => this);

impl Browser {
    #[track_caller]
    fn anywhere(&self) -> Target {
        Target {
            browser: self.clone(),
            steps: Vec::new(),
            asked: Location::caller(),
        }
    }
}

impl Step {
    fn role(roles: &'static [&'static str], name: &str) -> Step {
        Step::Role {
            roles,
            name: name.into(),
            partly: false,
        }
    }
}

impl Target {
    #[track_caller]
    fn step(&self, step: Step) -> Target {
        let mut steps = self.steps.clone();
        steps.push(step);
        Target {
            browser: self.browser.clone(),
            steps,
            asked: Location::caller(),
        }
    }

    /// The name may go on before and after the given words.
    pub fn partly(mut self) -> Target {
        if let Some(Step::Role { partly, .. } | Step::Field { partly, .. }) = self.steps.last_mut()
        {
            *partly = true;
        }
        self
    }

    /// One of several, counted from 0. Without it, the first is meant.
    #[track_caller]
    pub fn nth(&self, number: usize) -> Target {
        self.step(Step::Nth(number))
    }

    /// Brings it to the middle first, as a person scrolls: what lies below a bar is not reached.
    pub async fn click(&self) {
        const MIDDLE: &str =
            "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.using("click", async |element| {
            let this = element.to_json()?;
            element.handle().execute(MIDDLE, vec![this]).await?;
            element.click().await
        })
        .await;
    }

    /// Replaces what the field holds. Date and time fields take their ISO form.
    pub async fn fill(&self, text: &str) {
        const KIND: &str =
            "return ['date', 'time', 'datetime-local', 'month', 'week', 'color', 'range']
            .includes(arguments[0].type)";
        const SET: &str = "const [field, value] = arguments;
            const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
            own.set.call(field, value);
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        self.using("fill", async |element| {
            let this = element.to_json()?;
            let handle = element.handle();
            if handle
                .execute(KIND, vec![this.clone()])
                .await?
                .json()
                .as_bool()
                == Some(true)
            {
                handle.execute(SET, vec![this, json!(text)]).await?;
                return Ok(());
            }
            element.clear().await?;
            element.send_keys(text).await
        })
        .await;
    }

    /// Types or presses keys into the target, after what it holds.
    pub async fn keys(&self, keys: impl Into<TypingData> + Clone) {
        self.using("type into", async |element| {
            element.send_keys(keys.clone()).await
        })
        .await;
    }

    /// Picks an option of a select by its visible text.
    pub async fn choose(&self, option: &str) {
        const OPTIONS: &str = "const [list, wanted] = arguments;
            return [...list.options].filter((option) => option.label.trim() === wanted)";
        self.using("choose in", async |element| {
            let arguments = vec![element.to_json()?, json!(option)];
            let options = element
                .handle()
                .execute(OPTIONS, arguments)
                .await?
                .elements()?;
            match options.first() {
                Some(option) => option.click().await,
                None => Err(missing(format!("no option {option:?}"))),
            }
        })
        .await;
    }

    pub async fn hover(&self) {
        self.using("hover over", async |element| {
            element
                .handle()
                .action_chain()
                .move_to_element_center(element)
                .perform()
                .await
        })
        .await;
    }

    pub async fn focus(&self) {
        self.using("focus", async |element| element.focus().await)
            .await;
    }

    /// Gives files to an `<input type=file>`.
    pub async fn upload(&self, files: &[&Path]) {
        let paths: Vec<String> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let paths = paths.join("\n");
        self.using("upload to", async |element| {
            element.send_keys(paths.as_str()).await
        })
        .await;
    }

    pub async fn visible_text(&self) -> String {
        self.using("read", async |element| element.text().await)
            .await
    }

    /// What a form control holds.
    pub async fn value(&self) -> String {
        self.using("read", async |element| element.value().await)
            .await
            .unwrap_or_default()
    }

    pub async fn attribute(&self, name: &str) -> Option<String> {
        self.using("read", async |element| element.attr(name).await)
            .await
    }

    pub async fn is_checked(&self) -> bool {
        self.using("read", async |element| element.is_selected().await)
            .await
    }

    pub async fn is_enabled(&self) -> bool {
        self.using("read", async |element| element.is_enabled().await)
            .await
    }

    /// Waits until it is there and visible.
    pub async fn appears(&self) {
        self.using("see", async |element| {
            match element.is_displayed().await? {
                true => Ok(()),
                false => Err(missing("there, but not visible".into())),
            }
        })
        .await;
    }

    /// Waits until nothing of this description is on the page.
    pub async fn disappears(&self) {
        until(&format!("{self:?} disappears"), async || {
            match self.elements().await?.len() {
                0 => Ok(()),
                count => Err(format!("{count} still there")),
            }
        })
        .await;
    }

    /// Waits until its visible text contains this.
    pub async fn says(&self, text: &str) {
        self.using(&format!("read {text:?} in"), async |element| {
            let said = element.text().await?;
            if said.contains(text) {
                Ok(())
            } else {
                Err(missing(format!("it says {said:?}")))
            }
        })
        .await;
    }

    /// How many there are now.
    pub async fn count(&self) -> usize {
        let found = self.elements().await;
        found
            .unwrap_or_else(|fault| panic!("count {self:?}: {fault}"))
            .len()
    }

    pub async fn is_there(&self) -> bool {
        self.count().await > 0
    }

    pub(super) async fn element(&self) -> WebElement {
        self.using("find", async |element| Ok(element.clone()))
            .await
    }

    pub(super) fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Looks it up and uses it, again and again until that works.
    async fn using<T>(
        &self,
        what: &str,
        mut work: impl AsyncFnMut(&WebElement) -> thirtyfour::error::WebDriverResult<T>,
    ) -> T {
        until(&format!("{what} {self:?}"), async || {
            let elements = self.elements().await?;
            let element = elements.first().ok_or("not there")?;
            work(element).await.map_err(|fault| fault.to_string())
        })
        .await
    }

    async fn elements(&self) -> Result<Vec<WebElement>, String> {
        let mut found: Option<Vec<WebElement>> = None;
        for step in &self.steps {
            if found.as_ref().is_some_and(Vec::is_empty) {
                return Ok(Vec::new());
            }
            let scopes = found.unwrap_or_default();
            found = Some(match step {
                Step::Role {
                    roles,
                    name,
                    partly,
                } => self.named(&scopes, name, *partly, Some(roles)).await?,
                Step::Field { name, partly } => {
                    let mut controls = self.named(&scopes, name, *partly, None).await?;
                    if controls.is_empty() {
                        controls = self.script(LABEL_SCRIPT, &scopes, &[name]).await?;
                    }
                    controls
                }

                Step::Css(css) => self.script(CSS_SCRIPT, &scopes, &[css, ""]).await?,
                Step::Having { css, text } => {
                    self.script(CSS_SCRIPT, &scopes, &[css, text]).await?
                }
                Step::Text(text) => self.script(TEXT_SCRIPT, &scopes, &[text]).await?,
                Step::Nth(number) => scopes.get(*number).cloned().into_iter().collect(),
            });
        }
        Ok(found.unwrap_or_default())
    }

    async fn script(
        &self,
        script: &str,
        scopes: &[WebElement],
        words: &[&str],
    ) -> Result<Vec<WebElement>, String> {
        let scopes: Result<Vec<Value>, _> = scopes.iter().map(WebElement::to_json).collect();
        let mut arguments = vec![json!(scopes.map_err(|fault| fault.to_string())?)];
        arguments.extend(words.iter().map(|word| json!(word)));
        let result = self.browser.inner.handle.execute(script, arguments).await;
        result
            .and_then(|value| value.elements())
            .map_err(|fault| fault.to_string())
    }

    /// Asks the accessibility tree below each scope. Without roles, form controls are meant.
    async fn named(
        &self,
        scopes: &[WebElement],
        name: &str,
        partly: bool,
        roles: Option<&[&str]>,
    ) -> Result<Vec<WebElement>, String> {
        let browser = &self.browser;
        let mut roots = Vec::new();
        for scope in scopes {
            let object = scope
                .cdp_remote_object_id()
                .await
                .map_err(|fault| fault.to_string())?;
            roots.push(json!(object));
        }
        if roots.is_empty() {
            let document = browser
                .cdp("Runtime.evaluate", json!({ "expression": "document" }))
                .await?;
            roots.push(document["result"]["objectId"].clone());
        }
        browser.try_eval("window.__found = []", vec![]).await?;
        for root in roots {
            let mut query = json!({ "objectId": root });
            if !partly {
                query["accessibleName"] = json!(name);
            }
            let answer = browser.cdp("Accessibility.queryAXTree", query).await?;
            for node in answer["nodes"].as_array().into_iter().flatten() {
                let role = node["role"]["value"]
                    .as_str()
                    .unwrap_or_default()
                    .to_lowercase();
                let fits = roles.is_none_or(|roles| roles.contains(&role.as_str()))
                    && node["ignored"] != json!(true)
                    && node["name"]["value"]
                        .as_str()
                        .unwrap_or_default()
                        .contains(name);
                let Some(id) = node["backendDOMNodeId"].as_i64().filter(|_| fits) else {
                    continue;
                };
                let object = browser
                    .cdp("DOM.resolveNode", json!({ "backendNodeId": id }))
                    .await?;
                let keep = json!({
                    "objectId": object["object"]["objectId"],
                    "functionDeclaration": "function() { window.__found.push(this) }",
                });
                browser.cdp("Runtime.callFunctionOn", keep).await?;
            }
        }
        const TAKE: &str = "const found = window.__found ?? [];
            delete window.__found;
            const control = 'input, select, textarea, [contenteditable], [role=textbox], [role=combobox]';
            return found.filter((node) => node.isConnected && (arguments[0] || node.matches?.(control)))";
        let taken = browser
            .inner
            .handle
            .execute(TAKE, vec![json!(roles.is_some())])
            .await;
        taken
            .and_then(|value| value.elements())
            .map_err(|fault| fault.to_string())
    }
}

fn missing(reason: String) -> thirtyfour::error::WebDriverError {
    thirtyfour::error::WebDriverError::from_inner(thirtyfour::error::WebDriverErrorInner::NotFound(
        "state".into(),
        reason,
    ))
}

/// As the journey wrote it, with its line.
impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            let before = if at > 0 { " → " } else { "" };
            match step {
                Step::Role { roles, name, .. } => write!(f, "{before}{} {name:?}", roles[0])?,
                Step::Field { name, .. } => write!(f, "{before}field {name:?}")?,
                Step::Css(css) => write!(f, "{before}{css}")?,
                Step::Text(text) => write!(f, "{before}text {text:?}")?,
                Step::Having { css, text } => write!(f, "{before}{css} with {text:?}")?,
                Step::Nth(number) => write!(f, "{before}number {number}")?,
            }
        }
        write!(f, " ({}:{})", self.asked.file(), self.asked.line())
    }
}
