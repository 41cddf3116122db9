//! Texts of the prefill by a code to the phone.

texts! {
    OFFER { "Save time: let us fill in most of this", "Ahorre tiempo: llenamos casi todo por usted" }
    OFFER_BODY { "We text a code to your phone. When you enter it, we fill in your name, email and home address for you to check.", "Le enviamos un código por mensaje de texto. Cuando lo escriba, llenamos su nombre, correo y domicilio para que los revise." }
    OFFER_CODE { "Enter the code we sent", "Escribir el código que enviamos" }
    OFFER_LINK { "Use my phone", "Usar mi teléfono" }

    HEADING { "Fill in with your phone", "Llene sus datos con su teléfono" }
    LEDE { "Enter your date of birth and the number of a phone you have with you. We text you a code, and fill in what our verification partner knows about you. You check all of it before you submit.", "Escriba su fecha de nacimiento y el número de un teléfono que tenga a la mano. Le enviamos un código y llenamos lo que nuestro socio de verificación sabe de usted. Usted revisa todo antes de enviarlo." }
    LEGEND { "Your date of birth", "Su fecha de nacimiento" }
    PRICE { "Your phone company may charge for the text message.", "Su compañía telefónica puede cobrar por el mensaje de texto." }
    WHY { "When you ask for a code, we send these two to our verification partner. The partner sends the text message and looks you up in its records. You must be {age} or older to open an account.", "Cuando pide un código, enviamos estos dos datos a nuestro socio de verificación. El socio envía el mensaje de texto y le busca en sus registros. Debe tener {age} años o más para abrir una cuenta." }
    SEND { "Text me a code", "Enviarme un código" }
    INSTEAD { "I’ll enter it myself", "Prefiero escribirlo yo" }

    CODE_HEADING { "Enter the code from your phone", "Escriba el código de su teléfono" }
    CODE_LEDE { "We texted a 6-digit code to the number ending in {last2}. It can take a minute to arrive.", "Enviamos un código de 6 dígitos por mensaje de texto al número que termina en {last2}. Puede tardar un minuto en llegar." }
    CODE { "Code", "Código" }
    CODE_HINT { "6 digits. It works for 10 minutes.", "6 dígitos. Funciona durante 10 minutos." }
    LAST_TRY { "You can try this code once more.", "Puede intentar este código una vez más." }
    ANOTHER { "Get another code, or use another number", "Pedir otro código o usar otro número" }

    NOTICE_FILLED { "We filled in what our partner knows about you. You can check and change every answer before you submit.", "Llenamos lo que nuestro socio sabe de usted. Puede revisar y cambiar todas sus respuestas antes de enviarlas." }
    NOTICE_UNFILLED { "We couldn’t fill in anything for you. Nothing is lost. Enter your answers here.", "No pudimos llenar sus datos. No se perdió nada. Escriba aquí sus respuestas." }
    NOTICE_RUN_OUT { "That code no longer works. It expired, or was wrong too many times. Get another one, or enter your details yourself.", "Ese código ya no funciona. Venció o fue incorrecto demasiadas veces. Pida otro o escriba sus datos." }
}
