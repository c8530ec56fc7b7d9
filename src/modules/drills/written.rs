//! A scenario as it stands in a file: what is empty is left out, unknown members come last.
//! Never in here: reading one (`reading`).

use serde::{Serialize, Serializer};

use super::reading::{FORMAT, TANDEM};
use super::scenario::{
    Attachment, Branch, Condition, Decision, Due, Effect, Expectation, Inject, Rest, Scenario,
    Sender, Text,
};
use super::words::Channel;

impl Scenario {
    /// The scenario as a file.
    #[must_use]
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct File<'a> {
            tandem: &'static str,
            format: u32,
            #[serde(flatten)]
            scenario: &'a Scenario,
        }
        let file = File {
            tandem: TANDEM,
            format: FORMAT,
            scenario: self,
        };
        let text = serde_json::to_string_pretty(&file);
        text.unwrap_or_default()
    }
}

impl Serialize for Inject {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        Written::of(self).serialize(s)
    }
}

/// An inject as it stands in a file: what is empty is left out.
#[derive(Serialize)]
struct Written<'a> {
    id: &'a str,
    title: &'a Text,
    #[serde(rename = "type")]
    channel: Channel,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<After<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a Sender>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    to: &'a [String],
    content: &'a Text,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attachments: &'a [Attachment],
    #[serde(skip_serializing_if = "Text::is_empty")]
    note: &'a Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    expected: &'a Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    task: &'a Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'a Condition>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    effects: &'a [Effect],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    expectations: &'a [Expectation],
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a Decision>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    branches: &'a [Branch],
    #[serde(flatten)]
    rest: &'a Rest,
}

#[derive(Serialize)]
struct After<'a> {
    inject: &'a str,
    minutes: u32,
}

impl<'a> Written<'a> {
    fn of(inject: &'a Inject) -> Self {
        let at = match inject.due {
            Due::At(minute) => Some(minute),
            Due::After { .. } | Due::Led => None,
        };
        let after = match &inject.due {
            Due::After { inject, minutes } => Some(After {
                inject,
                minutes: *minutes,
            }),
            Due::At(_) | Due::Led => None,
        };
        Self {
            id: &inject.id,
            title: &inject.title,
            channel: inject.channel,
            at,
            after,
            phase: inject.phase.as_deref(),
            from: inject.from.as_ref(),
            to: &inject.to,
            content: &inject.content,
            attachments: &inject.attachments,
            note: &inject.note,
            expected: &inject.expected,
            task: &inject.task,
            when: inject.when.as_ref(),
            effects: &inject.effects,
            expectations: &inject.expectations,
            decision: inject.decision.as_ref(),
            branches: &inject.branches,
            rest: &inject.rest,
        }
    }
}
