//! No two modules of a crate import each other, directly or in a cycle. A reader then
//! understands each file from the files below it. A file may name its parent module. A `pub use`
//! counts as an import where the file itself uses the name.

use crate::architecture::root;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Path of a module below its crate, for example `db`, `writer`.
type Module = Vec<String>;

/// Path of an imported name, and whether the file only re-exports it.
#[derive(Clone)]
struct Import {
    path: Module,
    is_reexport: bool,
}

/// Collects every module of a crate with its imports, without tests.
fn modules(folder: &Path, at: &Module, found: &mut BTreeMap<Module, Vec<Import>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let name = name.expect("a name").to_owned();
        let mut module = at.clone();
        if path.is_dir() {
            module.push(name);
            if !module.ends_with(&["tests".to_owned()]) {
                modules(&path, &module, found);
            }
            continue;
        }
        if name != "mod" && name != "lib" && name != "main" {
            module.push(name);
        }
        let text = fs::read_to_string(&path).expect("a source file");
        let product = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        found.entry(module).or_default().extend(imports(product));
    }
}

/// Paths of all `use` statements of a file, and paths within its code such as `crate::db::open`.
fn imports(text: &str) -> Vec<Import> {
    let lines = text.lines().filter(|line| !line.trim().starts_with("//"));
    let mut code = String::new();
    let mut statements = Vec::new();
    let mut lines = lines.map(|line| format!("{line}\n"));
    while let Some(line) = lines.next() {
        let is_statement = |line: &str| {
            line.split_once("use ").is_some_and(|(before, _)| {
                let before = before.trim();
                before.is_empty() || before.starts_with("pub")
            })
        };
        if !is_statement(&line) {
            code.push_str(&line);
            continue;
        }
        let mut statement = line;
        while !statement.contains(';') {
            statement.push_str(&lines.next().expect("a semicolon"));
        }
        statements.push(statement);
    }
    let words: Vec<_> = code
        .split(|it: char| !it.is_alphanumeric() && it != '_' && it != ':')
        .collect();
    let mut found: Vec<_> = words
        .iter()
        .filter(|it| it.starts_with("crate::") || it.starts_with("super::"))
        .map(|it| Import {
            path: it.split("::").map(str::to_owned).collect(),
            is_reexport: false,
        })
        .collect();
    for statement in statements {
        let (before, tree) = statement.split_once("use ").expect("a statement");
        let tree = tree.split(';').next().unwrap_or_default();
        let mut paths = Vec::new();
        let tree = tree.replace(" as ", "::as::");
        expand(
            &[],
            &tree.split_whitespace().collect::<String>(),
            &mut paths,
        );
        for mut path in paths {
            let name = path.last().cloned().unwrap_or_default();
            if let Some(alias) = path.iter().position(|it| it == "as") {
                path.truncate(alias);
            }
            let is_used = words.iter().any(|it| it.split("::").next() == Some(&*name));
            found.push(Import {
                path,
                is_reexport: before.trim().starts_with("pub") && !is_used,
            });
        }
    }
    found
}

