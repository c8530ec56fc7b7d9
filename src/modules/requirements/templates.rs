//! Templates 模板, one for each kind of requirement a firm asks for or is asked for again and again.
//! Never in here: showing anything; filling a form from one (`Form::like`).

use crate::ledger::{Edit, Plan, RecordId, Workspace};
use crate::records::requirement::{NEEDED_BY, PROVIDER, REFERENCE_REQUESTER, REQUESTER, TEMPLATE};

use super::form::{Form, FormRefusal, or_null};

/// What the kind of requirement is called.
pub const NAME: &str = "name";

/// What belongs to one requirement and not to its kind: no template keeps it.
const OF_ONE: [&str; 4] = [REQUESTER, PROVIDER, NEEDED_BY, REFERENCE_REQUESTER];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateRefusal {
    NameMissing,
    /// Thrown away meanwhile.
    Gone,
    Form(FormRefusal),
}

/// Keeps what a form holds as a template of one's own firm; one of the same name is replaced.
pub struct KeepTemplate {
    pub name: String,
    pub form: Form,
}

impl Edit for KeepTemplate {
    type Refusal = TemplateRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), TemplateRefusal> {
        let name = or_null(&self.name);
        if name.is_null() {
            return Err(TemplateRefusal::NameMissing);
        }
        let values = self.form.values().map_err(TemplateRefusal::Form)?;
        let known = all(plan.ws()).into_iter();
        let mut same = known.filter(|(_, called)| called == self.name.trim());
        let template = match same.next() {
            Some((id, _)) => id,
            None => plan.create(TEMPLATE),
        };
        plan.set(&template, NAME, name);
        let kept = values.into_iter().filter(|(f, _)| !OF_ONE.contains(f));
        for (field, value) in kept {
            plan.set(&template, field, value);
        }
        Ok(())
    }
}

/// Puts a template into the bin.
pub struct DropTemplate {
    pub template: RecordId,
}

impl Edit for DropTemplate {
    type Refusal = TemplateRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), TemplateRefusal> {
        let record = plan.ws().record(&self.template);
        let there = record.filter(|r| r.kind() == TEMPLATE && !r.is_deleted());
        there.ok_or(TemplateRefusal::Gone)?;
        plan.delete(&self.template);
        Ok(())
    }
}

/// The templates with their names, by name.
#[must_use]
pub fn all(ws: &Workspace) -> Vec<(RecordId, String)> {
    let records = ws.of_kind(TEMPLATE);
    let mut all: Vec<(RecordId, String)> = records
        .map(|r| (r.id().clone(), r.text(NAME).into_owned()))
        .collect();
    all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    all
}
