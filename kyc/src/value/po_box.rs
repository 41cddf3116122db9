//! Recognises a post office box in a street line, in any spelling.
//!
//! The line is folded to ASCII and read as letters and digits. Separators only mark where a word may
//! begin and end. Therefore one grammar reads `PO Box 12`, `P.O.B.O.X.12`, `P0 B0X 12` and Cyrillic
//! look-alikes. Terms: USPS Publication 28, sections 24 to 28 and 29 (Puerto Rico).

use super::fold::fold;

/// The post office, in words without separators. A box word or a number behind it makes a box.
const OFFICES: &str = "postoffice postofice postofc postoff poffice pofc poff gpo cpo po";
/// The words for a box behind the post office (Publication 28, section 281).
const BOXES: &str = "box boxes bx bag bin buzon bzn caller drawer dwr locker lockbox mailbox";
/// The words that mean a box with any number behind them.
const NUMBERED: &str = "pob gpob postal postale apartado apartados apdo apdos aptdo lockbox postbox \
    callerservice";
/// The words that mean a box only at the beginning of the line: elsewhere they belong to a home.
const LEADING: &str =
    "box boxes bx bin bp caller firmcaller callbox casilla drawer dwr locker mailbox postfach";
/// The words between a box word and its number.
const BETWEEN: &str =
    "no num number numero nro nbr nr n decorreos decorreo correos correo aereo postal";
/// Rural and military delivery. A box of theirs is a home (Publication 28, sections 24, 25 and 238).
const ROUTES: &str = "rr ruralroute ruralrte rutarural rfd hc hcr starroute starrte psc cmr";
/// Further ones, which need a number.
const NUMBERED_ROUTES: &str = "rural ruta route rte rt rd sr cr fm hwy highway contract contractroute road unit uss \
    usns usnh umr hcrt";
/// Words that introduce a street's or building's own name: `Calle Apartado 12` is a home.
const INTRODUCTIONS: &str = "calle c cll callejon avenida ave av avda via camino cam carretera carr paseo pso pasaje \
    vereda urb urbanizacion barrio bo barriada bda sector sec comunidad com parcela parcelas \
    parc res residencial villa villas cond condominio edif edificio hacienda finca reparto \
    rpto ext extension jardines plaza alturas colinas estancias quintas apt apto unit ste \
    suite lot bldg ph";
/// Articles between an introduction and the name.
const ARTICLES: &str = "el la los las de del of";

/// Whether a line contains a post office box.
///
/// `Unit 2050 Box 4190`, `Box 65, RR 2`, `Box Elder Road` and `Calle Apartado 12` contain none.
pub(super) fn is_po_box(line: &str) -> bool {
    let line = Line::read(line);
    (0..line.0.len()).any(|at| line.begins_word(at) && line.has_box(at))
}

/// A letter or digit of a line.
struct Glyph {
    c: char,
    /// Whether a separator, or the line's beginning, is before it.
    first: bool,
    /// Whether a comma, or the line's beginning, is before it.
    part: bool,
}

struct Line(Vec<Glyph>);

impl Line {
    fn read(line: &str) -> Self {
        let (mut glyphs, mut first, mut part) = (Vec::new(), true, true);
        // An apostrophe does not end a word: `O'Neill`.
        for c in fold(line).chars().filter(|c| *c != '\'') {
            if c.is_alphanumeric() {
                glyphs.push(Glyph { c, first, part });
                (first, part) = (false, false);
            } else {
                first = true;
                part |= matches!(c, ',' | ';' | '(');
            }
        }
        Self(glyphs)
    }

    /// Whether a box begins here.
    fn has_box(&self, at: usize) -> bool {
        let mut offices = OFFICES
            .split(' ')
            .filter_map(|office| self.word(at, office));
        let mut numbered = self.ends(at, NUMBERED);
        let mut leading = self.ends(at, LEADING);
        offices.any(|end| self.is_box_of_office(at, end))
            || numbered
                .any(|end| self.is_numbered(end) && !self.is_name(at) && !self.is_unit(at, end))
            || self.is_apartado_postal(at)
            || (at == 0 && leading.any(|end| self.has_id(end)) && !self.has_route())
    }

    /// Whether a box follows the post office that ends at `end`.
    fn is_box_of_office(&self, at: usize, end: usize) -> bool {
        if self.ends(end, BOXES).next().is_some() || self.is_misspelt_box(end) {
            return true;
        }
        // An apartment may look like it: `Apt P012`, `PO3`.
        let is_glued = self.0.get(end).is_some_and(|glyph| !glyph.first);
        let has_zero = self.0[at..end].iter().any(|glyph| glyph.c.is_numeric());
        let is_sure = (!is_glued || self.0[at].part) && (!has_zero || at == 0);
        is_sure && self.ends_word(end) && self.is_numbered(end) && !self.is_name(at)
    }

