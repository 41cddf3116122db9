//! Help text: tasks and variables, from their tables.

use super::task::TASKS;
use crate::config::SETTINGS;

pub(super) fn text() -> String {
    let mut words = String::from(
        "vestibule: identity verification for the people who open an account\n\n\
         vestibule\n      serve\n",
    );
    for task in TASKS {
        words.push_str(&format!("{}\n      {}\n", task.usage(), task.meaning));
    }
    words.push_str("vestibule --help\n      this\n\nEnvironment:\n");
    for setting in SETTINGS {
        let default = if setting.default.is_empty() {
            String::new()
        } else {
            format!(" [{}]", setting.default)
        };
        words.push_str(&format!(
            "  {}{default}\n      {}\n",
            setting.name, setting.meaning
        ));
    }
    words
}
