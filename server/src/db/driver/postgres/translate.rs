//! The few spellings in which PostgreSQL differs from SQLite.

/// Translates a statement: placeholders `?` and `?1` become `$1`, and `x'00'` becomes
/// `'\x00'::bytea`. Hints for SQLite's planner are left out: `INDEXED BY name`, and `CROSS JOIN` with
/// a condition, which keeps the order of the tables.
pub(super) fn translate(sql: &str) -> String {
    let mut translated = String::with_capacity(sql.len() + 16);
    let (mut rest, mut placeholders) = (sql, 0);
    while let Some(at) = rest.find(['?', '\'', 'I', 'C']) {
        let (before, from) = rest.split_at(at);
        translated.push_str(before);
        rest = match from.as_bytes()[0] {
            b'?' => placeholder(from, &mut placeholders, &mut translated),
            b'\'' => literal(from, &mut translated),
            _ => word(from, &mut translated),
        };
    }
    translated.push_str(rest);
    translated
}

/// Translates a placeholder and returns what follows it.
fn placeholder<'s>(from: &'s str, count: &mut usize, into: &mut String) -> &'s str {
    let digits = from[1..].bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = from[1..].split_at(digits);
    if number.is_empty() {
        *count += 1;
        into.push_str(&format!("${count}"));
    } else {
        into.push('$');
        into.push_str(number);
    }
    rest
}

/// Copies a text, or translates a blob, and returns what follows it.
fn literal<'s>(from: &'s str, into: &mut String) -> &'s str {
    let end = from[1..].find('\'').map_or(from.len(), |end| end + 2);
    let (text, rest) = from.split_at(end);
    let is_blob = into.ends_with('x') && !into[..into.len() - 1].ends_with(char::is_alphanumeric);
    if is_blob {
        into.pop();
        into.push_str("'\\x");
        into.push_str(&text[1..]);
        into.push_str("::bytea");
    } else {
        into.push_str(text);
    }
    rest
}

/// Leaves out a planner's hint, or copies one letter, and returns what follows.
fn word<'s>(from: &'s str, into: &mut String) -> &'s str {
    if let Some(name) = from.strip_prefix("INDEXED BY ") {
        let end = name.find(' ').unwrap_or(name.len());
        return &name[end..];
    }
    if let Some(joined) = from.strip_prefix("CROSS JOIN ") {
        let mut words = joined.split(' ').skip(1);
        let has_condition = words.next() == Some("ON") || words.next() == Some("ON");
        if has_condition {
            into.push_str("JOIN ");
            return joined;
        }
    }
    into.push_str(&from[..1]);
    &from[1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_blobs_and_hints_are_translated() {
        for (ours, theirs) in [
            (
                "SELECT a FROM t WHERE b = ? AND c > ?",
                "SELECT a FROM t WHERE b = $1 AND c > $2",
            ),
            (
                "UPDATE t SET a = ?2 WHERE b = ?1",
                "UPDATE t SET a = $2 WHERE b = $1",
            ),
            (
                "SELECT 'why?' FROM t WHERE a = ?",
                "SELECT 'why?' FROM t WHERE a = $1",
            ),
            (
                "WHERE a <> x'' OR a = x'00'",
                "WHERE a <> '\\x'::bytea OR a = '\\x00'::bytea",
            ),
            ("WHERE index = 'x'", "WHERE index = 'x'"),
            (
                "FROM t INDEXED BY t_by_a WHERE a = ?",
                "FROM t  WHERE a = $1",
            ),
            (
                "FROM a CROSS JOIN b ON b.id = a.id",
                "FROM a JOIN b ON b.id = a.id",
            ),
            (
                "FROM a CROSS JOIN b c ON c.id = a.id",
                "FROM a JOIN b c ON c.id = a.id",
            ),
            (
                "FROM a r CROSS JOIN b c WHERE c.id = r.id",
                "FROM a r CROSS JOIN b c WHERE c.id = r.id",
            ),
            ("LIMIT +?", "LIMIT +$1"),
        ] {
            assert_eq!(translate(ours), theirs);
        }
    }
}