    /// Whether a short word with a `b` and then a number follows: `PO Boxx 12`, `PO Bx. 12`.
    fn is_misspelt_box(&self, at: usize) -> bool {
        let letters = self.0[at..]
            .iter()
            .take_while(|glyph| !glyph.c.is_numeric());
        let letters = letters.count();
        self.0.get(at).is_some_and(|glyph| glyph.c == 'b')
            && letters <= 4
            && self.0[at + 1..at + letters]
                .iter()
                .all(|glyph| !glyph.first)
            && self.is_numbered(at + letters)
    }

    /// Whether this is `Apartado Postal`, `Postal Box` or an abbreviation, with or without number.
    fn is_apartado_postal(&self, at: usize) -> bool {
        let followed =
            |words: &str, by: &str| self.ends(at, words).any(|end| self.word(end, by).is_some());
        followed("apartado apdo aptdo apto ap", "postal") || followed("postal", "box")
    }

    /// Whether the line has a rural or military delivery. Digits do not stand for letters here: `Rt 3`
    /// is not `Rte`.
    fn has_route(&self) -> bool {
        let is_route = |at| {
            self.spelt(at, ROUTES).next().is_some()
                || self
                    .spelt(at, NUMBERED_ROUTES)
                    .any(|end| self.is_numbered(end))
        };
        (0..self.0.len()).any(|at| self.begins_word(at) && is_route(at))
    }

    /// Whether the word at `at` is part of a street's or building's name.
    fn is_name(&self, at: usize) -> bool {
        let mut end = at;
        while end > 0 {
            let before = self.0[..end]
                .iter()
                .rposition(|glyph| glyph.first)
                .unwrap_or(0);
            let word: String = self.0[before..end].iter().map(|glyph| glyph.c).collect();
            if !ARTICLES.split(' ').any(|it| it == word) {
                return INTRODUCTIONS.split(' ').any(|it| it == word);
            }
            end = before;
        }
        false
    }

    /// Whether the letters from `at` to `end` are an apartment and its number, such as `Apt D0` of
    /// `Apt D05`, rather than `Aptdo`.
    fn is_unit(&self, at: usize, end: usize) -> bool {
        let word = self.0[at..end].iter().skip(1);
        let word = word.take_while(|glyph| !glyph.first).count() + 1;
        let letters: String = self.0[at..at + word].iter().map(|glyph| glyph.c).collect();
        let digits = self.0[at + word..end].iter().any(|it| it.c.is_numeric());
        digits && INTRODUCTIONS.split(' ').any(|it| it == letters)
    }

    fn is_digit(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|glyph| glyph.c.is_numeric())
    }

    /// Whether a number begins here, or behind words such as `No.`.
    fn is_numbered(&self, at: usize) -> bool {
        self.is_digit(at) || self.spelt(at, BETWEEN).any(|end| self.is_numbered(end))
    }

    /// Whether a number begins here, or the last letter of the line: `Drawer L`.
    fn has_id(&self, at: usize) -> bool {
        let is_letter = self.0.get(at).is_some_and(|glyph| glyph.first) && at + 1 == self.0.len();
        is_letter || self.is_numbered(at)
    }

    /// The end of a word at `at`, wherever its separators are. Digits may stand for letters.
    fn word(&self, at: usize, word: &str) -> Option<usize> {
        let glyphs = self.0.get(at..at + word.len())?;
        let mut pairs = glyphs.iter().map(|glyph| glyph.c).zip(word.chars());
        pairs
            .all(|(c, letter)| stands_for(c, letter))
            .then_some(at + word.len())
    }

    /// The ends of those of the words that are at `at` and end there.
    fn ends(&self, at: usize, words: &str) -> impl Iterator<Item = usize> {
        let ends = words.split(' ').filter_map(move |word| self.word(at, word));
        ends.filter(|end| self.ends_word(*end))
    }

    /// [`Self::ends`] of words without digits for letters.
    fn spelt(&self, at: usize, words: &str) -> impl Iterator<Item = usize> {
        let ends = self.ends(at, words);
        ends.filter(move |end| !self.0[at..*end].iter().any(|glyph| glyph.c.is_numeric()))
    }

    fn begins_word(&self, at: usize) -> bool {
        let after_number = at > 0 && self.is_digit(at - 1);
        !self.is_digit(at) && (self.0[at].first || after_number)
    }

    fn ends_word(&self, end: usize) -> bool {
        self.0.get(end).is_none_or(|glyph| glyph.first) || self.is_digit(end)
    }
}

/// Whether a character is the letter, or a digit typed for it.
const fn stands_for(c: char, letter: char) -> bool {
    c == letter
        || matches!(
            (c, letter),
            ('0', 'o')
                | ('1', 'i' | 'l')
                | ('3', 'e')
                | ('4', 'a')
                | ('5', 's')
                | ('7', 't')
                | ('8', 'b')
                | ('i', 'l')
                | ('l', 'i')
        )
}
