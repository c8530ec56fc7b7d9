//! The clock a browser goes by: how people wait for hours within a journey, and how a wrong one looks.
//! What is late, and for whom, is the journey's business.

use serde_json::json;

use super::browser::Browser;

/// Every moment the page asks for, so many milliseconds later.
const AHEAD: &str = "{
  const Real = Date, by = AHEAD_BY;
  globalThis.Date = class Date extends Real {
    constructor(...parts) {
      if (parts.length) super(...parts); else super(Real.now() + by);
    }
    static now() { return Real.now() + by; }
  };
}";

impl Browser {
    /// Sets this browser's clock so many minutes ahead of the machine's and loads the page anew, as
    /// for someone who comes back later. It holds for each further page of this tab.
    pub async fn clock_ahead(&self, minutes: u32) {
        let before = self.inner.clock.borrow_mut().take();
        if let Some(identifier) = before {
            let removed = json!({ "identifier": identifier });
            self.cdp("Page.removeScriptToEvaluateOnNewDocument", removed)
                .await
                .unwrap_or_else(|fault| panic!("{fault}"));
        }
        let source = AHEAD.replace("AHEAD_BY", &(i64::from(minutes) * 60_000).to_string());
        let identifier = self.before_each_page(&source).await;
        *self.inner.clock.borrow_mut() = Some(identifier);
        self.reload().await;
    }
}
