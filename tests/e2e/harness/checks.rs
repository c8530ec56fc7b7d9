//! What every page must hold at any time: no error, no foreign request, accessible, not too wide.
//! Facts of a single journey are asserted in that journey.

use std::fs;

use serde_json::Value;

use super::browser::Browser;

impl Browser {
    /// A console error containing these words is part of this journey.
    pub fn expect_error(&self, words: &str) {
        self.inner.allowed.borrow_mut().push(words.to_owned());
    }

    /// Fails on what `disturbances` finds. Called at the end of every journey.
    pub async fn assert_undisturbed(&self) {
        let found = self.disturbances().await;
        assert!(
            found.is_empty(),
            "The page was disturbed:\n{}",
            found.join("\n")
        );
    }

    /// Uncaught errors, policy violations, failed requests and requests to other hosts since the
    /// last time it was asked, without the expected ones.
    pub async fn disturbances(&self) -> Vec<String> {
        let entries = self.inner.handle.browser_log().await;
        let errors = entries
            .expect("the browser's log")
            .into_iter()
            .filter(|entry| {
                entry.level == "SEVERE" || entry.message.contains("Content Security Policy")
            })
            .map(|entry| entry.message);
        let foreign = self.foreign_requests().await;
        let foreign = foreign.into_iter().map(|url| format!("asked {url}"));
        let allowed = self.inner.allowed.borrow();
        errors
            .chain(foreign)
            .filter(|found| !allowed.iter().any(|words| found.contains(words)))
            .collect()
    }

    /// Addresses asked since the last time, other than this journey's host.
    async fn foreign_requests(&self) -> Vec<String> {
        let port = self.inner.site.port();
        let hosts = ["localhost", "127.0.0.1", "[::1]"].into_iter();
        let own: Vec<String> = hosts
            .chain(self.inner.hosts.iter().map(String::as_str))
            .map(|host| format!("http://{host}:{port}/"))
            .collect();
        let entries = self
            .inner
            .handle
            .get_log("performance")
            .await
            .expect("the network's log");
        let mut foreign = Vec::new();
        for entry in entries {
            let event: Value = serde_json::from_str(&entry.message).unwrap_or_default();
            if event["message"]["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = event["message"]["params"]["request"]["url"]
                .as_str()
                .unwrap_or_default();
            let inside = [
                "data:",
                "blob:",
                "about:",
                "chrome:",
                "chrome-error:",
                "devtools:",
            ];
            if !inside.iter().any(|scheme| url.starts_with(scheme))
                && !own.iter().any(|origin| url.starts_with(origin.as_str()))
            {
                foreign.push(url.to_owned());
            }
        }
        foreign
    }

    /// axe-core's violations on the page as it stands, one line each: rule, what, where.
    pub async fn axe(&self) -> Vec<String> {
        let source = fs::read_to_string(&self.inner.axe).expect("axe-core is installed");
        self.eval(&format!("{source}\nwindow.axe = axe;"), vec![])
            .await;
        let script = "const { violations } = await axe.run(document, {
                resultTypes: ['violations'],
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            });
            return violations.flatMap((rule) => rule.nodes.map((node) =>
                `${rule.id}: ${rule.help}: ${node.target.join(' ')}: ${node.failureSummary}`));";
        let found = self.eval_async(script, vec![]).await;
        found
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// Fails when axe-core finds anything.
    pub async fn assert_accessible(&self, what: &str) {
        let violations = self.axe().await;
        assert!(
            violations.is_empty(),
            "{what}: axe-core found\n{}",
            violations.join("\n")
        );
    }

    /// Fails when the page scrolls sideways.
    pub async fn assert_fits(&self, what: &str) {
        let wide = self.too_wide().await;
        assert!(wide.is_empty(), "{what} is too wide:\n{}", wide.join("\n"));
    }

    /// The elements that stick out, when the page scrolls sideways.
    pub async fn too_wide(&self) -> Vec<String> {
        let script = "const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll('*')]
              .filter((node) => node.getBoundingClientRect().right > width + 1)
              .map((node) => `${node.tagName.toLowerCase()}.${node.className}: ${Math.round(node.getBoundingClientRect().right)} px`)
              .concat(`page: ${document.documentElement.scrollWidth} px of ${width}`);";
        let wide = self.eval(script, vec![]).await;
        wide.as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }
}
