//! The three firms of the sample: their people in all three layers, what they are to each other,
//! when they work. Never in here: what they work on.

use super::desk::{Firm, Office, SampleFault};
use crate::ledger::{Author, RecordId};
use crate::modules::people::edits::{DescribeCalendar, DescribeParty, DescribePerson, Relate, Tie};
use crate::records::party::PartyKind;
use crate::records::person::Layer;
use crate::shell::founding::Founding;
use crate::texts::sample as say;
use crate::time::{Calendar, DAY, HOUR, Instant, Zone};

/// The people of one firm who act in the sample.
pub(super) struct Staff {
    pub firm: Firm,
    pub contact: Author,
    pub manager: Author,
}

impl Staff {
    pub fn party(&self) -> &RecordId {
        &self.contact.party
    }

    pub fn contact(&self) -> (Firm, &Author) {
        (self.firm, &self.contact)
    }

    pub fn manager(&self) -> (Firm, &Author) {
        (self.firm, &self.manager)
    }
}

pub(super) struct Firms {
    pub supplier: Staff,
    pub maker: Staff,
    pub retailer: Staff,
}

type Word = fn() -> String;

/// How the firms and their people are called: name, short name, contact, manager, executive.
const NAMES: [(Firm, [Word; 5]); 3] = [
    (
        Firm::Supplier,
        [
            say::supplier,
            say::supplier_short,
            say::supplier_contact,
            say::supplier_manager,
            say::supplier_executive,
        ],
    ),
    (
        Firm::Maker,
        [
            say::maker,
            say::maker_short,
            say::maker_contact,
            say::maker_manager,
            say::maker_executive,
        ],
    ),
    (
        Firm::Retailer,
        [
            say::retailer,
            say::retailer_short,
            say::retailer_contact,
            say::retailer_manager,
            say::retailer_executive,
        ],
    ),
];

pub(super) fn found(office: &mut Office, now: Instant) -> Result<Firms, SampleFault> {
    let begun = now.plus(-60 * DAY);
    let mut staff = Vec::with_capacity(NAMES.len());
    for (firm, names) in NAMES {
        staff.push(staffed(office, begun, firm, names)?);
    }
    let [supplier, maker, retailer]: [Staff; 3] = staff
        .try_into()
        .map_err(|_| SampleFault::new("there are not three firms"))?;
    for (who, whom) in [(&maker, &supplier), (&retailer, &maker)] {
        let relate = Relate {
            party: whom.party().clone(),
            tie: Tie::Supplier,
        };
        office.act(who.manager(), begun.plus(2 * DAY), &relate)?;
    }
    Ok(Firms {
        supplier,
        maker,
        retailer,
    })
}

fn staffed(
    office: &mut Office,
    begun: Instant,
    firm: Firm,
    [name, short_name, contact, manager, executive]: [Word; 5],
) -> Result<Staff, SampleFault> {
    let founding = Founding {
        firm: name(),
        person: manager(),
        layer: Layer::Manager,
    };
    let manager = office.found(firm, begun, &founding);
    let party = manager.party.clone();
    let by = (firm, &manager);
    let describe = DescribeParty {
        party: party.clone(),
        name: name(),
        short_name: short_name(),
        kind: PartyKind::Firm,
    };
    office.act(by, begun.plus(HOUR), &describe)?;
    let mut person = |name: Word, layer: Layer| {
        let described = DescribePerson {
            person: None,
            party: party.clone(),
            name: name(),
            layer,
        };
        office.act(by, begun.plus(HOUR), &described)
    };
    let contact = person(contact, Layer::Contact)?;
    person(executive, Layer::Executive)?;
    office.act(by, begun.plus(DAY), &calendar(&party)?)?;
    let contact = Author {
        party,
        person: contact,
    };
    Ok(Staff {
        firm,
        contact,
        manager,
    })
}

/// Monday to Friday in China, which has had one zone without summer time since 1991.
fn calendar(party: &RecordId) -> Result<DescribeCalendar, SampleFault> {
    let zone = Zone::new("Asia/Shanghai", "sample", 8 * 3600, Vec::new())
        .map_err(|_| SampleFault::new("the zone of the calendars is none"))?;
    let usual = Calendar::usual(zone);
    Ok(DescribeCalendar {
        calendar: None,
        party: party.clone(),
        name: say::calendar(),
        zone: Some(usual.zone),
        weeks: usual.weeks,
        anchor: Some(usual.anchor),
        from: None,
        to: None,
    })
}
