//! The names of a state that people and autofill write.

use super::{
    FieldError, fold,
    region::UsState::{self, *},
};

/// Words that say that a place is a state, or where, and not which one.
const FILLERS: [&str; 19] = [
    "state",
    "estado",
    "territory",
    "territorio",
    "commonwealth",
    "libre",
    "asociado",
    "of",
    "the",
    "and",
    "de",
    "del",
    "los",
    "las",
    "us",
    "usa",
    "eeuu",
    "ee",
    "uu",
];

/// Abbreviations and Spanish words of a word in an English name.
const SYNONYMS: [(&str, &[&str]); 13] = [
    ("north", &["n", "no", "nor", "norte"]),
    ("south", &["s", "so", "sou", "sur"]),
    ("west", &["w", "o", "oeste", "occidental"]),
    ("new", &["n", "nueva", "nuevo", "nva", "nvo"]),
    ("carolina", &["c", "car"]),
    ("dakota", &["d", "dak"]),
    ("mexico", &["m", "mex", "mejico"]),
    ("virginia", &["va", "virg"]),
    ("island", &["is", "isl", "isla"]),
    ("islands", &["is", "isl", "islas"]),
    ("puerto", &["p", "pto", "porto"]),
    ("american", &["americana", "am", "amer"]),
    ("northern", &["n", "no", "norte"]),
];

/// Other names, folded: Spanish ones, then abbreviations from before the codes.
const OTHERS: [(UsState, &[&str]); 41] = [
    (Ak, &["alas"]),
    (Al, &["ala"]),
    (Ar, &["ark"]),
    (Az, &["ariz"]),
    (Ca, &["calif", "cal", "cali"]),
    (Co, &["colo", "col"]),
    (Ct, &["conn", "conneticut"]),
    (
        Dc,
        &[
            "distrito columbia",
            "washington distrito columbia",
            "washington district columbia",
            "dist columbia",
        ],
    ),
    (De, &["dela", "del"]),
    (Fl, &["fla", "flor"]),
    (Hi, &["hawai", "haw"]),
    (Ia, &["iow"]),
    (Id, &["ida"]),
    (Il, &["ilinois", "ill", "ills"]),
    (In, &["ind"]),
    (Ks, &["kans", "kan"]),
    (Ky, &["ken", "kent"]),
    (La, &["luisiana", "lou"]),
    (Ma, &["masachusetts", "mass"]),
    (Mi, &["mich"]),
    (Mn, &["minesota", "minn"]),
    (Mo, &["misuri", "misouri"]),
    (Ms, &["misisipi", "miss"]),
    (Mt, &["mont"]),
    (Ne, &["neb", "nebr"]),
    (Nh, &["n hamp", "nuevo hamp"]),
    (Nj, &["n jer", "jersey"]),
    (Nv, &["nev"]),
    (Ok, &["okla"]),
    (Or, &["ore", "oreg"]),
    (Pa, &["pensilvania", "penn", "penna", "penns"]),
    (Tn, &["tenesi", "tennesi", "tenn"]),
    (Tx, &["tejas", "tex"]),
    (Vt, &["verm"]),
    (Wa, &["wash"]),
    (Wi, &["wis", "wisc"]),
    (Wy, &["wyo"]),
    (As, &["samoa"]),
    (Gu, &["guahan"]),
    (
        Mp,
        &[
            "cnmi",
            "islas marianas norte",
            "mariana islands",
            "northern marianas",
            "marianas norte",
            "islas marianas",
            "marianas",
            "saipan",
        ],
    ),
    (
        Vi,
        &[
            "usvi",
            "virgin islands",
            "islas virgenes",
            "islas virgenes americanas",
            "islas virgenes estadounidenses",
            "islas virgenes estados unidos",
        ],
    ),
];

/// The regions of military mail. A list of several belongs to one state: `Armed Forces
/// Africa/Canada/Europe/Middle East`.
const REGIONS: [(UsState, &[&str]); 3] = [
    (
        Aa,
        &[
            "america",
            "americas",
            "latin",
            "central",
            "south",
            "caribbean",
        ],
    ),
    (
        Ae,
        &[
            "africa", "canada", "europe", "europa", "middle", "east", "medio", "oriente",
        ],
    ),
    (Ap, &["pacific", "pacifico", "asia"]),
];

/// Names that a code completes: `Armed Forces (AE)`, `Washington, D.C.`.
const WITH_CODE: [(&[UsState], &[&str]); 2] = [
    (
        &[Aa, Ae, Ap],
        &[
            "armed forces",
            "armed force",
            "fuerzas armadas",
            "military",
            "apo",
            "fpo",
            "dpo",
        ],
    ),
    (&[Dc], &["washington", "wash"]),
];

