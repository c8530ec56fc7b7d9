//! Reads JSON text of a known shape in one pass, within rule 18's bounds.
//! It never builds a tree and never calls itself: a value of any shape is only delimited and checked.

use std::borrow::Cow;

use super::codec::{CodecError, MAX_DEPTH, MAX_TEXT};

/// How deep unknown members that are skipped may nest.
const MAX_SKIPPED: u32 = 128;

pub(super) struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

pub(super) type Read<T> = Result<T, CodecError>;

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        Self { text, bytes, at: 0 }
    }

    #[cold]
    pub fn fail<T>(&self, what: &str) -> Read<T> {
        Err(CodecError::new(format!("{what}, at byte {}", self.at)))
    }

    /// The byte here; 0, which JSON text never holds, at the end.
    fn here(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The next byte that is not white space, which is not taken.
    fn peek(&mut self) -> u8 {
        while matches!(self.here(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.here()
    }

    /// Takes `byte` if it is next.
    pub fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    pub fn require(&mut self, byte: u8) -> Read<()> {
        if self.eat(byte) {
            return Ok(());
        }
        self.fail(&format!("`{}` is missing", char::from(byte)))
    }

    /// That nothing follows.
    pub fn end(&mut self) -> Read<()> {
        self.peek();
        if self.at == self.bytes.len() {
            return Ok(());
        }
        self.fail("something follows the end")
    }

    /// `[…]`: `each` reads one item.
    pub fn list(&mut self, mut each: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.require(b'[')?;
        if self.eat(b']') {
            return Ok(());
        }
        loop {
            each(self)?;
            if !self.eat(b',') {
                return self.require(b']');
            }
        }
    }

    /// `{…}`: `each` is given a member's name and reads its value.
    pub fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, Cow<'t, str>) -> Read<()>,
    ) -> Read<()> {
        self.require(b'{')?;
        if self.eat(b'}') {
            return Ok(());
        }
        loop {
            let name = self.string()?;
            self.require(b':')?;
            each(self, name)?;
            if !self.eat(b',') {
                return self.require(b'}');
            }
        }
    }

    /// A whole number from 0 to 4 294 967 295.
    pub fn count(&mut self) -> Read<u32> {
        self.peek();
        match u32::try_from(self.digits()?) {
            Ok(number) => Ok(number),
            Err(_) => self.fail("a number is too great"),
        }
    }

    /// A whole number of 64 bits.
    pub fn integer(&mut self) -> Read<i64> {
        let negative = self.peek() == b'-';
        self.at += usize::from(negative);
        let size = self.digits()?;
        let number = if negative {
            0i64.checked_sub_unsigned(size)
        } else {
            0i64.checked_add_unsigned(size)
        };
        number.map_or_else(|| self.fail("a number is too great"), Ok)
    }

    /// Digits without a leading zero, a fraction or an exponent.
    fn digits(&mut self) -> Read<u64> {
        let from = self.at;
        let mut number = 0u64;
        loop {
            let digit = self.here().wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            // Nineteen digits always fit.
            if self.at - from == 19 {
                return self.fail("a number is too great");
            }
            number = number * 10 + u64::from(digit);
            self.at += 1;
        }
        let zero_first = self.bytes.get(from) == Some(&b'0') && self.at - from > 1;
        let part = matches!(self.here(), b'.' | b'e' | b'E');
        if self.at == from || zero_first || part {
            return self.fail("a whole number is missing");
        }
        Ok(number)
    }

    /// A text, unescaped.
    pub fn string(&mut self) -> Read<Cow<'t, str>> {
        if self.peek() != b'"' {
            return self.fail("a text is missing");
        }
        let from = self.at;
        let escaped = self.pass_string()?;
        if !escaped {
            return Ok(Cow::Borrowed(self.slice(from + 1, self.at - 1)));
        }
        match serde_json::from_str(self.slice(from, self.at)) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(_) => self.fail("a text has a broken escape"),
        }
    }

    /// The exact text of one value, whatever it is.
    pub fn value(&mut self) -> Read<&'t str> {
        self.peek();
        let from = self.at;
        let depth = self.pass()?;
        let text = self.slice(from, self.at);
        if text.len() > MAX_TEXT {
            return self.fail(&format!(
                "a value is {} bytes long; {MAX_TEXT} is the most",
                text.len()
            ));
        }
        if depth > MAX_DEPTH as u32 {
            return self.fail(&format!("a value is nested deeper than {MAX_DEPTH}"));
        }
        Ok(text)
    }

    /// Passes over a value and says how deep it nests.
    pub fn pass(&mut self) -> Read<u32> {
        let (mut depth, mut deepest) = (0, 0);
        // Which of the open brackets are objects, the innermost in the lowest bit.
        let mut objects = 0u128;
        loop {
            match self.peek() {
                b'"' => {
                    self.pass_string()?;
                }
                open @ (b'[' | b'{') => {
                    self.at += 1;
                    if depth == MAX_SKIPPED {
                        return self.fail("brackets are nested too deep");
                    }
                    depth += 1;
                    deepest = deepest.max(depth);
                    objects = objects << 1 | u128::from(open == b'{');
                    let close = if open == b'{' { b'}' } else { b']' };
                    if !self.eat(close) {
                        self.member(objects)?;
                        continue;
                    }
                    depth -= 1;
                    objects >>= 1;
                }
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                _ => self.number()?,
            }
            // A value ends here, and with it perhaps the lists and objects it is the last of.
            loop {
                if depth == 0 {
                    return Ok(deepest);
                }
                if self.eat(b',') {
                    self.member(objects)?;
                    break;
                }
                self.require(if objects & 1 == 1 { b'}' } else { b']' })?;
                depth -= 1;
                objects >>= 1;
            }
        }
    }

    /// In an object, the name that comes before each value.
    fn member(&mut self, objects: u128) -> Read<()> {
        if objects & 1 == 0 {
            return Ok(());
        }
        if self.peek() != b'"' {
            return self.fail("a member's name is missing");
        }
        self.pass_string()?;
        self.require(b':')
    }

    fn word(&mut self, word: &str) -> Read<()> {
        if self
            .bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word.as_bytes()))
        {
            self.at += word.len();
            return Ok(());
        }
        self.fail("a value is missing")
    }

    fn number(&mut self) -> Read<()> {
        self.at += usize::from(self.here() == b'-');
        let zero_first = self.here() == b'0';
        if self.some_digits()? > 1 && zero_first {
            return self.fail("a number begins with 0");
        }
        if self.here() == b'.' {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.here(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.here(), b'+' | b'-'));
            self.some_digits()?;
        }
        Ok(())
    }

    fn some_digits(&mut self) -> Read<usize> {
        let from = self.at;
        while self.here().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == from {
            return self.fail("a value is missing");
        }
        Ok(self.at - from)
    }

    /// Passes over a text and says whether it holds escapes.
    fn pass_string(&mut self) -> Read<bool> {
        let mut escaped = false;
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let plain = |b: &u8| *b != b'"' && *b != b'\\' && *b >= b' ';
            self.at += rest.iter().position(|b| !plain(b)).unwrap_or(rest.len());
            match self.here() {
                b'"' => {
                    self.at += 1;
                    return Ok(escaped);
                }
                b'\\' => {
                    escaped = true;
                    self.at += 1;
                    match self.here() {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            let hex = self.bytes.get(self.at + 1..self.at + 5);
                            if !hex.is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)) {
                                return self.fail("a text has a broken escape");
                            }
                            self.at += 5;
                        }
                        _ => return self.fail("a text has a broken escape"),
                    }
                }
                _ => return self.fail("a text is not closed or holds a control character"),
            }
        }
    }
}
