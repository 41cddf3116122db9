//! Texts of the admin. This file has those of sign-in, enrolment, account and staff.
//!
//! `{provider}` and `{Provider}` are the provider's name, from a setting. The second one begins
//! a sentence.

pub mod case;
pub mod dashboard;
pub mod disclosure;
pub mod done;
pub mod list;
pub mod problem;
pub mod staff;

use crate::i18n::texts;

texts! {
    ADMIN { "Admin", "Administración" }
    PROVIDER { "the verification provider", "el proveedor de verificación" }
    NAV { "Main menu", "Menú principal" }
    NAV_LIST { "Applications", "Solicitudes" }
    NAV_DASHBOARD { "Dashboard", "Panel" }
    NAV_STAFF { "Staff", "Personal" }
    NAV_ACCOUNT { "Your account", "Su cuenta" }
    SIGN_OUT { "Sign out", "Cerrar sesión" }
    SIGNED_IN_AS { "Signed in as", "Sesión iniciada como" }
    ROLE_VIEWER { "viewer", "observador" }
    ROLE_REVIEWER { "reviewer", "revisor" }
    ROLE_ADMINISTRATOR { "administrator", "administrador" }

    HOME_HEADING { "Applications", "Solicitudes" }

    SIGN_IN_HEADING { "Staff sign-in", "Inicio de sesión del personal" }
    SIGN_IN_BUTTON { "Continue", "Continuar" }
    NAME_LABEL { "Account name", "Nombre de la cuenta" }
    NAME_HINT { "For example, jane.smith. Use 2 to 40 letters, digits, dots, hyphens or underscores.", "Por ejemplo, juana.soto. Use de 2 a 40 letras, dígitos, puntos, guiones o guiones bajos." }
    PASSWORD_LABEL { "Password", "Contraseña" }
    FORGOT { "If you can’t sign in, ask an administrator for a new link. 100 wrong passwords or codes in a row lock an account.", "Si no puede iniciar sesión, pida un enlace nuevo a un administrador. 100 contraseñas o códigos incorrectos seguidos bloquean una cuenta." }
    SIGN_IN_PASSKEY { "Sign in with a passkey", "Iniciar sesión con una llave de acceso" }
    SHOW_PASSWORD { "Show password", "Mostrar la contraseña" }

    SECOND_HEADING { "Two-step verification", "Verificación en dos pasos" }
    PASSKEY_NEEDS_NAME { "You can’t make a passkey here: browsers bind a passkey to a name, and this server’s address is {url}. The operator sets VESTIBULE_PUBLIC_URL to an address with a name, such as {named}. Then open your link at that address. You can also use an authenticator app now and add a passkey later.", "Aquí no puede crear una llave de acceso: los navegadores la vinculan a un nombre, y la dirección de este servidor es {url}. El operador configura VESTIBULE_PUBLIC_URL con una dirección que tenga nombre, como {named}. Luego abra su enlace en esa dirección. También puede usar ahora una aplicación de autenticación y agregar la llave después." }
    PASSKEY_HEADING { "Passkey", "Llave de acceso" }
    PASSKEY_BODY { "Use the passkey on this device, your phone or your security key.", "Use la llave de acceso de este dispositivo, de su teléfono o de su llave de seguridad." }
    PASSKEY_NAME { "Name of the passkey", "Nombre de la llave de acceso" }
    PASSKEY_NAME_HINT { "For example, Work laptop. Only you see it.", "Por ejemplo, portátil del trabajo. Solo usted lo ve." }
    PASSKEY_RENAME { "Rename", "Cambiar el nombre" }
    PASSKEY_RENAME_BUTTON { "Save the name", "Guardar el nombre" }
    PASSKEY_BUTTON { "Use your passkey", "Usar su llave de acceso" }
    PASSKEY_SCRIPT { "Passkeys need JavaScript, which is turned off in this browser.", "Las llaves de acceso necesitan JavaScript, que está desactivado en este navegador." }
    PASSKEY_FAILED { "The browser didn’t return a passkey. Try again or use another method.", "El navegador no entregó ninguna llave de acceso. Intente de nuevo o use otro método." }
    CODE_HEADING { "Authenticator app", "Aplicación de autenticación" }
    CODE_LABEL { "Code from your authenticator app", "Código de su aplicación de autenticación" }
    CODE_HINT { "6 digits. Each code works once.", "6 dígitos. Cada código sirve una sola vez." }
    CODE_BUTTON { "Confirm the code", "Confirmar el código" }
    RECOVERY_HEADING { "Use a recovery code", "Usar un código de recuperación" }
    RECOVERY_LABEL { "Recovery code", "Código de recuperación" }
    RECOVERY_HINT { "One of the codes you saved, such as 7k2m-9qxd-0abc-v5rt. Each code works once.", "Uno de los códigos que guardó, como 7k2m-9qxd-0abc-v5rt. Cada código sirve una sola vez." }
    RECOVERY_BUTTON { "Use the recovery code", "Usar el código de recuperación" }
    START_OVER { "Start over", "Empezar de nuevo" }

    CONFIRM_HEADING { "Confirm it’s you", "Confirme que es usted" }
    CONFIRM_LEDE { "This shows personal data or can’t be undone. We’ll bring you back afterwards.", "Esta acción muestra datos personales o no se puede deshacer. Después volverá a donde estaba." }

    ENROL_HEADING { "Set up your account", "Configure su cuenta" }
    ENROL_LEDE { "Choose a password. Next, you’ll add a second factor. You need both to sign in.", "Elija una contraseña. Después agregará un segundo factor. Necesita ambos para iniciar sesión." }
    ENROL_NAME { "Your account name is {name}.", "El nombre de su cuenta es {name}." }
    NEW_PASSWORD { "New password", "Contraseña nueva" }
    PASSWORD_RULE { "At least 15 characters. A few unrelated words are easy to remember and hard to guess. You can paste it from a password manager.", "Al menos 15 caracteres. Unas cuantas palabras sin relación son fáciles de recordar y difíciles de adivinar. Puede pegarla desde un gestor de contraseñas." }
    PASSWORD_AGAIN { "Confirm new password", "Confirme la contraseña nueva" }
    ENROL_SECOND { "Add your second factor", "Agregue su segundo factor" }
    ENROL_SECOND_LEDE { "Passkeys are the safest option: they can’t be guessed or phished. An authenticator app works everywhere.", "Las llaves de acceso son la opción más segura: no se pueden adivinar ni robar con engaños. Una aplicación de autenticación funciona en todas partes." }
    PASSKEY_MAKE { "Create a passkey", "Crear una llave de acceso" }
    TOTP_SCAN { "Scan this with your authenticator app", "Escanee esto con su aplicación de autenticación" }
    TOTP_ALT { "QR code that sets up your authenticator app. The same secret is shown below as text.", "Código QR que configura su aplicación de autenticación. El mismo secreto aparece abajo como texto." }
    TOTP_TYPE { "If you can’t scan it, enter this secret:", "Si no puede escanearlo, escriba este secreto:" }

    CODES_HEADING { "Save your recovery codes", "Guarde sus códigos de recuperación" }
    CODES_LEDE { "Each code signs you in once if you lose your second factor. We show them only now. Keep them in a safe place, not on the same phone.", "Cada código le permite iniciar sesión una vez si pierde su segundo factor. Solo los mostramos ahora. Guárdelos en un lugar seguro, no en el mismo teléfono." }
    CODES_COPY { "Copy", "Copiar" }
    CODES_COPIED { "Copied.", "Copiados." }
    CODES_PRINT { "Print", "Imprimir" }
    CODES_DOWNLOAD { "Download as a text file", "Descargar como archivo de texto" }
    CODES_DONE { "I’ve saved them", "Ya los guardé" }

    STAFF_HEADING { "Staff", "Personal" }
    STAFF_LINK_HEADING { "Send this link to {name}", "Envíe este enlace a {name}" }
    STAFF_LINK_BODY { "Shown once. Expires in 1 hour. {name} uses it to set a password and second factor.", "Se muestra una sola vez. Vence en 1 hora. {name} lo usa para elegir una contraseña y un segundo factor." }
    STAFF_NAME { "Name", "Nombre" }
    STAFF_ROLE { "Role", "Función" }
    STAFF_STATUS { "Status", "Estado" }
    STAFF_SESSIONS { "Sessions", "Sesiones" }
    STAFF_CHANGE { "Change", "Cambiar" }
    STAFF_CHANGE_OF { "Change {name}", "Cambiar a {name}" }
    STAFF_ACTIVE { "Active", "Activo" }
    STAFF_LOCKED { "Locked", "Bloqueado" }
    STAFF_INVITED { "Invited", "Invitado" }
    STAFF_ALTERED { "Blocked: changed in the database", "Bloqueado: modificado en la base de datos" }
    STAFF_DISABLED { "Disabled", "Desactivado" }
    STAFF_YOU { "you", "usted" }
    STAFF_DISABLE { "Disable and sign out", "Desactivar y cerrar sesiones" }
    STAFF_ENABLE { "Enable", "Activar" }
    STAFF_RESET { "Reset and create invite link", "Restablecer y crear enlace de invitación" }
    STAFF_END { "End all sessions", "Cerrar todas las sesiones" }
    STAFF_MAKE { "Change role to {role}", "Cambiar la función a {role}" }
    STAFF_ADD_HEADING { "Add a team member", "Agregar a un miembro del equipo" }
    STAFF_ADD { "Create account and invite link", "Crear cuenta y enlace de invitación" }

    ACCOUNT_SESSIONS { "Where you’re signed in", "Dónde tiene sesión iniciada" }
    ACCOUNT_DEVICE { "Browser, system", "Navegador, sistema" }
    ACCOUNT_BEGAN { "Signed in (UTC)", "Inicio (UTC)" }
    ACCOUNT_SEEN { "Last active (UTC)", "Última actividad (UTC)" }
    ACCOUNT_THIS { "This session", "Esta sesión" }
    ACCOUNT_END { "End", "Cerrar" }
    ACCOUNT_END_OF { "the session of {device}, since {time}", "la sesión de {device}, desde {time}" }
    ACCOUNT_END_OTHERS { "End all other sessions", "Cerrar las demás sesiones" }
    ACCOUNT_STALE { "Confirm with your second factor to continue.", "Confirme con su segundo factor para continuar." }
    ACCOUNT_CONFIRM { "Confirm now", "Confirmar ahora" }
    ACCOUNT_PASSWORD { "Change your password", "Cambiar su contraseña" }
    ACCOUNT_PRESENT { "Current password", "Contraseña actual" }
    ACCOUNT_OTHERS { "Sign out everywhere else", "Cerrar sesión en los demás dispositivos" }
    ACCOUNT_PASSWORD_BUTTON { "Change the password", "Cambiar la contraseña" }
    ACCOUNT_APP { "Authenticator app", "Aplicación de autenticación" }
    ACCOUNT_APP_SET { "An app is set up. Setting up a new one replaces it.", "Ya hay una aplicación configurada. Si configura otra, la reemplaza." }
    ACCOUNT_APP_NONE { "No app is set up.", "No hay ninguna aplicación configurada." }
    ACCOUNT_APP_NEW { "Set up an app", "Configurar una aplicación" }
    ACCOUNT_APP_REMOVE { "Remove the app", "Quitar la aplicación" }
    ACCOUNT_KEYS { "Passkeys", "Llaves de acceso" }
    ACCOUNT_KEYS_NONE { "You have no passkeys.", "No tiene llaves de acceso." }
    ACCOUNT_KEYS_NOT_HERE { "Passkeys work only at an address with a host name, such as localhost. This address is an IP number.", "Las llaves de acceso solo funcionan en una dirección con nombre, como localhost. Esta dirección es un número IP." }
    ACCOUNT_KEY { "Created {made}, last used {used}", "Creada {made}, último uso {used}" }
    ACCOUNT_KEY_NEVER { "never", "nunca" }
    ACCOUNT_KEY_REMOVE { "Remove this passkey", "Quitar esta llave" }
    ACCOUNT_CODES { "Recovery codes", "Códigos de recuperación" }
    ACCOUNT_CODES_LEFT { "{n} left.", "Quedan {n}." }
    ACCOUNT_CODES_MAKE { "Generate new codes (old ones stop working)", "Generar códigos nuevos (los anteriores dejan de servir)" }
    WRONG_PRESENT { "That is not your current password; try again", "Esa no es su contraseña actual; intente de nuevo" }

    IDLE_BODY { "You’ve been inactive for a while. To protect personal data, we’ll sign you out. We keep the text that you typed about a case for 12 hours; you’ll find it there after signing in.", "Hace un rato que no hay actividad. Para proteger los datos personales, cerraremos su sesión. Guardamos 12 horas el texto que escribió sobre un caso; lo verá allí cuando vuelva a entrar." }

    WRONG { "Account name and password do not match. Check both and try again.", "El nombre de la cuenta y la contraseña no coinciden. Revise ambos e intente de nuevo." }
    WRONG_RECOVERY { "That code is wrong or was already used.", "Ese código es incorrecto o ya se usó." }
    WRONG_PASSKEY { "That passkey was not accepted. Try again or use another factor.", "No se aceptó esa llave de acceso. Intente de nuevo o use otro factor." }
    WRONG_CODE { "That code is wrong or was already used. Try again with a new code.", "Ese código es incorrecto o ya se usó. Intente de nuevo con un código nuevo." }
    WAIT { "Too many attempts. Try again in {n} minutes.", "Demasiados intentos. Intente de nuevo en {n} minutos." }
    WAIT_ONE { "Too many attempts. Try again in 1 minute.", "Demasiados intentos. Intente de nuevo en 1 minuto." }
    LOCKED { "This account is locked after 100 wrong passwords or codes in a row. Only a passkey still works. Ask an administrator to reset the account.", "Esta cuenta está bloqueada después de 100 contraseñas o códigos incorrectos seguidos. Solo funciona una llave de acceso. Pida a un administrador que restablezca la cuenta." }
    OWN_LOCKED { "On {when} your account was locked after 100 wrong passwords or codes in a row. Your password no longer works, only a passkey does. Ask an administrator to reset your account.", "El {when} su cuenta se bloqueó después de 100 contraseñas o códigos incorrectos seguidos. Su contraseña ya no funciona, solo una llave de acceso. Pida a un administrador que restablezca su cuenta." }
    WAS_LOCKED { "On {when} this account was locked after 100 wrong passwords or codes in a row. If that wasn’t you, tell an administrator.", "El {when} esta cuenta se bloqueó después de 100 contraseñas o códigos incorrectos seguidos. Si no fue usted, avise a un administrador." }
    OVER { "Too many wrong codes. Sign in again.", "Demasiados códigos incorrectos. Inicie sesión de nuevo." }
    ENDED { "Your session ended or timed out. Sign in again.", "Su sesión terminó o venció por inactividad. Inicie sesión de nuevo." }
    SIGNED_OUT { "You’re signed out.", "Su sesión se cerró." }
    GONE { "This link was already used or has expired. Ask an administrator for a new one.", "Este enlace ya se usó o venció. Pida uno nuevo a un administrador." }
    INSIDE { "You’re already signed in. To set up an account with a link, sign out and open the link again.", "Ya tiene una sesión iniciada. Para configurar una cuenta con un enlace, cierre la sesión y vuelva a abrirlo." }
    NAME_FAULT { "Enter an account name of 2 to 40 letters, digits, dots, hyphens or underscores, starting with a letter", "Escriba un nombre de cuenta de 2 a 40 letras, dígitos, puntos, guiones o guiones bajos, que empiece con una letra" }
    NAME_TAKEN { "That account name is taken; choose another", "Ese nombre de cuenta ya existe; elija otro" }
    PASSAGE { "Continue to the admin", "Continuar a la administración" }
    CHANGED { "This changed since you opened the page. Nothing was saved; please review.", "Esto cambió desde que abrió la página. No se guardó nada; revíselo, por favor." }
    DISABLED { "This account is disabled. Enable it first.", "Esta cuenta está desactivada. Actívela primero." }
    LAST_ADMINISTRATOR { "At least one administrator must be able to sign in. Nothing was changed.", "Al menos un administrador debe poder iniciar sesión. No se cambió nada." }
    LAST_FACTOR { "You need at least one second factor. Nothing was changed.", "Necesita al menos un segundo factor. No se cambió nada." }
    PASSWORD_SHORT { "Password must have at least 15 characters", "La contraseña debe tener al menos 15 caracteres" }
    PASSWORD_LONG { "Password must have 256 characters or fewer", "La contraseña debe tener 256 caracteres o menos" }
    PASSWORD_NAMED { "Password must not contain your account name or the firm’s name", "La contraseña no debe contener el nombre de su cuenta ni el de la empresa" }
    PASSWORD_COMMON { "That password is too common; choose another", "Esa contraseña es demasiado común; elija otra" }
    PASSWORD_GUESSABLE { "That password is easy to guess, because it follows common words, names, dates or keyboard patterns; use a few unrelated words", "Esa contraseña es fácil de adivinar, porque sigue palabras, nombres, fechas o patrones de teclado comunes; use unas cuantas palabras sin relación" }
    PASSWORD_DIFFERS { "The two passwords do not match; enter both again", "Las dos contraseñas no coinciden; escríbalas otra vez" }
    ADMIN_HOME { "Go to applications", "Ir a las solicitudes" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Text, checks::*};

    fn all() -> Vec<(&'static str, Text)> {
        [
            ALL,
            case::ALL,
            dashboard::ALL,
            disclosure::ALL,
            done::ALL,
            list::ALL,
            problem::ALL,
            staff::ALL,
        ]
        .concat()
    }

    #[test]
    fn text_exists_in_every_language() {
        assert_complete(&all());
    }

    #[test]
    fn both_languages_fill_the_same_placeholders() {
        assert_same_placeholders(&all());
    }

    #[test]
    fn spanish_text_differs_from_english() {
        // Unit symbols, and the actor's name alone, are the same in both languages.
        let same_in_both = [
            "AGO_MINUTES",
            "AGO_HOURS",
            "ACTOR_PROVIDER",
            "TURN_PROVIDER",
        ];
        assert_translated(&all(), &same_in_both);
    }

    #[test]
    fn spanish_texts_never_join_a_preposition_and_the_provider() {
        // Spanish contracts "de el" and "a el", which a placeholder cannot.
        for (name, text) in all() {
            for joined in [" de {provider}", " a {provider}"] {
                assert!(
                    !format!(" {}", text.es).contains(joined),
                    "{name}: {}",
                    text.es
                );
            }
        }
    }

    #[test]
    fn texts_name_actors_and_the_provider() {
        let banned = [
            "upstream", "somebody", "nobody", "whoever", "anybody", "desk", "stands", "mend",
        ];
        for (name, text) in all() {
            let words = text.en.to_lowercase();
            let mut words = words.split(|letter: char| !letter.is_alphabetic());
            let found = words.find(|word| banned.contains(word));
            assert_eq!(found, None, "{name}: {}", text.en);
        }
    }
}
