//! A small scenario that uses every member of the format: what the tests of drills play with.
//! Never in here: a test.

pub const STORY: &str = r#"{
 "tandem": "scenario", "format": 0,
 "slug": "steel-late", "version": 3, "class": "material_shortage", "kind": "major",
 "title": {"zh": "钢材晚到", "en": "Steel comes late"},
 "summary": "A coil is three days late",
 "background": {"zh": "周一早上。", "en": "Monday morning."},
 "goals": [{"zh": "先确认，再承诺", "en": "Confirm before you promise"}],
 "minutes": 40, "speed": 5, "starts": "08:30",
 "roles": [
  {"id": "buyer", "title": {"zh": "采购员", "en": "Buyer"}, "side": "requester", "layer": "contact",
   "brief": "You order steel.", "task": {"zh": "来料异常", "en": "Incoming material"}},
  {"id": "planner", "title": "Planner", "side": "provider", "layer": "manager"},
  {"id": "trainer", "title": "Trainer", "side": "trainer"}],
 "variables": [
  {"id": "days", "title": "Days of stock", "start": 2, "unit": {"zh": "天", "en": "days"}},
  {"id": "told", "title": "Customer told", "start": false},
  {"id": "mode", "title": "Freight", "start": "sea",
   "options": [{"id": "sea", "title": "Sea"}, {"id": "plane", "title": "Plane"}]}],
 "phases": [{"id": "alarm", "title": "Alarm", "from": 0}, {"id": "next", "title": "Next day", "from": 1440}],
 "jumps": [{"id": "night", "title": {"zh": "次日早上", "en": "Next morning"}, "at": 120, "to": 1440}],
 "injects": [
  {"id": "wait", "title": "Line stops", "type": "news", "content": "The line stops at noon.",
   "phase": "next", "effects": [{"set": "mode", "to": "sea"}, {"score": -1}]},
  {"id": "air", "title": "Air freight booked", "type": "document", "content": "Booked for tonight.",
   "effects": [{"set": "mode", "to": "plane"}], "note": "Show the invoice."},
  {"id": "choice", "title": "Air or wait?", "type": "decision", "at": 30, "content": "Decide.",
   "decision": {"who": ["buyer"], "within": 20, "options": [
     {"id": "fly", "title": "Fly it in", "points": 5, "effects": [{"add": "days", "by": 1}],
      "to": "air", "after": 5, "note": "Dear, but the line runs."},
     {"id": "hold", "title": "Wait", "points": -2, "to": "wait"}],
    "otherwise": {"to": "wait", "after": 10}}},
  {"id": "call", "title": {"zh": "供应商来电", "en": "The supplier calls"}, "type": "call", "at": 0,
   "from": "王工", "to": ["buyer", "planner"], "content": "The coil will be late.",
   "expected": "Ask for a date in writing.", "task": "Incoming material",
   "expectations": [
    {"id": "confirm", "who": ["buyer", "planner"], "what": "Confirm in writing", "within": 10, "points": 4,
     "all": true, "if_met": [{"set": "told", "to": true}], "if_missed": [{"add": "days", "by": -1}]}]},
  {"id": "stock", "title": "Stock list", "type": "system", "from": {"role": "planner"}, "to": "all",
   "after": {"inject": "call", "minutes": 5}, "content": "See the list.",
   "attachments": [{"title": "Stock", "table": [["Part", "Days"], ["Coil", "2"]]},
                   {"title": "Mail", "text": "As agreed."}],
   "expectations": [{"id": "read", "who": ["planner"], "what": "Name the days left", "within": 8, "points": 2}]},
  {"id": "morning", "title": "Morning call", "type": "question", "at": 1450, "content": "How do we stand?",
   "when": {"any": [{"variable": {"id": "days", "at_least": 2}}, {"not": {"missed": "confirm"}}]},
   "expectations": [{"id": "stand", "who": ["buyer"], "what": "Say it in one sentence", "within": 5, "points": 3}]}],
 "debrief": ["What did the matrix lack?"]
}"#;