impl UsState {
    /// Parses a code, a name or both, in any case and punctuation: `md`, `Maryland`, `MD -
    /// Maryland`, `Maryland (MD)`.
    ///
    /// A name is English, Spanish or an abbreviation from before the codes: `Carolina del Norte`,
    /// `N. Car.`, `Calif.`.
    ///
    /// # Errors
    /// [`FieldError::StateEmpty`] or [`FieldError::StateUnknown`].
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        // Without an allocation: every page parses a state, and most have its code.
        let mut all = Self::ALL.iter().copied();
        if let Some(state) = all.find(|state| typed.eq_ignore_ascii_case(state.code())) {
            return Result::Ok(state);
        }
        let words = fold::words(typed);
        if words.is_empty() {
            return Err(FieldError::StateEmpty);
        }
        read(&words).ok_or(FieldError::StateUnknown)
    }
}

/// The state with this name, code or both, in folded words.
fn read(words: &[String]) -> Option<UsState> {
    // Autofill may put the ZIP code behind the state.
    let is_zip = |word: &String| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<String> = words.iter().filter(|word| !is_zip(word)).cloned().collect();
    let words = initials_joined(&words);
    let all = || UsState::ALL.iter().copied();
    let names: Vec<&str> = words.iter().map(String::as_str).collect();
    let joined = telling(&names).concat();
    let by_code = all().find(|state| is_code(&joined, *state));
    let named = |state: &UsState| {
        is_name(&names, *state)
            || without_code(&names, *state)
                .any(|names| is_name(names, *state) || completes(names, *state))
    };
    by_code.or_else(|| all().find(named))
}

/// The words with initials joined: `w va` stays, `d c` becomes `dc`.
fn initials_joined(words: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    let mut after_initial = false;
    for word in words {
        let initial = word.len() == 1;
        match joined.last_mut() {
            Some(last) if initial && after_initial => last.push_str(word),
            _ => joined.push(word.clone()),
        }
        after_initial = initial;
    }
    joined
}

fn is_code(word: &str, state: UsState) -> bool {
    word.eq_ignore_ascii_case(state.code())
}

/// The words without the state's code at one of the ends; none if neither is its code.
fn without_code<'a>(words: &'a [&'a str], state: UsState) -> impl Iterator<Item = &'a [&'a str]> {
    let head = words.split_first().filter(|(code, _)| is_code(code, state));
    let tail = words.split_last().filter(|(code, _)| is_code(code, state));
    let both = head.into_iter().chain(tail);
    both.map(|(_, rest)| rest).filter(|rest| !rest.is_empty())
}

fn completes(words: &[&str], state: UsState) -> bool {
    let words = telling(words).join(" ");
    WITH_CODE
        .iter()
        .any(|(states, names)| states.contains(&state) && names.contains(&&*words))
}

fn is_name(words: &[&str], state: UsState) -> bool {
    let words = telling(words);
    let name = state.name().to_lowercase().replace('.', "");
    let name: Vec<&str> = name.split(' ').collect();
    let name = telling(&name);
    let others = OTHERS
        .iter()
        .filter(|(it, _)| *it == state)
        .flat_map(|(_, names)| *names);
    !words.is_empty()
        && (words.concat() == name.concat()
            || is_permutation(&words, &name)
            || is_military(&words, state)
            || others.into_iter().any(|name| **name == *words.join(" ")))
}

/// Whether the words are the armed forces in regions of this state.
fn is_military(words: &[&str], state: UsState) -> bool {
    let (["armed", "force" | "forces", regions @ ..] | ["fuerzas", "armadas", regions @ ..]) =
        words
    else {
        return false;
    };
    let excepted = regions.iter().position(|word| *word == "except");
    let regions = &regions[..excepted.unwrap_or(regions.len())];
    let own = REGIONS
        .iter()
        .filter(|(it, _)| *it == state)
        .flat_map(|(_, words)| *words);
    let own: Vec<&str> = own.copied().collect();
    !regions.is_empty() && regions.iter().all(|word| own.contains(word))
}

/// The words without [`FILLERS`], unless they are nothing else: `Del.` is Delaware.
fn telling<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let significant = words.iter().copied().filter(|word| !FILLERS.contains(word));
    let significant: Vec<&str> = significant.collect();
    if significant.is_empty() {
        words.to_vec()
    } else {
        significant
    }
}

/// Whether each word of the name has one of the words, in any order.
fn is_permutation(words: &[&str], name: &[&str]) -> bool {
    let mut left = words.to_vec();
    words.len() == name.len()
        && name.iter().all(|of| {
            let at = left.iter().position(|word| means(word, of));
            at.map(|at| left.swap_remove(at)).is_some()
        })
}

fn means(word: &str, of: &str) -> bool {
    let synonyms = SYNONYMS.iter().find(|(it, _)| *it == of);
    word == of || synonyms.is_some_and(|(_, synonyms)| synonyms.contains(&word))
}