/// Expands `a::{b, c::d}` into `a::b` and `a::c::d`.
fn expand(before: &[String], tree: &str, into: &mut Vec<Module>) {
    let (head, group) = tree.split_once('{').unwrap_or((tree, ""));
    let mut path = before.to_vec();
    path.extend(
        head.split("::")
            .filter(|it| !it.is_empty())
            .map(str::to_owned),
    );
    let Some(group) = group.strip_suffix('}') else {
        return into.push(path);
    };
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in group.char_indices().chain([(group.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&path, &group[start..at], into);
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// Module that a path leads to, through re-exports. `None` outside the crate.
fn target(from: &Module, path: &[String], all: &BTreeMap<Module, Vec<Import>>) -> Option<Module> {
    let mut full = from.clone();
    for (at, word) in path.iter().enumerate() {
        match word.as_str() {
            "crate" => full.clear(),
            "self" => {}
            "super" => drop(full.pop()),
            word => {
                full.push(word.to_owned());
                if at == 0 && !all.contains_key(&full) {
                    return None;
                }
            }
        }
    }
    let depth = (0..=full.len())
        .rev()
        .find(|depth| all.contains_key(&full[..*depth]))?;
    let module = full[..depth].to_vec();
    let item = full.get(depth);
    let exported = all[&module]
        .iter()
        .find(|it| it.path.last() == item && it.path.len() > 1);
    match exported {
        Some(it) if module != *from => target(&module, &it.path, all).or(Some(module)),
        _ => Some(module),
    }
}

/// Modules that are part of an import cycle.
fn modules_in_a_cycle(all: &BTreeMap<Module, Vec<Import>>) -> BTreeSet<Module> {
    let arrows: BTreeMap<_, BTreeSet<_>> = all
        .iter()
        .map(|(from, found)| {
            let needed = found.iter().filter(|it| !it.is_reexport);
            let to = needed.filter_map(|it| target(from, &it.path, all));
            (from, to.filter(|to| !from.starts_with(to)).collect())
        })
        .collect();
    let is_in_cycle = |start: &Module| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start.clone()]);
        while let Some(at) = open.pop() {
            for to in &arrows[&at] {
                if to == start {
                    return true;
                }
                // A parent module imports its children, which does not make them depend on each
                // other.
                if !start.starts_with(to) && seen.insert(to.clone()) {
                    open.push(to.clone());
                }
            }
        }
        false
    };
    all.keys().filter(|it| is_in_cycle(it)).cloned().collect()
}

#[test]
fn crate_modules_have_no_import_cycle() {
    for name in ["kyc", "app", "server", "sandbox", "bench"] {
        let mut all = BTreeMap::new();
        modules(&root().join(name).join("src"), &Vec::new(), &mut all);
        assert!(all.len() > 8, "{name} has its files");
        let circle: Vec<_> = modules_in_a_cycle(&all)
            .iter()
            .map(|it| it.join("::"))
            .collect();
        assert!(circle.is_empty(), "{name}: {circle:#?}");
    }
}

/// The admin is one vertical slice: only the crate's root and the slice itself name it.
#[test]
fn app_core_never_imports_its_admin_module() {
    let mut all = BTreeMap::new();
    modules(&root().join("app/src"), &Vec::new(), &mut all);
    let is_admin = |module: &Module| module.first().is_some_and(|name| name == "admin");
    assert!(all.keys().any(is_admin), "the search finds the slice");
    for (from, found) in all.iter().filter(|(from, _)| !is_admin(from)) {
        let mut targets = found.iter().filter_map(|it| target(from, &it.path, &all));
        let import = targets.find(is_admin);
        assert_eq!(import, None, "{} imports the admin", from.join("::"));
    }
}

#[test]
fn reexport_that_its_file_uses_is_an_import() {
    let is_reexport = |text: &str| imports(text)[0].is_reexport;
    assert!(is_reexport("pub use a::Thing;\nfn other() {}\n"));
    assert!(!is_reexport("pub use a::Thing;\nfn other() -> Thing {}\n"));
    assert!(!is_reexport(
        "pub(crate) use a::{\n    Thing as That,\n};\nfn other(it: That) {}\n"
    ));
    assert!(is_reexport(
        "pub(crate) use a::{\n    Thing as That,\n};\nfn other(it: Thing) {}\n"
    ));
}

#[test]
fn mutual_imports_are_found() {
    let path = |text: &str| text.split("::").map(str::to_owned).collect::<Module>();
    let all = BTreeMap::from([
        (path("a"), imports("use super::b::Thing;\n")),
        (path("b"), imports("use crate::{a::{self, Other}, c};\n")),
        (path("c"), vec![]),
    ]);
    assert_eq!(
        modules_in_a_cycle(&all),
        BTreeSet::from([path("a"), path("b")])
    );
}
