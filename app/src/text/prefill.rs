//! Texts of having things filled in by a code to the phone.

texts! {
    OFFER { "Save time: have most of this filled in", "Ahorre tiempo: complete casi todo automáticamente" }
    OFFER_BODY { "We text a code to your phone. When you type it in, we fill in your name, email and home address for you to check.", "Le enviamos un código por mensaje de texto. Al escribirlo, completamos su nombre, correo y domicilio para que los revise." }
    OFFER_LINK { "Use my phone", "Usar mi teléfono" }

    HEADING { "Fill in with your phone", "Completar con su teléfono" }
    LEDE { "Tell us your date of birth and the number of a phone that you have with you. We text you a code, and fill in what our verification partner knows about you. You check all of it before it is sent.", "Díganos su fecha de nacimiento y el número de un teléfono que tenga a la mano. Le enviamos un código y completamos lo que nuestro socio de verificación sabe de usted. Usted lo revisa todo antes de enviarlo." }
    LEGEND { "Your date of birth", "Su fecha de nacimiento" }
    SEND { "Text me a code", "Enviarme un código" }
    INSTEAD { "Type everything in myself", "Escribir todo yo mismo" }
    PRICE { "Your phone company may charge for the text message.", "Su compañía telefónica puede cobrar por el mensaje de texto." }

    CODE_HEADING { "Enter the code from your phone", "Escriba el código de su teléfono" }
    CODE_LEDE { "We sent a text message with 6 digits to the number ending in {last2}. It can take a minute to arrive.", "Enviamos un mensaje de texto con 6 dígitos al número que termina en {last2}. Puede tardar un minuto en llegar." }
    CODE { "Code", "Código" }
    CODE_HINT { "6 digits. It works for 10 minutes.", "6 dígitos. Funciona durante 10 minutos." }
    ANOTHER { "Get another code, or use another number", "Pedir otro código o usar otro número" }

    NOTICE_FILLED { "We filled in what our partner knows about you. You can check and change every answer before you send them.", "Completamos lo que nuestro socio sabe de usted. Puede revisar y cambiar cada respuesta antes de enviarlas." }
    NOTICE_UNFILLED { "We could not fill anything in for you. Nothing is lost: please type your answers here.", "No pudimos completar nada por usted. No se perdió nada: escriba aquí sus respuestas." }
}
