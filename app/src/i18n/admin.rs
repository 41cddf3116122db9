//! Texts of the admin: sign-in, enrolment, account and staff.

texts! {
    DESK { "Reviewers’ desk", "Mesa de revisión" }
    NAV { "Desk", "Mesa" }
    NAV_LIST { "Applications", "Solicitudes" }
    NAV_OVERVIEW { "Overview", "Panorama" }
    NAV_STAFF { "Staff", "Personal" }
    NAV_ACCOUNT { "Your account", "Su cuenta" }
    SIGN_OUT { "Sign out", "Cerrar sesión" }
    SIGNED_IN_AS { "Signed in as", "Sesión de" }
    ROLE_VIEWER { "viewer", "observador" }
    ROLE_REVIEWER { "reviewer", "revisor" }
    ROLE_ADMINISTRATOR { "administrator", "administrador" }

    HOME_HEADING { "Applications", "Solicitudes" }

    SIGN_IN_HEADING { "Sign in to the reviewers’ desk", "Entre a la mesa de revisión" }
    SIGN_IN_BUTTON { "Continue", "Continuar" }
    NAME_LABEL { "Account name", "Nombre de la cuenta" }
    NAME_HINT { "Such as jane.smith: 2 to 40 letters, digits, dots, hyphens or underscores", "Como juana.soto: de 2 a 40 letras, dígitos, puntos, guiones o guiones bajos" }
    PASSWORD_LABEL { "Password", "Contraseña" }
    PASSWORD_SHOW { "Show the password", "Mostrar la contraseña" }
    PASSWORD_SHOW_BOTH { "Show the passwords", "Mostrar las contraseñas" }
    FORGOT { "If you cannot sign in, ask an administrator of the desk for a new link.", "Si no puede entrar, pida un enlace nuevo a un administrador de la mesa." }

    SECOND_HEADING { "Show your second factor", "Muestre su segundo factor" }
    PASSKEY_NEEDS_NAME { "You can’t make a passkey here: browsers bind a passkey to a name, and this server’s address is {url}. The operator sets VESTIBULE_PUBLIC_URL to an address with a name, such as {named}. Then open your link at that address. You can also use an authenticator app now and add a passkey later.", "Aquí no puede crear una llave de acceso: los navegadores la vinculan a un nombre, y la dirección de este servidor es {url}. El operador configura VESTIBULE_PUBLIC_URL con una dirección que tenga nombre, como {named}. Luego abra su enlace en esa dirección. También puede usar ahora una aplicación de autenticación y agregar la llave después." }
    PASSKEY_HEADING { "Passkey", "Llave de acceso" }
    PASSKEY_BODY { "Use the passkey of this device, your phone or your security key.", "Use la llave de acceso de este dispositivo, de su teléfono o de su llave de seguridad." }
    PASSKEY_BUTTON { "Use your passkey", "Usar su llave de acceso" }
    PASSKEY_SCRIPT { "Passkeys need JavaScript, which this browser has switched off.", "Las llaves de acceso necesitan JavaScript, que este navegador tiene desactivado." }
    PASSKEY_FAILED { "The browser gave no passkey. Try again, or use another way.", "El navegador no entregó ninguna llave de acceso. Intente de nuevo o use otra manera." }
    CODE_HEADING { "Authenticator app", "Aplicación de autenticación" }
    CODE_LABEL { "Code from your authenticator app", "Código de su aplicación de autenticación" }
    CODE_HINT { "6 digits; each code can be used once", "6 dígitos; cada código sirve una sola vez" }
    CODE_BUTTON { "Confirm the code", "Confirmar el código" }
    RECOVERY_HEADING { "Use a recovery code", "Usar un código de recuperación" }
    RECOVERY_LABEL { "Recovery code", "Código de recuperación" }
    RECOVERY_HINT { "One of those you noted, such as 7k2m-9qxd-0abc-v5rt; it is used up", "Uno de los que anotó, como 7k2m-9qxd-0abc-v5rt; se gasta al usarlo" }
    RECOVERY_BUTTON { "Use the recovery code", "Usar el código de recuperación" }
    START_OVER { "Start over", "Empezar de nuevo" }

    CONFIRM_HEADING { "Show your second factor once more", "Muestre de nuevo su segundo factor" }
    CONFIRM_LEDE { "What you are about to do shows personal data or cannot be taken back. Afterwards you go back to where you were.", "Lo que va a hacer muestra datos personales o no se puede deshacer. Después volverá a donde estaba." }

    ENROL_HEADING { "Set up your account", "Prepare su cuenta" }
    ENROL_LEDE { "Choose a password first. On the next page you add a second factor; without it nobody signs in.", "Primero elija una contraseña. En la página siguiente agregará un segundo factor; sin él nadie entra." }
    ENROL_NAME { "Your account name is {name}.", "El nombre de su cuenta es {name}." }
    NEW_PASSWORD { "New password", "Contraseña nueva" }
    PASSWORD_RULE { "At least 15 characters. A few words that do not belong together are easy to keep and hard to guess. You can paste it from a password manager.", "Al menos 15 caracteres. Unas palabras que no van juntas son fáciles de recordar y difíciles de adivinar. Puede pegarla desde un gestor de contraseñas." }
    PASSWORD_AGAIN { "The same password again", "La misma contraseña otra vez" }
    ENROL_SECOND { "Add your second factor", "Agregue su segundo factor" }
    ENROL_SECOND_LEDE { "A passkey is the safest: it cannot be guessed or phished. An authenticator app works everywhere.", "Una llave de acceso es lo más seguro: no se puede adivinar ni robar con engaños. Una aplicación de autenticación funciona en todas partes." }
    PASSKEY_MAKE { "Make a passkey", "Crear una llave de acceso" }
    TOTP_SCAN { "Scan this with your authenticator app", "Escanee esto con su aplicación de autenticación" }
    TOTP_ALT { "QR code that sets up your authenticator app; the same secret stands below as text", "Código QR que prepara su aplicación de autenticación; el mismo secreto está abajo como texto" }
    TOTP_TYPE { "If you cannot scan it, type this secret:", "Si no puede escanearlo, escriba este secreto:" }

    CODES_HEADING { "Note your recovery codes", "Anote sus códigos de recuperación" }
    CODES_LEDE { "Each of them gets you in once if your second factor is gone. They are shown now and never again. Keep them where only you find them, not on the same phone.", "Cada uno le permite entrar una vez si pierde su segundo factor. Se muestran ahora y nunca más. Guárdelos donde solo usted los encuentre, no en el mismo teléfono." }
    CODES_DONE { "I have noted them", "Ya los anoté" }

    STAFF_HEADING { "Staff", "Personal" }
    STAFF_LINK_HEADING { "Hand this link on", "Entregue este enlace" }
    STAFF_LINK_BODY { "It is shown this once and good for an hour. Whoever follows it sets a password and a second factor. Hand it on in a way that reaches nobody else.", "Se muestra solo esta vez y vale una hora. Quien lo siga elige una contraseña y un segundo factor. Entréguelo de modo que no llegue a nadie más." }
    STAFF_NAME { "Name", "Nombre" }
    STAFF_ROLE { "Role", "Función" }
    STAFF_STANDING { "Standing", "Situación" }
    STAFF_SESSIONS { "Sessions", "Sesiones" }
    STAFF_CHANGE { "Change", "Cambiar" }
    STAFF_CHANGE_OF { "Change {name}", "Cambiar a {name}" }
    STAFF_CAN { "can sign in", "puede entrar" }
    STAFF_MUST_ENROL { "has to enrol", "debe prepararse" }
    STAFF_DISABLED { "disabled", "desactivado" }
    STAFF_YOU { "you", "usted" }
    STAFF_DISABLE { "Disable and sign out", "Desactivar y cerrar sesiones" }
    STAFF_ENABLE { "Enable", "Activar" }
    STAFF_RESET { "Reset and make a link", "Restablecer y crear enlace" }
    STAFF_END { "End all sessions", "Terminar todas las sesiones" }
    STAFF_MAKE { "Make {role}", "Nombrar {role}" }
    STAFF_ADD_HEADING { "Add somebody", "Agregar a alguien" }
    STAFF_ADD { "Add and make a link", "Agregar y crear enlace" }

    ACCOUNT_SESSIONS { "Where you are signed in", "Dónde tiene sesión abierta" }
    ACCOUNT_DEVICE { "Browser, system", "Navegador, sistema" }
    ACCOUNT_BEGAN { "Since (UTC)", "Desde (UTC)" }
    ACCOUNT_SEEN { "Last used (UTC)", "Último uso (UTC)" }
    ACCOUNT_THIS { "this one", "esta" }
    ACCOUNT_END { "End", "Terminar" }
    ACCOUNT_END_OF { "the session of {device}, since {time}", "la sesión de {device}, desde {time}" }
    ACCOUNT_END_OTHERS { "End all others", "Terminar todas las demás" }
    ACCOUNT_STALE { "To change your password or your second factors, show your second factor once more.", "Para cambiar su contraseña o sus segundos factores, muestre de nuevo su segundo factor." }
    ACCOUNT_CONFIRM { "Show it now", "Mostrarlo ahora" }
    ACCOUNT_PASSWORD { "Change your password", "Cambiar su contraseña" }
    ACCOUNT_PRESENT { "Present password", "Contraseña actual" }
    ACCOUNT_OTHERS { "Sign out everywhere else", "Cerrar las demás sesiones" }
    ACCOUNT_PASSWORD_BUTTON { "Change the password", "Cambiar la contraseña" }
    ACCOUNT_APP { "Authenticator app", "Aplicación de autenticación" }
    ACCOUNT_APP_SET { "You have one. A new one takes its place.", "Ya tiene una. Una nueva ocupará su lugar." }
    ACCOUNT_APP_NONE { "You have none.", "No tiene ninguna." }
    ACCOUNT_APP_NEW { "Set up an app", "Preparar una aplicación" }
    ACCOUNT_APP_REMOVE { "Remove the app", "Quitar la aplicación" }
    ACCOUNT_KEYS { "Passkeys", "Llaves de acceso" }
    ACCOUNT_KEYS_NONE { "You have none.", "No tiene ninguna." }
    ACCOUNT_KEYS_NOT_HERE { "Passkeys need the desk to have an address with a name, such as localhost; this one is a number.", "Las llaves de acceso necesitan que la dirección de la mesa tenga un nombre, como localhost; esta es un número." }
    ACCOUNT_KEY { "Made {made}, last used {used}", "Creada {made}, último uso {used}" }
    ACCOUNT_KEY_NEVER { "never", "nunca" }
    ACCOUNT_KEY_REMOVE { "Remove this passkey", "Quitar esta llave" }
    ACCOUNT_CODES { "Recovery codes", "Códigos de recuperación" }
    ACCOUNT_CODES_LEFT { "{n} left.", "Quedan {n}." }
    ACCOUNT_CODES_MAKE { "Make new ones; the old ones end", "Crear nuevos; los anteriores dejan de servir" }
    WRONG_PRESENT { "That is not your present password; try again", "Esa no es su contraseña actual; intente de nuevo" }

    IDLE_BODY { "Nothing has happened here for a while. To keep what you see safe, we will sign you out.", "Hace un rato que no hay actividad. Para proteger lo que ve, cerraremos su sesión." }

    WRONG { "Account name and password do not match. Check both and try again.", "El nombre de la cuenta y la contraseña no coinciden. Revise ambos e intente de nuevo." }
    WRONG_RECOVERY { "That is none of your recovery codes, or it was used. Each counts once.", "Ese no es ninguno de sus códigos de recuperación, o ya se usó. Cada uno vale una vez." }
    WRONG_PASSKEY { "That passkey was not accepted. Try again, or show another factor.", "No se aceptó esa llave de acceso. Intente de nuevo o use otro factor." }
    WRONG_CODE { "That did not match, or was used before. Try again with a new code.", "Eso no coincidió o ya se usó. Intente de nuevo con un código nuevo." }
    WAIT { "Too many tries. Wait {n} min, then try again.", "Demasiados intentos. Espere {n} min e intente de nuevo." }
    OVER { "Begin again with your account name and password.", "Empiece de nuevo con el nombre de su cuenta y su contraseña." }
    ENDED { "You were signed out, because nothing happened for a while or your session ended. Sign in again.", "Se cerró su sesión porque no hubo actividad por un rato o porque terminó. Entre de nuevo." }
    SIGNED_OUT { "You are signed out.", "Cerró su sesión." }
    GONE { "That link is used or over. Ask an administrator of the desk for a new one.", "Ese enlace ya se usó o venció. Pida uno nuevo a un administrador de la mesa." }
    INSIDE { "You are signed in. To set up an account by a link, sign out first and follow it again.", "Tiene una sesión abierta. Para configurar una cuenta con un enlace, primero cierre la sesión y vuelva a abrirlo." }
    NAME_FAULT { "Enter an account name of 2 to 40 letters, digits, dots, hyphens or underscores, beginning with a letter", "Escriba un nombre de cuenta de 2 a 40 letras, dígitos, puntos, guiones o guiones bajos, que empiece con una letra" }
    NAME_TAKEN { "Somebody has that account name; choose another", "Ese nombre de cuenta ya existe; elija otro" }
    DONE { "That is done.", "Listo." }
    PASSAGE { "On to the desk", "Ir a la mesa de revisión" }
    CHANGED { "It is not as it was when you opened the page. Look again; nothing was changed.", "Ya no está como cuando abrió la página. Mire de nuevo; nada cambió." }
    DISABLED { "They are disabled: a link would lead them nowhere. Enable them first. Nothing was changed.", "La cuenta está desactivada: un enlace no llevaría a ninguna parte. Actívela primero. Nada cambió." }
    LAST { "That would leave nobody who can sign in as administrator, or you without a second factor. Nothing was changed.", "Eso dejaría la mesa sin administrador que pueda entrar, o a usted sin segundo factor. Nada cambió." }
    PASSWORD_SHORT { "Password must have at least 15 characters", "La contraseña debe tener al menos 15 caracteres" }
    PASSWORD_LONG { "Password must have 256 characters or fewer", "La contraseña debe tener 256 caracteres o menos" }
    PASSWORD_NAMED { "Password must not have your account name or the firm’s name in it", "La contraseña no debe contener el nombre de su cuenta ni el de la empresa" }
    PASSWORD_COMMON { "That password is among those that are tried first; choose another", "Esa contraseña es de las que se prueban primero; elija otra" }
    PASSWORD_DIFFERS { "The two passwords are not the same; enter both again", "Las dos contraseñas no son iguales; escríbalas otra vez" }
    DESK_HOME { "Go to the desk", "Ir a la mesa" }
}
